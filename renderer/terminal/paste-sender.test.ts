import { expect, it } from 'vitest'
import { readPaste } from './paste.js'
import { createPasteSender, type Pasting } from './paste-sender.js'

function sender(bracketed: boolean, onProgress: (pasting: Pasting | null) => void = () => undefined) {
  const sent: string[] = []
  const term = { input: (text: string) => void sent.push(text), modes: { bracketedPasteMode: bracketed } }
  return { sent, ...createPasteSender(term as never, onProgress) }
}

it('sends 5 MB in pieces between which the window lives, and says how far it is', async () => {
  const seen: (Pasting | null)[] = []
  const { sent, send } = sender(false, (pasting) => seen.push(pasting))
  const text = 'x'.repeat(5_000_000)
  await send(readPaste(text))
  expect(sent.join('')).toBe(text)
  expect(sent.length).toBeGreaterThan(100)
  expect(seen.at(-2)).toEqual({ done: 5_000_000, total: 5_000_000 })
  expect(seen.at(-1)).toBeNull()
})

it('says nothing of a small one, and sends one after the other', async () => {
  const seen: (Pasting | null)[] = []
  const { sent, send } = sender(true, (pasting) => seen.push(pasting))
  await Promise.all([send(readPaste('a'.repeat(40_000))), send(readPaste('b'))])
  expect(sent.join('')).toBe(`\x1b[200~${'a'.repeat(40_000)}\x1b[201~\x1b[200~b\x1b[201~`)
  expect(seen).toEqual([])
})

it('tells a program of the end of a paste that is cancelled', async () => {
  const { sent, send, cancel } = sender(true)
  const sending = send(readPaste('a'.repeat(1_000_000)))
  await Promise.resolve()
  cancel()
  await sending
  const all = sent.join('')
  expect(all.length).toBeLessThan(100_000)
  expect(all.startsWith('\x1b[200~a') && all.endsWith('a\x1b[201~')).toBe(true)
  await send(readPaste('b'))
  expect(sent.at(-1)).toBe('\x1b[200~b\x1b[201~')
})
