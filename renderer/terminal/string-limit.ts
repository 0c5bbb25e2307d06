import type { Terminal } from '@xterm/xterm'

/** More than any title, link or clipboard text that is taken has: code points of an OSC or a DCS. */
export const MAX_STRING = 200_000

type Ends = (success: boolean, promiseResult?: boolean) => unknown

/** The parts of xterm.js 6 that gather strings, which it keeps to itself. */
interface Parser {
  put(data: Uint32Array, start: number, end: number): void
}
interface Core {
  _core: {
    _inputHandler?: {
      _parser?: {
        _oscParser?: Parser & { _id: number; start: () => void; end: Ends }
        _dcsParser?: Parser & { hook: (ident: number, params: unknown) => void; unhook: Ends }
      }
    }
  }
}

/**
 * Drops strings that are longer than any we have a use for. xterm.js gathers ten million characters of each, at some twenty
 * bytes a character and once for each that listens: an OSC 8 without an end took 600 MB. `onDropped`: of an OSC, its number.
 */
export function limitStrings(term: Terminal, onDropped: (osc: number) => void = () => undefined): void {
  const parser = (term as unknown as Core)._core._inputHandler?._parser
  const { _oscParser: osc, _dcsParser: dcs } = parser ?? {}
  if (osc === undefined || dcs === undefined)
    throw new Error('xterm.js has no parser of strings: its version was changed.')
  const oscLimit = limitPut(osc, () => onDropped(osc._id))
  osc.start = oscLimit.from(osc.start.bind(osc))
  osc.end = oscLimit.until(osc.end.bind(osc))
  const dcsLimit = limitPut(dcs)
  dcs.hook = dcsLimit.from(dcs.hook.bind(dcs))
  dcs.unhook = dcsLimit.until(dcs.unhook.bind(dcs))
}

function limitPut(parser: Parser, onDropped: () => void = () => undefined) {
  const put = parser.put.bind(parser)
  let length = 0
  parser.put = (data, start, end) => {
    length += end - start
    if (length <= MAX_STRING) put(data, start, end)
  }
  return {
    /** Counts anew. */
    from:
      <A extends unknown[]>(begin: (...args: A) => void) =>
      (...args: A) => {
        length = 0
        begin(...args)
      },
    /** What was cut off is given up, as if it was cancelled. */
    until:
      (end: Ends): Ends =>
      (success, promiseResult) => {
        const whole = length <= MAX_STRING
        if (success && !whole) onDropped()
        return end(success && whole, promiseResult)
      },
  }
}
