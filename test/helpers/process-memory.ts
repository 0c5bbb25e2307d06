import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { byteSearch, type Needles } from './byte-search.js'

interface Mapping {
  start: number
  end: number
  name: string
}

/** What was found: its name, which of its forms, and in which mapping (or "anonymous") at which address. */
export interface MemoryHit {
  name: string
  form: number
  place: string
}

const BLOCK = 16 * 1024 * 1024

/**
 * Looks for byte patterns in all memory of a process that can be read and written (Linux, /proc/PID/mem). Pages that
 * were never touched or are gone meanwhile are left out.
 */
export function searchMemory(pid: number, needles: Needles): MemoryHit[] {
  const search = byteSearch(needles)
  const overlap = Math.max(...[...needles.values()].flat().map(({ length }) => length))
  const memory = openSync(`/proc/${pid}/mem`, 'r')
  const hits: MemoryHit[] = []
  try {
    for (const { start, end, name: mapping } of mappingsOf(pid))
      for (let from = start; from < end; from += BLOCK)
        for (const { name, form, at } of search(readBlock(memory, from, end, overlap), BLOCK))
          hits.push({ name, form, place: `${mapping} ${(from + at).toString(16)}` })
  } finally {
    closeSync(memory)
  }
  return hits
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

function readBlock(memory: number, from: number, end: number, overlap: number): Buffer {
  const block = Buffer.alloc(Math.min(BLOCK + overlap, end - from))
  try {
    return block.subarray(0, readSync(memory, block, 0, block.length, from))
  } catch (_notThere) {
    return block.subarray(0, 0)
  }
}
