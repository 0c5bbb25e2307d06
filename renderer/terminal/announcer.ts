import { Terminal } from '@xterm/xterm'
import { say } from '../../contract/words/say.js'
import { terminalKeys } from '../features/help/written-keys.js'
import { lastLines } from './last-lines.js'
import { readerKey } from './reader-key.js'

/** More than a screen reader gets said before somebody wants it to stop: about a minute of speech. */
export const MOST_SAID = 1000
/** Output that has paused so long has come to an end, or waits for somebody. */
export const PAUSE_MS = 1500

/**
 * What a screen reader is told of a terminal. xterm.js says what is printed, up to twenty lines after each key; a program that
 * writes on one line without end would be said without end, and grow the page. Here it is kept to `MOST_SAID`, and once what was
 * too much has paused, its last two lines are said: the result and the prompt.
 */
export interface Announcer {
  /** The terminal is on the page, or its options have changed. */
  look(): void
  dispose(): void
}

export function createAnnouncer(term: Terminal, element: HTMLElement): Announcer {
  const own = element.ownerDocument.createElement('div')
  own.setAttribute('aria-live', 'polite')
  own.style.cssText = 'position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)'
  let watched: Element | null = null
  let tooMuch = false
  let pause: ReturnType<typeof setTimeout> | undefined
  const observer = new MutationObserver(heard)

  function heard(): void {
    const said = watched?.textContent ?? ''
    if (watched === null || said === '') return
    if (tooMuch) watched.textContent = ''
    else if (said.length > MOST_SAID || said.includes(Terminal.strings.tooMuchOutput)) begin()
  }
  function begin(): void {
    tooMuch = true
    const words = Terminal.strings.tooMuchOutput
    if (watched?.textContent?.includes(words) !== true) own.textContent = words
    watched?.setAttribute('aria-live', 'off')
    waitForPause()
  }
  function waitForPause(): void {
    clearTimeout(pause)
    pause = setTimeout(() => {
      own.textContent = lastLines(term.buffer.active, 2).join('\n')
      pause = undefined
    }, PAUSE_MS)
  }
  /** As xterm.js does: with the next key all is said again. */
  function end(): void {
    if (!tooMuch) return
    tooMuch = false
    clearTimeout(pause)
    pause = undefined
    own.textContent = ''
    watched?.setAttribute('aria-live', 'assertive')
  }
  const listening = [term.onKey(end), term.onWriteParsed(() => pause !== undefined && waitForPause())]

  return {
    look() {
      const input = element.querySelector('.xterm-helper-textarea')
      input?.setAttribute('aria-description', description(term.options.screenReaderMode === true))
      const region = element.querySelector('.live-region')
      if (region === watched) return
      end()
      observer.disconnect()
      watched = region
      if (region === null) return own.remove()
      element.append(own)
      observer.observe(region, { childList: true, characterData: true, subtree: true })
    },
    dispose() {
      for (const listener of listening) listener.dispose()
      observer.disconnect()
      clearTimeout(pause)
      own.remove()
    },
  }
}

/** Only who has a page read out hears it: who may want the other mode. */
function description(reads: boolean): string {
  return reads
    ? say`${terminalKeys.lines} shows its lines as a text to walk through. ${readerKey.written} ends the reading out.`
    : say`${readerKey.written} has what is printed read out. ${terminalKeys.lines} shows its lines as a text to walk through.`
}

/** xterm's own words, once for all terminals. */
export function putWords(): void {
  Terminal.strings.promptLabel = say`Terminal input`
  Terminal.strings.tooMuchOutput = say`Too much to be read out. ${terminalKeys.lines} shows the lines.`
}
