import type { Shell } from './shell.js'

/** What a window types into a shell, in its order. */
export interface Typing {
  type(bytes: Uint8Array): void
  /** A piece of a paste, whose number is told when all of it has gone out. */
  paste(number: number, bytes: Uint8Array): void
  /** Of pastes nothing goes out any more, but the end of one that a program was told of; what was typed does. */
  drop(): void
}

/** How a program that wants to know is told of a paste (xterm's mode 2004). No paste has them in it. */
const START = Buffer.from('\x1b[200~')
const END = Buffer.from('\x1b[201~')

/** What is typed waits for the piece of a paste before it: it must not come in the middle of that. */
export function createTyping(shell: Pick<Shell, 'write' | 'send'>, gone: (number: number) => void): Typing {
  let waiting: { number: number | null; bytes: Uint8Array }[] = []
  let withdraw: (() => void) | null = null
  /** A program waits for the end of a paste. */
  let told = false
  /** What went out last of it. */
  let tail = Buffer.alloc(0)

  function next(): void {
    while (withdraw === null) {
      const first = waiting.shift()
      if (first === undefined) return
      const { number, bytes } = first
      if (number === null) shell.write(bytes)
      else begin(number, bytes)
    }
  }

  function begin(number: number, bytes: Uint8Array): void {
    let done = false
    if (START.equals(bytes.subarray(0, START.length))) told = true
    const end = shell.send(bytes, () => {
      done = true
      tail = Buffer.concat([tail, bytes]).subarray(-END.length)
      if (tail.equals(END)) told = false
      gone(number)
      if (withdraw === null) return // it went out at once
      withdraw = null
      next()
    })
    if (!done) withdraw = end
  }

  function put(number: number | null, bytes: Uint8Array): void {
    waiting.push({ number, bytes })
    next()
  }

  return {
    type: (bytes) => put(null, bytes),
    paste: put,
    drop() {
      withdraw?.()
      withdraw = null
      waiting = waiting.filter(({ number }) => number === null)
      // The whole mark: of one that was withdrawn the beginning may have gone out.
      if (told) shell.write(END)
      told = false
      next()
    },
  }
}
