import { writeFileSync } from 'node:fs'

/** Writes `bytes` of text as a terminal sees it in logs: lines of 60 to 110 characters, each word in a colour of its own. */
export function writeColouredText(file: string, bytes: number): void {
  const words = [
    'GET',
    '/index.html',
    '200',
    'warning',
    'connection',
    'reset',
    'by',
    'peer',
    'größer',
    '→',
    'worker',
  ]
  const parts: string[] = []
  let length = 0
  for (let line = 0; length < bytes; line++) {
    const count = 6 + (line % 5)
    const text = Array.from({ length: count }, (_, i) => {
      const colour = 16 + ((line * 7 + i * 31) % 216)
      return `\u001b[38;5;${colour}m${words[(line + i) % words.length]}\u001b[0m`
    }).join(' ')
    const row = `${String(line).padStart(8, '0')} ${text}\n`
    parts.push(row)
    length += Buffer.byteLength(row)
  }
  writeFileSync(file, parts.join(''))
}
