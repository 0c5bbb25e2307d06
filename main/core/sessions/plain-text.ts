// biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what this is about
import { createEditedLine } from './edited-line.js'

/** Makes lines that can be read of what a terminal is sent. */
export interface PlainText {
  /** What is certain of the output so far, of bytes that may end in the middle of a character or a sequence. */
  take(bytes: Uint8Array): string
  /** What is left. */
  end(): string
}

const FULL_SCREEN = '[a full-screen program was here]\n'
const ALTERNATE = /^\?(?:47|1047|1049)$/

const TEXT = /[^\p{Cc}]+/uy
const CSI = /(?:\x1b\[|\x9b)([0-?]*)[ -/]*([@-~])/y
/** OSC, DCS, SOS, PM and APC begin a string; BEL, ST, CAN and SUB end it. */
const STRING = /\x1b[\]PX^_]|[\x90\x98\x9d-\x9f]/y
const STRING_END = /[\x07\x18\x1a\x9c]|\x1b\\/g
const ESCAPE = /\x1b[ -/]*[0-~]/y
/** The beginning of one of them, at the end of what has come. */
const UNFINISHED = /\x1b(?:\[[ -?]{0,64}|[ -/]{0,8})?$|\x9b[ -?]{0,64}$/

/**
 * Takes escape sequences out, and does what shells do to a line while it is typed: back, over, insert, delete. What
 * full-screen programs draw is left out.
 */
export function createPlainText(): PlainText {
  const decoder = new TextDecoder()
  let rest = ''
  let inString = false
  let fullScreen = false
  let done = ''
  const line = createEditedLine((text) => {
    done += text
  })

  function sequence(parameters: string, final: string): void {
    if (ALTERNATE.test(parameters)) screen(final === 'h')
    else if (!fullScreen) line.sequence(parameters, final)
  }
  function screen(next: boolean): void {
    if (next && !fullScreen) {
      line.finish()
      done += FULL_SCREEN
    }
    fullScreen = next
  }
  /** Takes what stands at a place, and answers where it ends. */
  function step(text: string, at: number): number {
    if (inString) {
      const end = matchAt(STRING_END, text, at)
      inString = end === null
      return end === null ? text.length : STRING_END.lastIndex
    }
    const words = matchAt(TEXT, text, at)
    if (words !== null) {
      if (!fullScreen) line.put(words[0])
      return TEXT.lastIndex
    }
    if (matchAt(STRING, text, at) !== null) {
      inString = true
      return STRING.lastIndex
    }
    const csi = matchAt(CSI, text, at)
    if (csi !== null) {
      sequence(csi[1] ?? '', csi[2] ?? '')
      return CSI.lastIndex
    }
    if (matchAt(ESCAPE, text, at) !== null) return ESCAPE.lastIndex
    if (!fullScreen) line.control(text[at] ?? '')
    return at + 1
  }
  function take(next: string, last: boolean): string {
    const text = rest + next
    const unfinished = last ? null : UNFINISHED.exec(text.slice(-80))
    const end = text.length - (unfinished?.[0].length ?? 0)
    rest = text.slice(end)
    const certain = text.slice(0, end)
    for (let at = 0; at < certain.length; ) at = step(certain, at)
    const out = done
    done = ''
    return out
  }

  return {
    take: (bytes) => take(decoder.decode(bytes, { stream: true }), false),
    end() {
      const out = take(decoder.decode(), true)
      line.finish()
      return out + done
    },
  }
}

function matchAt(regex: RegExp, text: string, at: number): RegExpExecArray | null {
  regex.lastIndex = at
  return regex.exec(text)
}
