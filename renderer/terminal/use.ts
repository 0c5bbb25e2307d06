import type { Terminal } from '@xterm/xterm'
import { createStore, type Store } from '../features/store.js'
import { type ClipboardNotice, copySelection, grantWish, pasteClipboard } from './clipboard.js'
import { OSC_CLIPBOARD, takeClipboardWrites } from './clipboard-write.js'
import { lastLines } from './last-lines.js'
import type { Link } from './link-facts.js'
import { createLinks, type Links } from './links.js'
import { pasteCut } from './paste-cut.js'
import { createPasteSender, type PasteParts, type PasteSender, type Pasting } from './paste-sender.js'
import { createSearch, type Search } from './search.js'
import { keyUse } from './use-keys.js'

/** What the user has set about it. */
export interface UseOptions {
  copyOnSelect: boolean
  rightClick: 'menu' | 'paste'
  clipboardWrite: boolean
}

/** Where the menu is asked for, in px of the window; `link`: what it is asked for on. */
export interface MenuPlace {
  x: number
  y: number
  link: Link | null
}

export interface UseState {
  menu: MenuPlace | null
  /** A link that waits for the user's word. */
  link: Link | null
  /** The link under the mouse. */
  hovered: { link: Link; x: number; y: number } | null
  notice: ClipboardNotice | null
  /** The list of snippets is asked for, or the sheet that begins a log. */
  snippets: boolean
  logging: boolean
  /** The lines as they were when a text of them was asked for, the last ones; `cut`: there were more. */
  lines: { texts: string[]; cut: boolean } | null
  /** How far a large paste is. */
  pasting: Pasting | null
}

/** What people do in a terminal besides typing. */
export interface TerminalUse {
  state: Store<UseState>
  search: Search
  pastes: PasteSender
  links: Pick<Links, 'inSight'>
  set(options: UseOptions): void
  /** While it is so, programs put nothing on the clipboard. */
  setSilent(on: boolean): void
  /** An OSC of that number was too long to be read. */
  dropped(osc: number): void
  /** False where the key is ours: xterm must not send it. */
  handleKey(event: KeyboardEvent): boolean
  change(part: Partial<UseState>): void
  hasSelection(): boolean
  copy(): Promise<void>
  paste(): Promise<void>
  selectAll(): void
  /** Shows the lines as a text. */
  showLines(): void
  /** All but the line of the prompt. */
  clear(): void
  dispose(): void
}

/** More are a text that no field shows at once. */
const MOST_LINES = 10_000

const nothing: UseState = {
  menu: null,
  link: null,
  hovered: null,
  notice: null,
  snippets: false,
  logging: false,
  lines: null,
  pasting: null,
}

/** Wires search, links, clipboard and menu to a terminal that isn't on the page yet. */
export function createUse(term: Terminal, element: HTMLElement, follow: PasteParts['follow']): TerminalUse {
  let options: UseOptions = { copyOnSelect: false, rightClick: 'menu', clipboardWrite: false }
  let silent = false
  const state = createStore(nothing)
  const change = (part: Partial<UseState>) => state.change((old) => ({ ...old, ...part }))
  const search = createSearch(term)
  const pastes = createPasteSender({
    term,
    follow,
    onProgress: (pasting) => change({ pasting }),
    onCut: (pasting) => change({ notice: pasteCut(pasting) }),
  })
  const links = createLinks(term, {
    onOpen: (link) => change({ link, hovered: null }),
    onHover: (link, { clientX: x, clientY: y }) => change({ hovered: link === null ? null : { link, x, y } }),
  })
  const clipboardTooLong = takeClipboardWrites(term.parser, {
    allowed: () => options.clipboardWrite,
    onWish: (wish) => void (silent || grantWish(wish).then((notice) => change({ notice }))),
  })

  async function copy(): Promise<void> {
    const notice = await copySelection(term)
    if (notice !== null) change({ notice })
  }
  async function paste(): Promise<void> {
    const notice = await pasteClipboard(term, element)
    if (notice !== null) change({ notice })
  }
  const openMenu = (menu: MenuPlace) => change({ menu, hovered: null })
  const stopCopying = afterSelecting(element, () => {
    if (options.copyOnSelect) void copy()
  })
  takeRightClicks(term, element, ({ x, y }) => {
    if (options.rightClick === 'menu') openMenu({ x, y, link: links.hovered() })
    else if (term.hasSelection()) void copy().then(() => term.clearSelection())
    else void paste()
  })
  function showLines(): void {
    const texts = lastLines(term.buffer.active, MOST_LINES + 1)
    const cut = texts.length > MOST_LINES
    change({ lines: { texts: cut ? texts.slice(1) : texts, cut } })
  }
  const actions = {
    lines: showLines,
    find: search.open,
    snippets: () => change({ snippets: true }),
    menu: () => openMenu({ ...middleOf(element), link: null }),
  }

  return {
    state,
    search,
    pastes,
    links,
    set(next) {
      options = next
    },
    setSilent(on) {
      silent = on
    },
    dropped(osc) {
      if (osc === OSC_CLIPBOARD) clipboardTooLong()
    },
    handleKey(event) {
      const action = keyUse(event)
      if (action === null) return true
      if (event.type !== 'keydown') return false
      event.preventDefault()
      actions[action]()
      return false
    },
    change,
    hasSelection: () => term.hasSelection(),
    copy,
    paste,
    selectAll: () => term.selectAll(),
    showLines,
    clear: () => term.clear(),
    dispose() {
      stopCopying()
      search.dispose()
    },
  }
}

/** Takes them before xterm.js does, but for a program that follows the mouse; with Shift they are ours even then. */
function takeRightClicks(
  term: Terminal,
  element: HTMLElement,
  onRightClick: (at: { x: number; y: number }) => void,
): void {
  const take = (event: MouseEvent) => {
    event.preventDefault()
    event.stopPropagation()
    const ours = term.modes.mouseTrackingMode === 'none' || event.shiftKey
    if (ours) onRightClick({ x: event.clientX, y: event.clientY })
  }
  element.addEventListener('contextmenu', take, { capture: true })
}

/** Calls `then` when the left button that went down in the element comes up, wherever that is. Answers what ends it. */
function afterSelecting(element: HTMLElement, then: () => void): () => void {
  let pressed = false
  const stop = new AbortController()
  const { signal } = stop
  element.addEventListener(
    'mousedown',
    ({ button }) => {
      pressed = button === 0
    },
    { capture: true, signal },
  )
  document.addEventListener(
    'mouseup',
    () => {
      if (pressed) setTimeout(then) // xterm.js takes the end of a selection after this
      pressed = false
    },
    { capture: true, signal },
  )
  return () => stop.abort()
}

function middleOf(element: HTMLElement): { x: number; y: number } {
  const { left, top, width } = element.getBoundingClientRect()
  return { x: left + width / 3, y: top + 24 }
}
