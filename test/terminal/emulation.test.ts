import { describe, expect, it } from 'vitest'
import { createScreen } from './screen.js'

/** Ten lines of their own letter, on a screen of ten. */
const LETTERS = [...'abcdefghij'].map((letter) => letter.repeat(3)).join('\r\n')

async function screenAfter(output: string, size: { cols?: number; rows?: number } = {}) {
  const screen = await createScreen({ cols: 10, rows: 10, ...size })
  await screen.write(output)
  return screen
}

const lines = (screen: { text: () => string }) => screen.text().split('\n')

describe('margins', () => {
  it('scroll nothing outside of them (DECSTBM)', async () => {
    const screen = await screenAfter(`${LETTERS}\x1b[3;5r\x1b[5;1H\n\n`)
    expect(lines(screen)).toEqual(['aaa', 'bbb', 'eee', '', '', 'fff', 'ggg', 'hhh', 'iii', 'jjj'])
  })
  it('are what lines are counted from in origin mode (DECOM), and hold the cursor', async () => {
    const screen = await screenAfter('\x1b[3;5r\x1b[?6h\x1b[1;1HX\x1b[99;1HY\x1b[?6l\x1b[1;1HZ')
    expect(lines(screen)).toEqual(['Z', '', 'X', '', 'Y'])
  })
  it('hold what inserted and deleted lines push (IL, DL), and reverse index scrolls in them (RI)', async () => {
    expect(lines(await screenAfter(`${LETTERS}\x1b[3;5r\x1b[4;1H\x1b[L`))).toEqual([
      ...['aaa', 'bbb', 'ccc', '', 'ddd', 'fff', 'ggg', 'hhh', 'iii', 'jjj'],
    ])
    expect(lines(await screenAfter(`${LETTERS}\x1b[3;5r\x1b[3;1H\x1b[M`)).slice(1, 6)).toEqual([
      ...['bbb', 'ddd', 'eee', '', 'fff'],
    ])
    expect(lines(await screenAfter(`${LETTERS}\x1b[3;5r\x1b[3;1H\x1bM`)).slice(1, 6)).toEqual([
      ...['bbb', '', 'ccc', 'ddd', 'fff'],
    ])
  })
})

describe('lines', () => {
  it('wrap after the last column was written, not before (DECAWM)', async () => {
    const screen = await screenAfter('0123456789')
    expect(screen.cursor()).toEqual([1, 11])
    await screen.write('\r!')
    expect(lines(screen)).toEqual(['!123456789'])
    await screen.write('\x1b[1;10HAB')
    expect(lines(screen)).toEqual(['!12345678A', 'B'])
    expect(lines(await screenAfter('\x1b[?7l0123456789XY'))).toEqual(['012345678Y'])
  })
  it('get and lose characters (ICH, DCH, ECH, IRM, REP)', async () => {
    expect(lines(await screenAfter('abcdef\x1b[1;3H\x1b[2@'))).toEqual(['ab  cdef'])
    expect(lines(await screenAfter('abcdef\x1b[1;3H\x1b[2P'))).toEqual(['abef'])
    expect(lines(await screenAfter('abcdef\x1b[1;3H\x1b[2X'))).toEqual(['ab  ef'])
    expect(lines(await screenAfter('abc\x1b[1;2H\x1b[4hXY\x1b[4l'))).toEqual(['aXYbc'])
    expect(lines(await screenAfter('ab\x1b[4b'))).toEqual(['abbbbb'])
  })
  it('are erased with the background of that moment (EL, ED, BCE)', async () => {
    const screen = await screenAfter('abcdef\x1b[1;3H\x1b[44m\x1b[K')
    expect(lines(screen)).toEqual(['ab'])
    expect(screen.cell(1, 9).getBgColor()).toBe(4)
    expect(lines(await screenAfter(`${LETTERS}\x1b[3;2H\x1b[J`))).toEqual(['aaa', 'bbb', 'c'])
    expect(lines(await screenAfter(`${LETTERS}\x1b[3;2H\x1b[1J`)).slice(0, 4)).toEqual(['', '', '  c', 'ddd'])
  })
  it('wrap anew when the width changes, and a mark stays with its character', async () => {
    const screen = await screenAfter('one two three e\u0301nd\r\n$')
    expect(lines(screen)).toEqual(['one two th', 'ree e\u0301nd', '$'])
    screen.term.resize(20, 10)
    expect(lines(screen)).toEqual(['one two three e\u0301nd', '$'])
    screen.term.resize(7, 10)
    expect(lines(screen)).toEqual(['one two', ' three ', 'e\u0301nd', '$'])
  })
})

describe('the cursor', () => {
  it('stops at tabs, which can be set and cleared (HTS, TBC, CHT, CBT)', async () => {
    expect((await screenAfter('\t', { cols: 40 })).cursor()).toEqual([1, 9])
    expect((await screenAfter('\x1b[1;4H\x1bH\r\t', { cols: 40 })).cursor()).toEqual([1, 4])
    expect((await screenAfter('\x1b[3g\t', { cols: 40 })).cursor()).toEqual([1, 40])
    expect((await screenAfter('\x1b[2I\x1b[Z', { cols: 40 })).cursor()).toEqual([1, 9])
  })
  it('is kept and brought back with its colours (DECSC, DECRC)', async () => {
    const screen = await screenAfter('\x1b[2;3H\x1b[1;31m\x1b7\x1b[0m\x1b[9;9H\x1b8X')
    expect(screen.cell(2, 3).getChars()).toBe('X')
    expect(screen.cell(2, 3).getFgColor()).toBe(1)
    expect(screen.cell(2, 3).isBold()).toBeTruthy()
  })
  it('tells where it is (CPR)', async () => {
    const screen = await createScreen()
    const answers: string[] = []
    screen.term.onData((answer) => answers.push(answer))
    await screen.write('\x1b[3;7H\x1b[6n')
    expect(answers).toEqual(['\x1b[3;7R'])
  })
})

describe('colours and attributes', () => {
  it('true colour, 256 colours and all that is drawn on text (SGR)', async () => {
    const screen = await screenAfter(
      '\x1b[38;2;10;20;30;48;5;200mA\x1b[0;38:2::40:50:60mB\x1b[0;1;2;3;4;7;8;9;53mC\x1b[mD',
    )
    expect(screen.cell(1, 1).isFgRGB()).toBe(true)
    expect(screen.cell(1, 1).getFgColor()).toBe(0x0a141e)
    expect(screen.cell(1, 1).getBgColor()).toBe(200)
    expect(screen.cell(1, 2).getFgColor()).toBe(0x28323c)
    const all = screen.cell(1, 3)
    for (const is of [all.isBold(), all.isDim(), all.isItalic(), all.isUnderline(), all.isInverse()])
      expect(is).toBeTruthy()
    for (const is of [all.isInvisible(), all.isStrikethrough(), all.isOverline()]) expect(is).toBeTruthy()
    expect(screen.cell(1, 4).isAttributeDefault()).toBe(true)
  })
  it('frames by the character set for them (SCS)', async () => {
    expect(lines(await screenAfter('\x1b(0lqk\x1b(Bq'))).toEqual(['┌─┐q'])
  })
})

describe('screens and modes', () => {
  it('the alternate screen leaves the normal one as it was (1049)', async () => {
    const screen = await screenAfter('before\x1b[?1049h\x1b[2Jfull screen')
    expect(screen.term.buffer.active.type).toBe('alternate')
    expect(screen.text()).toContain('full')
    await screen.write('\x1b[?1049l')
    expect(screen.text()).toBe('before')
    expect(screen.cursor()).toEqual([1, 7])
  })
  it('mouse, focus, bracketed paste and application keys are known to the window', async () => {
    const screen = await screenAfter('\x1b[?1002h\x1b[?1004h\x1b[?2004h\x1b[?1h')
    expect(screen.term.modes).toMatchObject({
      mouseTrackingMode: 'drag',
      sendFocusMode: true,
      bracketedPasteMode: true,
      applicationCursorKeysMode: true,
    })
  })
  it('a wide character that is half overwritten goes', async () => {
    const screen = await screenAfter('漢字\x1b[1;2Hx')
    expect(lines(screen)).toEqual([' x字'])
  })
  it('nothing resizes the window or tells its title (CSI t)', async () => {
    const screen = await createScreen()
    const answers: string[] = []
    screen.term.onData((answer) => answers.push(answer))
    await screen.write('\x1b]0;secret\x07\x1b[21t\x1b[8;99;99t\x1b[?3h')
    expect(answers).toEqual([])
    expect([screen.term.cols, screen.term.rows]).toEqual([20, 6])
  })
})
