import type { IBuffer } from '@xterm/xterm'
import { lineAt } from './lines.js'

/**
 * The last lines of a terminal, at most `most`, each as it was written however it is wrapped; without the empty ones at the end
 * of the screen.
 */
export function lastLines(buffer: IBuffer, most: number): string[] {
  const lines: string[] = []
  for (let row = buffer.length - 1; row >= 0 && lines.length < most; ) {
    const line = lineAt(buffer, row)
    if (line === null) break
    const text = line.text.trimEnd()
    if (text !== '' || lines.length > 0) lines.push(text)
    row = line.first - 1
  }
  return lines.reverse()
}
