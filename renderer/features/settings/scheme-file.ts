import type { ColourScheme } from '../../../contract/settings.js'

/** Larger than any file of colours, or of Windows Terminal's settings, is. */
export const MAX_FILE_CHARACTERS = 2_000_000

/** A file's schemes, and what was wrong with others in it; or what is wrong with the file, to be read by the user. */
export type SchemeFile = { schemes: ColourScheme[]; skipped: string[] } | { problem: string }

/**
 * The user's schemes with those of a file: one of the same name takes the place of the older one, and one that is named as
 * one of Latchkey's gets a name of its own.
 */
export function withSchemes(
  imported: readonly ColourScheme[],
  added: readonly ColourScheme[],
  bundled: readonly ColourScheme[],
): ColourScheme[] {
  const own = added.map((scheme) =>
    bundled.some(({ name }) => name === scheme.name)
      ? { ...scheme, name: `${scheme.name.slice(0, 49)} (imported)` }
      : scheme,
  )
  const byName = new Map([...imported, ...own].map((scheme) => [scheme.name, scheme]))
  return [...byName.values()].sort((a, b) => a.name.localeCompare(b.name))
}

const FOREGROUND_SHARE = 0.25

/** A colour for what is selected where a scheme names none: nearer to the background, so that text on it can be read. `#rrggbb`. */
export function between(foreground: string, background: string): string {
  const channels = [1, 3, 5].map((at) => {
    const [front, back] = [foreground, background].map((colour) =>
      Number.parseInt(colour.slice(at, at + 2), 16),
    )
    return Math.round((front ?? 0) * FOREGROUND_SHARE + (back ?? 0) * (1 - FOREGROUND_SHARE))
  })
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}
