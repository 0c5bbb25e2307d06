import { describe, expect, it } from 'vitest'
import { MAX_JOINED, MAX_MARKS, writeInPieces } from '../../renderer/terminal/limits.js'
import { fuzzSeed } from '../helpers/fuzz-seed.js'
import { heldBytes } from '../helpers/held-bytes.js'
import { createScreen } from './screen.js'

/** Of the processor's time, for a machine may be busy with other tests. With bare xterm.js most of these floods take 1 to 20 seconds. */
const FROZEN_MS = 700
const MB = 1_000_000

/** Writes, and measures for how long nothing else had a turn. */
async function longestFreeze(output: string | Uint8Array): Promise<{ ms: number; text: string }> {
  const screen = await createScreen({ cols: 120, rows: 40, scrollback: 1000 })
  const bytes = typeof output === 'string' ? new TextEncoder().encode(output) : output
  let [last, longest] = [busyMs(), 0]
  const look = () => {
    const now = busyMs()
    longest = Math.max(longest, now - last)
    last = now
  }
  const ticks = setInterval(look, 1)
  const write = (piece: Uint8Array, done: () => void) => screen.term.write(piece, done)
  await new Promise<void>((resolve) => writeInPieces(write, bytes, resolve))
  look()
  clearInterval(ticks)
  await screen.write('\x1b\\\x1bc\x1b[?2026lstill here')
  return { ms: longest, text: screen.text() }
}

function busyMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

async function staysAlive(output: string | Uint8Array): Promise<void> {
  const { ms, text } = await longestFreeze(output)
  expect(ms).toBeLessThan(FROZEN_MS)
  expect(text).toBe('still here')
}

describe('counts beyond any screen', () => {
  it.each([
    'b',
    'L',
    'M',
    'S',
    'T',
    'I',
    'Z',
    '@',
    'P',
    'X',
    'A',
    'B',
    'C',
    'D',
    'E',
    'F',
    'G',
    'd',
    'H',
    'r',
  ])('CSI 2147483647 %s', async (final) => staysAlive(`x\x1b[2147483647${final}`.repeat(50)))
  it('are dropped where each would be gone through one by one, and others obeyed', async () => {
    const screen = await createScreen()
    await screen.write('x\x1b[2147483647b y\x1b[3b')
    expect(screen.text()).toBe('x yyyy')
  })
})

describe('floods of what is costly', () => {
  const flood: Record<string, string> = {
    'scrolling up': '\x1b[40S',
    'scrolling down': '\x1b[40T',
    'inserted lines': '\x1b[40L',
    'deleted lines': '\x1b[H\x1b[40M',
    'repeated characters': 'x\x1b[200b',
    'backward tabs': '\x1b[200Z',
    resets: '\x1bc',
    'alternate screens': '\x1b[?1049h\x1b[?1049l',
    'alignment patterns': '\x1b#8',
    'cleared screens': '\x1b[2J',
    bells: '\x07',
    titles: '\x1b]0;title\x07',
    'colours asked for': '\x1b]4;1;?\x07',
    'columns set to 132 and back': '\x1b[?3h\x1b[?3l',
    'window sizes': '\x1b[8;500;500t',
  }
  it.each(Object.entries(flood))('%s', { timeout: 120_000 }, async (_what, sequence) => {
    await staysAlive(sequence.repeat(Math.ceil(16_384 / sequence.length)))
  })
})

describe('what never ends', () => {
  it.each([
    ['an OSC', `\x1b]0;${'a'.repeat(300_000)}`],
    ['an unknown OSC', `\x1b]7777;${'a'.repeat(300_000)}`],
    ['a DCS', `\x1bP1$q${'a'.repeat(300_000)}`],
    ['a picture in sixels', `\x1bPq#0;2;0;0;0#0${'~'.repeat(300_000)}`],
    ['an APC', `\x1b_${'a'.repeat(300_000)}`],
    ['parameters', `\x1b[${'1;'.repeat(150_000)}m`],
    ['synchronized output', `\x1b[?2026h${'text\r\n'.repeat(5000)}`],
  ])('%s', async (_what, output) => staysAlive(output))
})

describe('strings longer than any that is used', () => {
  it.each([
    ['a title', '\x1b]0;'],
    ['a link', '\x1b]8;;https://example.com/'],
    ['a question', '\x1bP$q'],
  ])('%s is not gathered, and what follows is whole', async (_what, start) => {
    const screen = await createScreen()
    await screen.write(`${start}first\x1b\\\x1b]8;;\x1b\\`)
    const before = heldBytes()
    await screen.write(start)
    for (let times = 0; times < 40; times++) await screen.write('a'.repeat(100_000))
    expect(heldBytes() - before).toBeLessThan(20 * MB)
    await screen.write('\x1b\\after')
    expect(screen.text()).toBe('after')
    expect(heldBytes() - before).toBeLessThan(MB)
  })
  it('as long as they may be they are obeyed', async () => {
    const screen = await createScreen()
    const titles: string[] = []
    screen.term.onTitleChange((title) => titles.push(title))
    await screen.write(`\x1b]0;${'a'.repeat(150_000)}\x07\x1b]0;${'b'.repeat(250_000)}\x07\x1b]0;c\x07`)
    expect(titles.map((title) => title.length)).toEqual([150_000, 1])
  })
})

describe('text', () => {
  it('a character carries so many marks at most, whichever joins them', async () => {
    for (const [piled, most] of [
      [`e${'\u0301'.repeat(10_000)}`, MAX_MARKS],
      [`👩${'\u200d👩'.repeat(5000)}`, MAX_JOINED],
      ['\u0600'.repeat(10_000), MAX_MARKS],
    ] as const) {
      const screen = await createScreen({ cols: 80, rows: 24, scrollback: 1000 })
      await screen.write(piled)
      for (const line of Array.from({ length: screen.term.buffer.active.length }, (_, at) => at)) {
        for (let column = 0; column < 80; column++) {
          const cell = screen.term.buffer.active.getLine(line)?.getCell(column)
          expect([...(cell?.getChars() ?? '')].length).toBeLessThanOrEqual(most + 1)
        }
      }
    }
    await staysAlive(`e${'\u0301'.repeat(10_000)}`)
  })
  it('broken UTF-8 shows as replacement characters, and what follows is whole', async () => {
    const screen = await createScreen({ cols: 40 })
    await screen.write(Uint8Array.from([0x61, 0xff, 0xc0, 0xaf, 0xed, 0xa0, 0x80, 0xf5, 0x62]))
    await screen.write('\r\nwhole')
    expect(screen.text()).toMatch(/^a.*b\nwhole$/)
  })
  it('random bytes for a while', { timeout: 120_000 }, async () => {
    console.log(`Random bytes with LATCHKEY_FUZZ_SEED=${fuzzSeed}`)
    let state = fuzzSeed
    const next = () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
      return state >>> 24
    }
    // Half of them among what begins and ends sequences: pure noise hardly ever makes one.
    const telling = [
      0x1b, 0x5b, 0x5d, 0x50, 0x3f, 0x3b, 0x39, 0x39, 0x68, 0x6c, 0x6d, 0x53, 0x07, 0x9b, 0x0e, 0x0f,
    ]
    const bytes = Uint8Array.from({ length: 500_000 }, () =>
      next() < 128 ? next() : (telling[next() % 16] ?? 0),
    )
    await staysAlive(bytes)
  })
})

it('a storm of sizes leaves the lines as they were', async () => {
  const screen = await createScreen({ cols: 80, rows: 24, scrollback: 1000 })
  await screen.write(`${'word '.repeat(30)}\r\n$`)
  for (let times = 0; times < 500; times++)
    screen.term.resize(2 + ((times * 37) % 200), 1 + ((times * 13) % 80))
  screen.term.resize(200, 24)
  expect(screen.text().split('\n')[0]?.trimEnd()).toBe('word '.repeat(30).trimEnd())
})
