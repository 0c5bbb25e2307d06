import { expect, it, vi } from 'vitest'
import { readPaste } from './paste.js'
import { pasteCut } from './paste-cut.js'
import { createPasteSender, type PasteParts, type Pasting } from './paste-sender.js'

/** `taken`: how many pieces of a large paste the server takes. */
function sender(
  bracketed: boolean,
  onProgress: (pasting: Pasting | null) => void = () => undefined,
  taken = Number.POSITIVE_INFINITY,
) {
  const sent: string[] = []
  const cuts: Pasting[] = []
  let gone = 0
  const input = (text: string) => void sent.push(text)
  const term = { input, modes: { bracketedPasteMode: bracketed } } as unknown as PasteParts['term']
  const follow: PasteParts['follow'] = (text, signal) => {
    if (signal.aborted) return Promise.resolve(false)
    if (gone++ >= taken)
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve(false)))
    input(text)
    return Promise.resolve(true)
  }
  const onCut = (pasting: Pasting) => void cuts.push(pasting)
  return { sent, cuts, ...createPasteSender({ term, follow, onProgress, onCut }) }
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

it('types nothing more of a paste that is cancelled, and then the next', async () => {
  const { sent, send, cancel } = sender(true)
  const sending = send(readPaste('a'.repeat(1_000_000)))
  await Promise.resolve()
  cancel()
  await sending
  const all = sent.join('')
  expect(all.length).toBeLessThan(100_000)
  expect(all.replace(/a+$/, '')).toBe('\x1b[200~')
  await send(readPaste('b'))
  expect(sent.at(-1)).toBe('\x1b[200~b\x1b[201~')
})

it('stands still where the server takes no more, and what was cancelled then is never typed', async () => {
  const seen: (Pasting | null)[] = []
  const { sent, cuts, send, cancel } = sender(true, (pasting) => seen.push(pasting), 2)
  const sending = send(readPaste('a'.repeat(1_000_000)))
  await vi.waitFor(() => expect(seen.at(-1)?.done).toBe(2 * 16_384))
  const total = 1_000_000 + 12
  expect(seen).toEqual([0, 1, 2].map((n) => ({ done: n * 16_384, total })))
  cancel()
  await sending
  expect(seen.at(-1)).toBeNull()
  expect(sent).toHaveLength(2)
  expect(cuts).toEqual([])
})

it('tells how much of a paste had gone where it was cut off in its middle', async () => {
  const seen: (Pasting | null)[] = []
  const { cuts, send, cut } = sender(true, (pasting) => seen.push(pasting), 2)
  const sending = send(readPaste('a'.repeat(1_000_000)))
  await vi.waitFor(() => expect(seen.at(-1)?.done).toBe(2 * 16_384))
  cut()
  await sending
  expect(cuts).toEqual([{ done: 2 * 16_384, total: 1_000_012 }])
  expect(pasteCut({ done: 2 * 16_384, total: 1_000_012 }).text).toContain('at least 33 kB of 1.0 MB had gone')
})

it('tells so too where the connection is lost under it', async () => {
  const cuts: Pasting[] = []
  let pieces = 0
  const { send } = createPasteSender({
    term: { input: () => undefined, modes: { bracketedPasteMode: false } } as unknown as PasteParts['term'],
    follow: () => Promise.resolve(++pieces < 4),
    onProgress: () => undefined,
    onCut: (pasting) => void cuts.push(pasting),
  })
  await send(readPaste('a'.repeat(1_000_000)))
  expect(cuts).toEqual([{ done: 3 * 16_384, total: 1_000_000 }])
})
