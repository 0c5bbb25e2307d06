import type { ITheme } from '@xterm/xterm'
import type { ColourScheme, TerminalSettings } from '../../contract/settings.js'
import { schemeNamed } from './schemes.js'

export type Scheme = 'light' | 'dark'

/** The colours of a terminal in a window of that scheme: what the user chose for it, or Latchkey's own. */
export function terminalTheme(
  scheme: Scheme,
  { schemes, imported }: Pick<TerminalSettings, 'schemes' | 'imported'>,
): ITheme {
  const chosen = schemeNamed(schemes[scheme], imported)
  return toTheme(chosen ?? ownScheme(scheme))
}

const ANSI = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const
const BRIGHT = [
  'brightBlack',
  'brightRed',
  'brightGreen',
  'brightYellow',
  'brightBlue',
  'brightMagenta',
  'brightCyan',
  'brightWhite',
] as const

function toTheme({ background, foreground, cursor, selection, ansi }: ColourScheme): ITheme {
  const colours = Object.fromEntries([...ANSI, ...BRIGHT].map((name, at) => [name, ansi[at]]))
  return {
    ...colours,
    background,
    foreground,
    cursor,
    cursorAccent: background,
    selectionBackground: selection,
    selectionInactiveBackground: `${selection}b0`,
  }
}

/** Whether the system asks for more contrast, or decides on colours by itself (Windows's contrast themes). */
export const wantsContrast = (): boolean =>
  globalThis.matchMedia?.('(prefers-contrast: more), (forced-colors: active)').matches ?? false

/** Latchkey's own colours; where the system asks for more contrast, on plain black or white. */
export function ownScheme(scheme: Scheme): ColourScheme {
  if (!wantsContrast()) return own[scheme]
  const [background, foreground] = scheme === 'dark' ? ['#000000', '#ffffff'] : ['#ffffff', '#000000']
  return { ...own[scheme], background, foreground, cursor: foreground }
}

/**
 * Each readable on its background (4.5:1), except dark's black, which programs use as a background, and light's white, which
 * they draw on blue and cyan: xterm.js never changes the colour of a frame, while that of text is made readable (looks.ts).
 */
const own: Record<Scheme, ColourScheme> = {
  dark: {
    name: 'Latchkey',
    background: '#15171b',
    foreground: '#e6e8ec',
    cursor: '#e6e8ec',
    selection: '#33506f',
    ansi: [
      '#2a2f35',
      '#f2777a',
      '#7ec98f',
      '#dcb862',
      '#4b87d9',
      '#cf9cf0',
      '#62c4cf',
      '#d6dbe0',
      '#8a939c',
      '#ff9c9e',
      '#a0e0ae',
      '#f0d28a',
      '#a0c9ff',
      '#e2bcff',
      '#8fe0e8',
      '#ffffff',
    ],
  },
  light: {
    name: 'Latchkey',
    background: '#ffffff',
    foreground: '#1b1f27',
    cursor: '#1b1f27',
    selection: '#b9d6f7',
    ansi: [
      '#1f2429',
      '#b3261e',
      '#1d6b34',
      '#7d5700',
      '#1a5dab',
      '#86309c',
      '#0b6873',
      '#d6dbe0',
      '#5f6870',
      '#c4302b',
      '#237a3d',
      '#8a6100',
      '#2168bd',
      '#963cad',
      '#107380',
      '#3c444c',
    ],
  },
}
