import { z } from 'zod'
import type { ColourScheme } from '../../../contract/settings.js'
import { say } from '../../../contract/words/say.js'
import { between, type SchemeFile } from './scheme-file.js'

const Colour = z
  .string()
  .regex(/^#([\da-f]{3}|[\da-f]{6})$/i)
  .transform((text) => (text.length === 4 ? text.replace(/[^#]/g, '$&$&') : text).toLowerCase())

/** As Windows Terminal's documentation has them. */
/** Of a longer name the beginning is kept: it is no reason to leave the colours out. */
const Name = z
  .string()
  .trim()
  .min(1)
  .transform((name) => name.slice(0, 60).trimEnd())

const WindowsScheme = z.object({
  name: Name,
  background: Colour,
  foreground: Colour,
  cursorColor: Colour.optional(),
  selectionBackground: Colour.optional(),
  black: Colour,
  red: Colour,
  green: Colour,
  yellow: Colour,
  blue: Colour,
  purple: Colour,
  cyan: Colour,
  white: Colour,
  brightBlack: Colour,
  brightRed: Colour,
  brightGreen: Colour,
  brightYellow: Colour,
  brightBlue: Colour,
  brightPurple: Colour,
  brightCyan: Colour,
  brightWhite: Colour,
})

/** Reads what Windows Terminal has: one scheme, a list of them, or its whole settings with their "schemes"; with comments. */
export function readWindowsTerminal(file: string, text: string): SchemeFile {
  let json: unknown
  try {
    json = JSON.parse(withoutComments(text))
  } catch {
    return {
      problem: say`${file} is neither a property list of iTerm2 nor JSON as Windows Terminal writes it.`,
    }
  }
  const found = schemesIn(json)
  if (found === null)
    return { problem: say`${file} has no colour scheme: no "schemes", and no "background" of one.` }
  const read = found.map(readScheme)
  const schemes = read.flatMap((one) => (typeof one === 'string' ? [] : [one]))
  const skipped = read.flatMap((one) => (typeof one === 'string' ? [one] : []))
  if (schemes.length === 0)
    return {
      problem: say`No scheme of ${file} can be read. ${skipped[0] ?? say`Its list of schemes is empty.`}`,
    }
  return { schemes, skipped }
}

function schemesIn(json: unknown): unknown[] | null {
  if (Array.isArray(json)) return json
  if (typeof json !== 'object' || json === null) return null
  if ('schemes' in json && Array.isArray(json.schemes)) return json.schemes
  return 'background' in json ? [json] : null
}

/** A sentence where it can't be read. */
function readScheme(json: unknown, at: number): ColourScheme | string {
  const read = WindowsScheme.safeParse(json)
  if (!read.success) {
    const named = z.object({ name: z.string() }).safeParse(json)
    const field = read.error.issues[0]?.path.join('.') || say`its form`
    return say`Scheme ${named.success ? named.data.name.slice(0, 60) : at + 1} was left out: ${field} is missing or no colour.`
  }
  const { data } = read
  return {
    name: data.name,
    background: data.background,
    foreground: data.foreground,
    cursor: data.cursorColor ?? data.foreground,
    selection: data.selectionBackground ?? between(data.foreground, data.background),
    ansi: [
      ...[data.black, data.red, data.green, data.yellow, data.blue, data.purple, data.cyan, data.white],
      ...[data.brightBlack, data.brightRed, data.brightGreen, data.brightYellow],
      ...[data.brightBlue, data.brightPurple, data.brightCyan, data.brightWhite],
    ],
  }
}

/** Windows Terminal's JSON may have comments, and commas after the last of a list. Strings stay as they are. */
function withoutComments(text: string): string {
  const bare = text.replace(/("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, '$1')
  return bare.replace(/("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g, '$1')
}
