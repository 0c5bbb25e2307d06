import type { Terminal } from '@xterm/xterm'
import { createStore, type Store } from '../features/store.js'
import { type ClipboardWish, takeClipboardWrites } from './clipboard-write.js'
import type { Link } from './link-facts.js'
import { createLinks, type Links } from './links.js'
import { createPasteSender, type PasteSender, type Pasting } from './paste-sender.js'
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
  /** What happened to the clipboard. */
  notice: { text: string; tone?: 'warn' } | null
  /** The list of snippets is asked for. */
  snippets: boolean
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
  /** False where the key is ours: xterm must not send it. */
  handleKey(event: KeyboardEvent): boolean
  change(part: Partial<UseState>): void
  hasSelection(): boolean
  copy(): Promise<void>
  paste(): Promise<void>
  selectAll(): void
  /** All but the line of the prompt. */
  clear(): void
  dispose(): void
}

const nothing: UseState = {
  menu: null,
  link: null,
  hovered: null,
  notice: null,
  snippets: false,
  pasting: null,
}

/** Wires search, links, clipboard and menu to a terminal that isn't on the page yet. */
export function createUse(term: Terminal, element: HTMLElement): TerminalUse {
  const state = createStore(nothing)
  const search = createSearch(term)
  let options: UseOptions = { copyOnSelect: false, rightClick: 'menu', clipboardWrite: false }
  const change = (part: Partial<UseState>) => state.change((old) => ({ ...old, ...part }))
  const pastes = createPasteSender(term, (pasting) => change({ pasting }))
  const links = createLinks(term, {
    onOpen: (link) => change({ link, hovered: null }),
    onHover: (link, { clientX: x, clientY: y }) => change({ hovered: link === null ? null : { link, x, y } }),
  })
  takeClipboardWrites(term.parser, {
    allowed: () => options.clipboardWrite,
    onWish: (wish) => void grant(wish).then((notice) => change({ notice })),
  })

  async function copy(): Promise<void> {
    if (term.hasSelection()) await navigator.clipboard.writeText(term.getSelection())
  }
  async function paste(): Promise<void> {
    const text = await readClipboard()
    term.focus()
    if (text === null) change({ notice: unreadable })
    else if (text !== '') element.dispatchEvent(pasteEvent(text))
  }
  function rightClick(event: MouseEvent): void {
    event.preventDefault()
    event.stopPropagation()
    if (term.modes.mouseTrackingMode !== 'none' && !event.shiftKey) return // the program has got it
    if (options.rightClick === 'menu')
      change({ menu: { x: event.clientX, y: event.clientY, link: links.hovered() }, hovered: null })
    else if (term.hasSelection()) void copy().then(() => term.clearSelection())
    else void paste()
  }
  element.addEventListener('contextmenu', rightClick, { capture: true })
  const stopCopying = afterSelecting(element, () => {
    if (options.copyOnSelect) void copy()
  })

  return {
    state,
    search,
    pastes,
    links,
    set(next) {
      options = next
    },
    handleKey(event) {
      const action = keyUse(event)
      if (action === null) return true
      if (event.type !== 'keydown') return false
      event.preventDefault()
      if (action === 'find') search.open()
      if (action === 'snippets') change({ snippets: true })
      if (action === 'menu') change({ menu: { ...middleOf(element), link: null }, hovered: null })
      return false
    },
    change,
    hasSelection: () => term.hasSelection(),
    copy,
    paste,
    selectAll: () => term.selectAll(),
    clear: () => term.clear(),
    dispose() {
      stopCopying()
      search.dispose()
    },
  }
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

async function grant(wish: ClipboardWish): Promise<UseState['notice']> {
  if ('refused' in wish) return { text: refusals[wish.refused], tone: 'warn' }
  try {
    await navigator.clipboard.writeText(wish.text)
  } catch (error) {
    console.info('The clipboard was not written.', error)
    return { text: 'A program wanted to put text on the clipboard, and the clipboard refused.', tone: 'warn' }
  }
  const count = [...wish.text].length
  return {
    text: `A program put ${count.toLocaleString('en')} ${count === 1 ? 'character' : 'characters'} on the clipboard.`,
  }
}

const unreadable = {
  text: 'The clipboard may not be read from here. Press Ctrl+Shift+V.',
  tone: 'warn',
} as const

const refusals = {
  off: 'A program wanted to put text on the clipboard. The settings for terminals do not allow it.',
  'too-large': 'A program wanted to put more than 100 kB on the clipboard, which was refused.',
  'not-text': 'A program wanted to put something on the clipboard that is no text, which was refused.',
}

/** Null where the page may not read the clipboard. */
async function readClipboard(): Promise<string | null> {
  try {
    return await navigator.clipboard.readText()
  } catch (error) {
    console.info('The clipboard was not read.', error)
    return null
  }
}

/** As if it came from the keyboard, so that it takes the same way. */
function pasteEvent(text: string): ClipboardEvent {
  const clipboardData = new DataTransfer()
  clipboardData.setData('text/plain', text)
  return new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
}

function middleOf(element: HTMLElement): { x: number; y: number } {
  const { left, top, width } = element.getBoundingClientRect()
  return { x: left + width / 3, y: top + 24 }
}
