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

/** What a terminal sends for output, for keys, for the mouse. */
function heard(): { term: Terminal; typed: string[]; told: string[] } {
  const term = new Terminal({ allowProposedApi: true })
  const typed: string[] = []
  const told: string[] = []
  createInput(term).listen((bytes, byPerson) =>
    (byPerson ? typed : told).push(new TextDecoder().decode(bytes)),
  )
  return { term, typed, told }
}

it.each([
  ['a letter', 'a'],
  ['Escape', '\x1b'],
  ['an arrow', '\x1b[A'],
  ['a word to the left', '\x1b[1;5D'],
  ['Alt+]', '\x1b]'],
  ['Alt+Shift+P', '\x1bP'],
  ['Alt+[', '\x1b['],
  ['Alt+Shift+O', '\x1bO'],
  ['Shift+F3, which reads as where the cursor is', '\x1b[1;2R'],
  ['a paste', '\x1b[200~two\x1b[201~'],
])('%s is typed by a person', (_what, text) => {
  const { term, typed, told } = heard()
  term.input(text, true)
  expect({ typed, told }).toEqual({ typed: [text], told: [] })
})

it.each([
  ['where the cursor is', '\x1b[6n', '\x1b[1;1R'],
  ['what the terminal is', '\x1b[c', '\x1b[?1;2c'],
  ['that all is well', '\x1b[5n', '\x1b[0n'],
  ['a mode', '\x1b[?2004$p', '\x1b[?2004;2$y'],
  ['a setting', '\x1bP$qm\x1b\\', '\x1bP1$r0m\x1b\\'],
])('an answer that tells %s is for the program that asked', async (_what, question, answer) => {
  const { term, typed, told } = heard()
  await new Promise<void>((resolve) => term.write(question, resolve))
  expect({ typed, told }).toEqual({ typed: [], told: [answer] })
})

it('what the mouse does is for the program under it', () => {
  const { term, typed, told } = heard()
  term.input('\x1b[<0;10;20M', true)
  term.input('\x1b[<0;10;20m', true)
  expect({ typed, told: told.length }).toEqual({ typed: [], told: 2 })
})

it('what comes while nobody listens is told apart', () => {
  const term = new Terminal({ allowProposedApi: true })
  const unheard: string[] = []
  const input = createInput(term, (bytes) => unheard.push(new TextDecoder().decode(bytes)))
  input.listen(() => undefined)
  term.input('to the shell', true)
  input.listen(null)
  term.input('\r', true)
  expect(unheard).toEqual(['\r'])
})
