import type { Terminal } from '@xterm/xterm'

/** What a program may be answered at once, in characters: all colours of the palette asked for are 7 kB. */
export const ANSWERS_AT_ONCE = 8192
/** And how many more each second. */
export const ANSWERS_A_SECOND = 4096

/** A piece of a paste that is followed until it has gone out to the server; aborting withdraws it as far as it has not. */
export interface Followed {
  signal: AbortSignal
  /** Called once; false where it has not, or nobody knows. */
  done(gone: boolean): void
}

/** `typed`: by a person, on the keyboard or by pasting; else the terminal tells a program something. */
export type InputListener = (bytes: Uint8Array, typed: boolean, followed?: Followed) => void

/** What reports of the mouse begin with, and no key: a person makes them too, but they are about this terminal's screen. */
const MOUSE = '\x1b[<'

/** The parts of xterm.js 6 that tell what a person does from what the terminal answers, which it keeps to itself. */
interface Core {
  _core: { coreService?: { onUserInput(listener: () => void): unknown } }
}

/**
 * What goes from a terminal to its shell: what is typed, pasted and clicked, and what the terminal answers to a program. Answers
 * are bounded: output full of questions, such as a binary file, would keep the shell busy for minutes with what it never
 * asked for, and fill the memory where nobody reads them. `unheard` is told what comes while nobody listens.
 */
export function createInput(term: Terminal, unheard: InputListener = () => undefined) {
  const { coreService } = (term as unknown as Core)._core
  if (coreService === undefined) throw new Error('xterm.js has no core service: its version was changed.')
  const utf8 = new TextEncoder()
  const mayAnswer = createAnswerLimit()
  let followed: Followed | undefined
  const tell: InputListener = (bytes, typed) => {
    if (listener === null) followed?.done(false)
    if (listener === null) unheard(bytes, typed)
    else listener(bytes, typed, followed)
  }
  let listener: InputListener | null = null
  let byPerson = false
  let silent = false
  coreService.onUserInput(() => {
    byPerson = true
  })
  term.onData((text) => {
    const person = byPerson
    byPerson = false
    if (person || (!silent && mayAnswer(text.length)))
      tell(utf8.encode(text), person && !text.startsWith(MOUSE))
  })
  // Nothing but reports of the mouse, of programs that don't know the newer ones.
  term.onBinary((text) =>
    tell(
      Uint8Array.from(text, (character) => character.charCodeAt(0)),
      false,
    ),
  )
  return {
    listen(next: InputListener | null) {
      listener = next
    },
    /** Types as a person does; resolves to whether all of it has gone out to the server. */
    follow(text: string, signal: AbortSignal): Promise<boolean> {
      return new Promise((resolve) => {
        followed = { signal, done: resolve }
        term.input(text, true)
        followed = undefined
      })
    },
    /** While it is so, no program is answered. */
    setSilent(on: boolean) {
      silent = on
    },
  }
}

/** Whether an answer of that length may still be given; counts those that may. */
export function createAnswerLimit(now: () => number = () => performance.now()): (length: number) => boolean {
  let left = ANSWERS_AT_ONCE
  let counted = now()
  return (length) => {
    const at = now()
    left = Math.min(ANSWERS_AT_ONCE, left + ((at - counted) / 1000) * ANSWERS_A_SECOND)
    counted = at
    if (length > left) return false
    left -= length
    return true
  }
}
