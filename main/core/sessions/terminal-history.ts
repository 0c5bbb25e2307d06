import { createModes } from './terminal-modes.js'

/** How much of a session's output is kept for a page that has nothing of it: some thousand lines. */
export const HISTORY = 256 * 1024
const BLOCK = 16 * 1024

/** The newest output of a session, in memory only, and what it takes to show it right from where it begins. */
export interface TerminalHistory {
  /** Positions count bytes of the whole output. Of what begins before `end` only the rest is added. */
  add(bytes: Uint8Array, position: number): void
  end(): number
  /** The modes that what is gone has left, then all that is kept. */
  replay(): Uint8Array
  forget(): void
}

/** Keeps between `most` bytes and a block more. Small pieces are put together: a frame may be one byte. */
export function createHistory(most = HISTORY): TerminalHistory {
  let blocks: Buffer[] = []
  /** How much of the last block is used. */
  let used = BLOCK
  let end = 0
  let modes = createModes()

  let cut = false

  function drop(): void {
    cut = true
    modes.pass(blocks.shift() as Buffer)
  }

  function put(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      if (used === BLOCK) {
        blocks.push(Buffer.allocUnsafeSlow(BLOCK))
        used = 0
        if (blocks.length * BLOCK > most + BLOCK) drop()
      }
      const piece = bytes.subarray(at, at + BLOCK - used)
      blocks.at(-1)?.set(piece, used)
      used += piece.length
      at += piece.length
    }
  }

  return {
    add(bytes, position) {
      const known = end - position
      if (known >= bytes.length) return
      put(bytes.subarray(known))
      end += bytes.length - known
    },
    end: () => end,
    replay() {
      const kept = Buffer.concat(blocks).subarray(0, Math.max(0, blocks.length * BLOCK - (BLOCK - used)))
      return Buffer.concat([modes.prelude(), kept.subarray(cut ? restOfCharacter(kept) : 0)])
    },
    forget() {
      for (const block of blocks) block.fill(0)
      blocks = []
      used = BLOCK
      modes = createModes()
    },
  }
}

/** How many bytes at its beginning continue a character of UTF-8 that began before. */
function restOfCharacter(bytes: Uint8Array): number {
  let count = 0
  while (count < 3 && ((bytes[count] ?? 0) & 0xc0) === 0x80) count++
  return count
}
