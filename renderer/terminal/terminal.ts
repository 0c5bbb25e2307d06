import '@xterm/xterm/css/xterm.css'
import { FitAddon } from '@xterm/addon-fit'
import { Terminal } from '@xterm/xterm'
import type { TerminalSize } from '../../contract/sessions.js'
import { createAnnouncer, putWords } from './announcer.js'
import { createBell } from './bell.js'
import { measureWidthsByCanvas } from './glyph-widths.js'
import { createInput, type InputListener } from './input.js'
import { limitSequences, safeTitle, writeInPieces } from './limits.js'
import { createWardrobe, fontOptions, lookOptions, type TerminalLooks } from './looks.js'
import { paceTerminal } from './pace.js'
import { createPainter } from './painter.js'
import { type Paste, readPaste } from './paste.js'
import { copyScreen } from './screen-copy.js'
import { handleKey, type TerminalKeys } from './shortcuts.js'
import { createUse, type TerminalUse } from './use.js'
import { createUtf8 } from './utf8.js'
import { setWidths } from './widths.js'
import { handleZoom, type ZoomStep, zoomByWheel } from './zoom.js'

const RESIZE_MS = 100

putWords()

export interface TerminalEvents extends Omit<TerminalKeys, 'onCopy'> {
  /** A paste, cleaned. The terminal gets it only through `paste`. */
  onPaste(paste: Paste): void
  onTitle(title: string): void
  /** The program rings, and the settings want that marked. Not called twice within half a second. */
  onBell(): void
  /** Typed while nobody listens to its input. */
  onUnheard(bytes: Uint8Array): void
  /** Ctrl+plus, Ctrl+minus, Ctrl+0 or the wheel: the window's terminals are to be that much larger. */
  onZoom(step: ZoomStep): void
}

export interface TerminalHandle {
  /** To be put on the page by whoever shows the terminal; may be taken off and put back. */
  readonly element: HTMLElement
  /** Searching, links, clipboard and menu. */
  readonly use: TerminalUse
  /** Opens it the first time (once its font is loaded), and fits it to its element. Call when the element is on the page. */
  show(): Promise<void>
  /** Called with true when it comes into sight and with false when it goes out of it. */
  onSight(listener: (seen: boolean) => void): void
  focus(): void
  size(): TerminalSize
  /** Resolves when its font is loaded and put on. */
  setLooks(looks: TerminalLooks): Promise<void>
  /** Writes output; `done` is called when xterm has taken it in. */
  write(bytes: Uint8Array, done: () => void): void
  /**
   * Writes output that was seen before, for a terminal of that size: no program is answered, nothing rings or goes to the
   * clipboard. Then it has its element's size again. `done` is told whether a program has the alternate screen.
   */
  replay(size: TerminalSize, bytes: Uint8Array, done: (alternate: boolean) => void): void
  /** Puts a line of Latchkey's own between outputs, e.g. when reconnected. */
  note(text: string): void
  /** What goes to the shell: what the user types, pastes or clicks, and answers to programs. One listener: the newest. */
  onInput(listener: InputListener | null): void
  /** The size after it has stayed the same for a moment. One listener: the newest. */
  onResize(listener: ((size: TerminalSize) => void) | null): void
  /** Whether the program asked to be told what is pasted. */
  bracketedPaste(): boolean
  paste(paste: Paste): Promise<void>
  /** As if it was typed on the keyboard. */
  type(text: string): void
  /** Screen, scrollback and modes, as output that makes another terminal of the same size look the same. */
  copyScreen(): string
  /** Makes a new terminal look like the one of such a copy. */
  putScreen(size: TerminalSize, screen: string): void
  dispose(): void
}

/** A terminal as this window has them, not yet on the page and not yet joined to a session (join.ts). */
export function createTerminal(looks: TerminalLooks, events: TerminalEvents): TerminalHandle {
  const element = document.createElement('div')
  element.style.cssText = 'width: 100%; height: 100%; overflow: clip'
  const term = new Terminal({
    allowProposedApi: true,
    logLevel: 'off', // broken output is no fault of ours: random bytes wrote thousands of errors to the console
    ...lookOptions(looks),
    ...fontOptions(looks),
    fontWeightBold: 700,
    lineHeight: 1.15,
    macOptionIsMeta: true,
    rightClickSelectsWord: false,
  })
  const fit = new FitAddon()
  term.loadAddon(fit)
  limitSequences(term, (osc) => use.dropped(osc))
  setWidths(term)
  const painter = createPainter(term, element)
  const announcer = createAnnouncer(term, element)
  const use = createUse(term, element, (...piece) => input.follow(...piece))
  const paced = paceTerminal(term)
  const text = createUtf8()
  const input = createInput(term, (bytes, typed) => typed && events.onUnheard(bytes))
  const resize = createResize(term)
  const watcher = new ResizeObserver(() => refit(term, fit, element))
  let onSight: (seen: boolean) => void = () => undefined
  const sight = new IntersectionObserver((entries) => {
    const seen = entries.at(-1)?.isIntersecting ?? false
    if (seen) painter.start()
    else painter.stop()
    onSight(seen)
  })

  const wardrobe = createWardrobe(term, () => refit(term, fit, element))
  let worn = looks
  let silent = false

  const keys = { ...events, onCopy: () => void use.copy() }
  term.attachCustomKeyEventHandler(
    (event) => handleZoom(event, events.onZoom) && use.handleKey(event) && handleKey(event, keys),
  )
  zoomByWheel(element, events.onZoom)
  term.onBell(createBell(() => (silent ? 'none' : worn.settings.bell), events.onBell))
  term.onTitleChange((title) => events.onTitle(safeTitle(title)))
  takePastes(element, events.onPaste)

  function setSilent(on: boolean): void {
    silent = on
    input.setSilent(on)
    use.setSilent(on)
  }
  const write: TerminalHandle['write'] = (bytes, done) =>
    writeInPieces((piece, then) => paced.write(text.of(piece), then), bytes, done)

  function open(): void {
    term.open(element)
    measureWidthsByCanvas(term)
    announcer.look()
    paced.start()
    watcher.observe(element)
    // After xterm's own observer, so that a terminal out of sight doesn't paint once more when its painter changes.
    sight.observe(element)
  }

  return {
    element,
    use,
    async show() {
      await wardrobe.wear(worn)
      if (element.clientWidth === 0 || term.element !== undefined) return
      open()
      await wardrobe.wear(worn)
    },
    onSight(listener) {
      onSight = listener
    },
    focus: () => term.focus(),
    size: () => ({ cols: term.cols, rows: term.rows }),
    setLooks(next) {
      worn = next
      const dressed = wardrobe.wear(next)
      announcer.look()
      return dressed
    },
    write,
    replay({ cols, rows }, bytes, done) {
      setSilent(true)
      term.resize(cols, rows)
      write(bytes, () => {
        setSilent(false)
        refit(term, fit, element)
        done(term.buffer.active.type === 'alternate')
      })
    },
    note(words) {
      term.write(text.end(), () => term.write(`${leaveModes(term)}\r\n\x1b[2m── ${words} ──\x1b[0m\r\n`))
    },
    onInput: input.listen,
    onResize: resize.listen,
    bracketedPaste: () => term.modes.bracketedPasteMode,
    paste: use.pastes.send,
    type: (text) => term.input(text, true),
    copyScreen: () => copyScreen(term),
    putScreen({ cols, rows }, screen) {
      term.resize(cols, rows)
      term.write(screen)
    },
    dispose() {
      watcher.disconnect()
      sight.disconnect()
      resize.listen(null)
      painter.stop()
      announcer.dispose()
      use.dispose()
      paced.dispose()
      term.dispose()
      element.remove()
    },
  }
}

function createResize(term: Terminal) {
  let listener: ((size: TerminalSize) => void) | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  term.onResize((size) => {
    clearTimeout(timer)
    timer = setTimeout(() => listener?.({ cols: size.cols, rows: size.rows }), RESIZE_MS)
  })
  return {
    listen(next: typeof listener) {
      listener = next
    },
  }
}

/** An element that isn't laid out has no size: the terminal keeps the one it has. */
function refit(term: Terminal, fit: FitAddon, element: HTMLElement): void {
  if (element.clientWidth === 0 || element.clientHeight === 0) return
  const size = fit.proposeDimensions()
  if (size === undefined || Number.isNaN(size.cols) || Number.isNaN(size.rows)) return
  const [cols, rows] = [Math.min(Math.max(size.cols, 2), 1000), Math.min(Math.max(size.rows, 1), 1000)]
  if (cols !== term.cols || rows !== term.rows) term.resize(cols, rows)
}

/** Takes every paste before xterm sees it: Ctrl+Shift+V, Cmd+V, the menu and the middle button all end here. */
function takePastes(element: HTMLElement, onPaste: (paste: Paste) => void): void {
  const take = (event: ClipboardEvent) => {
    event.preventDefault()
    event.stopPropagation()
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (text !== '') onPaste(readPaste(text))
  }
  element.addEventListener('paste', take, { capture: true })
}

const MOUSE_FOCUS_PASTE = [1000, 1002, 1003, 1004, 1006, 2004]

/** What a program that was cut off had no time to do: back to the normal screen, no mouse reports, plain text. */
function leaveModes(term: Terminal): string {
  const modes = MOUSE_FOCUS_PASTE.map((mode) => `\x1b[?${mode}l`).join('')
  const screen = term.buffer.active.type === 'alternate' ? '\x1b[?1049l' : ''
  return `${screen}${modes}\x1b[!p\x1b[0m`
}
