/** The fonts that come with Latchkey. Each has a regular and a bold cut for Latin; for the rest stand JetBrains Mono and the system. */
export const bundledFonts = [
  'JetBrains Mono',
  'Fira Code',
  'Cascadia Code',
  'IBM Plex Mono',
  'Source Code Pro',
] as const

const [FIRST] = bundledFonts

/** A font's name as CSS takes it for a terminal, with what stands in for what it lacks. */
export function fontFamily(name: string): string {
  const quoted = (font: string) => `"${font.replace(/["\\]|\p{Cc}/gu, '')}"`
  return [...new Set([name, FIRST])].map(quoted).concat('monospace').join(', ')
}

/**
 * Resolves when a font's regular and bold cuts can be drawn: a terminal that is opened before measures another one. The
 * bundled ones are fetched when they are first asked for; of the system's there is nothing to wait for.
 */
export async function fontLoaded(name: string, px: number): Promise<void> {
  if (bundledFonts.some((font) => font === name && font !== FIRST)) await import('./fonts.css')
  const family = fontFamily(name)
  await Promise.all(['normal', 'bold'].map((weight) => document.fonts.load(`${weight} ${px}px ${family}`)))
}

/** What measures a text in a CSS font; a canvas's 2D context does. */
export type Measure = (font: string, text: string) => number

const GENERIC = ['monospace', 'serif', 'sans-serif']
const SAMPLE = 'mmmmiiiiWWWW0O1l'

/** Whether a font is there, and draws all characters equally wide; `absent` where the browser takes another in its place. */
export function fontState(name: string, measure: Measure = canvasMeasure()): 'fine' | 'absent' | 'uneven' {
  const [quoted = ''] = fontFamily(name).split(',')
  const isThere = GENERIC.some((generic) => {
    const alone = measure(`40px ${generic}`, SAMPLE)
    return measure(`40px ${quoted}, ${generic}`, SAMPLE) !== alone
  })
  const isGeneric = GENERIC.includes(name) || name === 'system-ui' || name === 'ui-monospace'
  if (!isThere && !isGeneric && !bundledFonts.some((font) => font === name)) return 'absent'
  const family = isGeneric ? name : quoted
  const widths = ['i', 'W', '0'].map((character) => measure(`40px ${family}`, character))
  return new Set(widths).size === 1 ? 'fine' : 'uneven'
}

function canvasMeasure(): Measure {
  const context = document.createElement('canvas').getContext('2d')
  return (font, text) => {
    if (context === null) return 0
    context.font = font
    return context.measureText(text).width
  }
}
