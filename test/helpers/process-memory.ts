import { closeSync, openSync, readFileSync, readSync } from 'node:fs'

interface Mapping {
  start: number
  end: number
  name: string
}

/** Where each pattern was found: the mapping's name, or "anonymous", and the address. */
export type Findings = Record<string, string[]>

/**
 * Looks for byte patterns in all memory of a process that can be read and written (Linux, /proc/PID/mem). Pages that
 * were never touched or are gone meanwhile are left out.
 */
export function searchMemory(pid: number, patterns: Record<string, Uint8Array>): Findings {
  const found: Findings = Object.fromEntries(Object.keys(patterns).map((name) => [name, []]))
  const memory = openSync(`/proc/${pid}/mem`, 'r')
  try {
    for (const mapping of mappingsOf(pid)) search(memory, mapping, patterns, found)
  } finally {
    closeSync(memory)
  }
  return found
}

/** Those with a page in memory; V8 reserves far more than it uses. */
function mappingsOf(pid: number): Mapping[] {
  const entries = readFileSync(`/proc/${pid}/smaps`, 'utf8').split(/\n(?=[0-9a-f]+-[0-9a-f]+ )/)
  return entries.flatMap((entry) => {
    const match = /^([0-9a-f]+)-([0-9a-f]+) rw\S* \S+ \S+ \S+ *(.*)$/m.exec(entry)
    if (match === null || /^Rss: +0 kB$/m.test(entry)) return []
    const [, start = '', end = '', name = ''] = match
    return [{ start: Number.parseInt(start, 16), end: Number.parseInt(end, 16), name: name || 'anonymous' }]
  })
}

const BLOCK = 16 * 1024 * 1024

function search(
  memory: number,
  { start, end, name }: Mapping,
  patterns: Record<string, Uint8Array>,
  found: Findings,
) {
  const overlap = Math.max(...Object.values(patterns).map(({ length }) => length))
  for (let at = start; at < end; at += BLOCK) {
    const block = Buffer.alloc(Math.min(BLOCK + overlap, end - at))
    let read = 0
    try {
      read = readSync(memory, block, 0, block.length, at)
    } catch (_notThere) {
      continue
    }
    const bytes = block.subarray(0, read)
    for (const [pattern, needle] of Object.entries(patterns))
      for (let i = bytes.indexOf(needle); i >= 0 && i < BLOCK; i = bytes.indexOf(needle, i + 1))
        found[pattern]?.push(`${name} ${(at + i).toString(16)}`)
  }
}
