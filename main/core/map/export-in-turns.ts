import type { MapExportPiece } from '../../../contract/map.js'
import { ownTurn } from '../lib/own-turn.js'

/** For so long the event loop is held at a time: a terminal's echo that waits meanwhile is not felt. */
const TURN_MS = 8

/** A piece that crosses to the window has about so many characters. */
const PIECE_CHARS = 256 * 1024

/** Tells at least so often how far it is. */
const TELL_MS = 250

/**
 * The pieces joined to larger ones, worked out a few milliseconds at a time. Ends early when the signal is aborted.
 * `monotonicMs` is a clock that never jumps.
 */
export async function* inTurns(
  pieces: Iterable<MapExportPiece>,
  signal?: AbortSignal,
  monotonicMs: () => number = () => performance.now(),
): AsyncGenerator<MapExportPiece, undefined, void> {
  let text = ''
  let share = 0
  let turnSince = monotonicMs()
  let toldAt = turnSince
  for (const piece of pieces) {
    text += piece.text
    share = piece.share
    const now = monotonicMs()
    if (text.length >= PIECE_CHARS || now - toldAt >= TELL_MS) {
      yield { text, share }
      text = ''
      toldAt = now
    }
    if (now - turnSince < TURN_MS) continue
    await ownTurn()
    if (signal?.aborted) return
    turnSince = monotonicMs()
  }
  yield { text, share }
}
