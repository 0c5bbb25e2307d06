import type { Shell } from './shell.js'

/** A shell whose output comes after other words. The server is never told of those, which it has not sent. */
export function after(words: Buffer, shell: Shell): Shell {
  let left = words.length
  return {
    ...shell,
    onOutput(listener) {
      listener(words)
      shell.onOutput(listener)
    },
    consumed(bytes) {
      const own = Math.min(bytes, left) // they come first
      left -= own
      if (bytes > own) shell.consumed(bytes - own)
    },
  }
}
