/**
 * A name of a backup as it may be shown and stored. Whoever knows a recipient can encrypt to it: a file is not to be
 * believed that its names are such as Latchkey lets users choose.
 */
export function plainName(text: string, most: number): string {
  const shown = text
    .replace(/[\p{Cc}\p{Bidi_Control}]/gu, '\ufffd')
    .trim()
    .slice(0, most)
  return shown === '' ? 'unnamed' : shown
}
