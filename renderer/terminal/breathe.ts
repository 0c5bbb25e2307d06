import type { IFunctionIdentifier, IParser } from '@xterm/xterm'

/** How long output of costly sequences may keep the window from answering. */
export const BUSY_MS = 30

/**
 * Few bytes that xterm.js takes long for: scrolling, inserting, erasing, the alternate screen, resetting, filling. It looks at
 * the clock only between two writes, so that 64 KB of them would freeze the window for up to twenty seconds.
 */
const COSTLY_CSI: IFunctionIdentifier[] = [
  ...['@', 'J', 'L', 'M', 'P', 'S', 'T', 'I', 'X', 'Z', 'b'].map((final) => ({ final })),
  ...['h', 'l'].map((final) => ({ prefix: '?', final })),
  { intermediates: '!', final: 'p' },
  ...['}', '~'].map((final) => ({ intermediates: "'", final })),
  ...['@', 'A'].map((final) => ({ intermediates: ' ', final })),
]
const COSTLY_ESC: IFunctionIdentifier[] = [{ final: 'c' }, { final: 'M' }, { intermediates: '#', final: '8' }]
/** Links, and colours set and reset. */
const COSTLY_OSC = [4, 8, 10, 11, 12, 104]

/** Lets the window breathe between costly sequences once they took BUSY_MS together; none of them is lost. */
export function breatheBetween(parser: IParser): void {
  const breathe = createBreather()
  for (const id of COSTLY_CSI) parser.registerCsiHandler(id, breathe)
  for (const id of COSTLY_ESC) parser.registerEscHandler(id, breathe)
  for (const id of COSTLY_OSC) parser.registerOscHandler(id, breathe)
}

/** False as long as xterm may go on at once; a promise of it, for after the next tasks of the window, when it has been busy. */
function createBreather(): () => boolean | Promise<boolean> {
  let since: number | null = null
  const rest = () => {
    since = null
  }
  return () => {
    if (since === null) {
      since = performance.now()
      setTimeout(rest)
    }
    if (performance.now() - since < BUSY_MS) return false
    since = null
    return new Promise((resolve) => setTimeout(() => resolve(false)))
  }
}
