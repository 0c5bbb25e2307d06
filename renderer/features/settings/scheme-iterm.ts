import { ColourScheme } from '../../../contract/settings.js'
import { say } from '../../../contract/words/say.js'
import { between, type SchemeFile } from './scheme-file.js'

/** Reads iTerm2's file of colours: a property list, in XML, of "Ansi 0 Color" to "Ansi 15 Color" and some more. */
export function readItermColours(file: string, xml: string): SchemeFile {
  // Entities can unfold to gigabytes; a property list has none of its own.
  if (/<!ENTITY/i.test(xml))
    return { problem: say`${file} declares entities, which a file of colours has no use for.` }
  const parsed = new DOMParser().parseFromString(xml, 'application/xml')
  if (parsed.querySelector('parsererror') !== null) return { problem: say`${file} is not well-formed XML.` }
  const top = parsed.querySelector('plist > dict')
  if (top === null) return { problem: say`${file} is not a property list as iTerm2 writes them.` }
  return toScheme(file, entries(top))
}

function toScheme(file: string, dict: Map<string, Element>): SchemeFile {
  const colour = (name: string) => readColour(dict.get(`${name} Color`) ?? dict.get(`${name} Color (Dark)`))
  const ansi = Array.from({ length: 16 }, (_, at) => colour(`Ansi ${at}`))
  const [background, foreground] = [colour('Background'), colour('Foreground')]
  const missing = [
    ...(background === null ? ['Background Color'] : []),
    ...(foreground === null ? ['Foreground Color'] : []),
    ...ansi.flatMap((found, at) => (found === null ? [`Ansi ${at} Color`] : [])),
  ]
  if (missing.length > 0) {
    const first = missing.slice(0, 3).join(', ')
    return {
      problem:
        missing.length > 3
          ? say`${file} lacks ${first} and ${missing.length - 3} more, or has them in a form that iTerm2 doesn't write.`
          : say`${file} lacks ${first}, or has them in a form that iTerm2 doesn't write.`,
    }
  }
  const scheme = ColourScheme.safeParse({
    name:
      file
        .replace(/\.[^.]*$/, '')
        .trim()
        .slice(0, 60) || 'iTerm2',
    background,
    foreground,
    cursor: colour('Cursor') ?? foreground,
    selection: colour('Selection') ?? between(foreground ?? '', background ?? ''),
    ansi,
  })
  return scheme.success
    ? { schemes: [scheme.data], skipped: [] }
    : { problem: say`${file} has colours that can't be read.` }
}

/** A <dict>'s keys and values. */
function entries(dict: Element): Map<string, Element> {
  const found = new Map<string, Element>()
  for (const key of dict.children) {
    if (key.tagName === 'key' && key.nextElementSibling !== null)
      found.set(key.textContent?.trim() ?? '', key.nextElementSibling)
  }
  return found
}

/** `#rrggbb` of components from 0 to 1. Display P3's are taken as sRGB's: a little less vivid. */
function readColour(dict: Element | undefined): string | null {
  if (dict?.tagName !== 'dict') return null
  const components = entries(dict)
  const bytes = ['Red', 'Green', 'Blue'].map((name) => {
    const text = components.get(`${name} Component`)?.textContent?.trim() ?? ''
    return text === '' ? Number.NaN : Math.round(Number(text) * 255)
  })
  if (bytes.some((byte) => !(byte >= 0 && byte <= 255))) return null
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
