const ESCAPE = 0x1b
/** ESC alone; with intermediates; CSI without its final; a string (OSC, DCS, SOS, PM, APC) without its end. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const OPEN = /^\x1b(?:[ -/]*|\[[ -?]*|[\]PX^_][^\x07\x18\x1a]*)$/u

/**
 * The end of output that a terminal has taken in and not yet made anything of: an escape sequence or a character that is
 * cut off. Whoever goes on elsewhere with a copy of the screen has to write it first.
 */
export function unfinishedEnd(output: Uint8Array): Uint8Array {
  const at = output.lastIndexOf(ESCAPE)
  if (at >= 0 && OPEN.test(latin1(output.subarray(at)))) return output.slice(at)
  return cutCharacter(output)
}

/** UTF-8: a first byte says how many follow. */
function cutCharacter(output: Uint8Array): Uint8Array {
  for (let back = 1; back <= 3; back++) {
    const byte = output.at(-back)
    if (byte === undefined || byte < 0x80) break
    if (byte < 0xc0) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    return length > back ? output.slice(-back) : new Uint8Array()
  }
  return new Uint8Array()
}

function latin1(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes)
}
