import { Terminal } from '@xterm/xterm'
import { expect, it } from 'vitest'
import { ANSWERS_A_SECOND, ANSWERS_AT_ONCE, createAnswerLimit, createInput } from './input.js'

it('answers go on at a pace, after as many as any program asks for at once', () => {
  let now = 0
  const mayAnswer = createAnswerLimit(() => now)
  const given = () => {
    let count = 0
    while (mayAnswer(8)) count += 8
    return count
  }
  expect(given()).toBe(ANSWERS_AT_ONCE)
  expect(given()).toBe(0)
  now += 500
  expect(given()).toBe(ANSWERS_A_SECOND / 2)
  now += 3_600_000
  expect(given()).toBe(ANSWERS_AT_ONCE)
})

it('a flood of questions is answered in part, and all that is typed arrives', async () => {
  const term = new Terminal({ allowProposedApi: true })
  const input = createInput(term)
  let sent = ''
  input.listen((bytes) => {
    sent += new TextDecoder().decode(bytes)
  })
  const write = (text: string) => new Promise<void>((resolve) => term.write(text, resolve))
  await write('\x1b[c')
  expect(sent).toBe('\x1b[?1;2c')
  await write('\x1b[c\x1b[6n\x1b[5n'.repeat(50_000))
  expect(sent.length).toBeGreaterThan(ANSWERS_AT_ONCE / 2)
  expect(sent.length).toBeLessThan(ANSWERS_AT_ONCE + 30 * ANSWERS_A_SECOND)
  sent = ''
  const paste = 'typed '.repeat(20_000)
  term.input(paste, true)
  expect(sent).toBe(paste)
})
