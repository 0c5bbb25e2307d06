import type { ITheme } from '@xterm/xterm'

export type Scheme = 'light' | 'dark'

/** The app's own background and text, as the tokens have them now, and the scheme's sixteen colours. */
export function terminalTheme(scheme: Scheme): ITheme {
  const tokens = getComputedStyle(document.documentElement)
  const [background, foreground] = [tokens.getPropertyValue('--lk-bg'), tokens.getPropertyValue('--lk-text')]
  return { ...colours[scheme], background, foreground, cursor: foreground, cursorAccent: background }
}

/** Each readable on its background (4.5:1), except dark's black, which programs use as a background. */
const colours: Record<Scheme, ITheme> = {
  dark: {
    selectionBackground: '#33506f',
    selectionInactiveBackground: '#2b3540',
    black: '#2a2f35',
    red: '#f2777a',
    green: '#7ec98f',
    yellow: '#dcb862',
    blue: '#74aef6',
    magenta: '#cf9cf0',
    cyan: '#62c4cf',
    white: '#c5cbd1',
    brightBlack: '#8a939c',
    brightRed: '#ff9c9e',
    brightGreen: '#a0e0ae',
    brightYellow: '#f0d28a',
    brightBlue: '#a0c9ff',
    brightMagenta: '#e2bcff',
    brightCyan: '#8fe0e8',
    brightWhite: '#ffffff',
  },
  light: {
    selectionBackground: '#b9d6f7',
    selectionInactiveBackground: '#dde3e9',
    black: '#1f2429',
    red: '#b3261e',
    green: '#1d6b34',
    yellow: '#7d5700',
    blue: '#1a5dab',
    magenta: '#86309c',
    cyan: '#0b6873',
    white: '#5b646d',
    brightBlack: '#5f6870',
    brightRed: '#c4302b',
    brightGreen: '#237a3d',
    brightYellow: '#8a6100',
    brightBlue: '#2168bd',
    brightMagenta: '#963cad',
    brightCyan: '#107380',
    brightWhite: '#3c444c',
  },
}
