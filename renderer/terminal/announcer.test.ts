import { afterEach, beforeEach, expect, it, vi } from 'vitest'

/** As much of a page as the announcer sees. */
class Part {
  text = ''
  attributes: Record<string, string> = {}
  style = {}
  parts: Part[] = []
  heard: () => void = () => undefined
  get textContent() {
    return this.text
  }
  set textContent(text: string) {
    this.text = text
    this.heard()
  }
  setAttribute(name: string, value: string) {
    this.attributes[name] = value
  }
  append(part: Part) {
    this.parts.push(part)
  }
  remove() {
    this.attributes.removed = ''
  }
}

vi.mock('@xterm/xterm', () => ({
  Terminal: { strings: { promptLabel: '', tooMuchOutput: '' } },
}))

const { createAnnouncer, MOST_SAID, PAUSE_MS, putWords } = await import('./announcer.js')

const region = new Part()
const input = new Part()
const own = new Part()
const nothing = () => undefined
const hears: Record<'key' | 'parsed', () => void> = { key: nothing, parsed: nothing }
const listenAs = (name: keyof typeof hears) => (listener: () => void) => {
  hears[name] = listener
  return { dispose: nothing }
}
const lines = ['$ make', 'built in 3 s', '$', '', '']
const term = {
  options: { screenReaderMode: true },
  onKey: listenAs('key'),
  onWriteParsed: listenAs('parsed'),
  buffer: {
    active: {
      length: lines.length,
      getLine: (row: number) =>
        lines[row] === undefined ? undefined : { isWrapped: false, translateToString: () => lines[row] },
    },
  },
}
const element = Object.assign(new Part(), {
  ownerDocument: { createElement: () => own },
  querySelector: (selector: string) => (selector === '.live-region' ? region : input),
})

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal(
    'MutationObserver',
    class {
      constructor(private readonly heard: () => void) {}
      observe(part: Part) {
        part.heard = this.heard
      }
      disconnect() {
        // Nothing was begun.
      }
    },
  )
  region.text = ''
  own.text = ''
  putWords()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const start = () => {
  const announcer = createAnnouncer(term as never, element as never)
  announcer.look()
  return announcer
}

it('says of a line without end so much and no more, and its end once it pauses', () => {
  start()
  region.textContent = 'x'.repeat(MOST_SAID + 1)
  expect(region.attributes['aria-live']).toBe('off')
  expect(own.text).toContain('Ctrl+Shift+H')
  region.textContent += 'more'
  expect(region.text).toBe('')
  vi.advanceTimersByTime(PAUSE_MS - 1)
  hears.parsed()
  vi.advanceTimersByTime(PAUSE_MS - 1)
  expect(own.text).not.toContain('built')
  vi.advanceTimersByTime(1)
  expect(own.text).toBe('built in 3 s\n$')
  own.text = ''
  hears.parsed()
  vi.advanceTimersByTime(PAUSE_MS)
  expect(own.text).toBe('')
  hears.key()
  expect(region.attributes['aria-live']).toBe('assertive')
  region.textContent = 'and what comes then'
  expect(region.text).toBe('and what comes then')
})

it('says of many lines what xterm.js leaves to be said', () => {
  start()
  region.textContent = `line\n`
  vi.advanceTimersByTime(PAUSE_MS)
  expect(own.text).toBe('')
  region.textContent += 'Too much to be read out. Ctrl+Shift+H shows the lines.'
  vi.advanceTimersByTime(PAUSE_MS)
  expect(own.text).toBe('built in 3 s\n$')
})

it('says how to have it read out, and how to end that', () => {
  const announcer = start()
  expect(input.attributes['aria-description']).toMatch(/Alt\+Shift\+F1 ends/)
  term.options.screenReaderMode = false
  announcer.look()
  expect(input.attributes['aria-description']).toMatch(/^Alt\+Shift\+F1 has what is printed read out/)
})
