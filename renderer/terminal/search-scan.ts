import type { IMarker, Terminal } from '@xterm/xterm'
import { lineAt } from './lines.js'
import type { Pattern } from './search-pattern.js'
import type { SearchAnswer, SearchOrder } from './search-worker.js'

/** How long the worker may take for one piece of the scrollback. */
const PIECE_MS = 2000
const PIECE_LINES = 4000
const PIECE_CHARACTERS = 400_000
/** How long reading the screen may keep the window from everything else. */
const SLICE_MS = 6
export const MAX_MATCHES = 50_000

/** A match: rows are counted from the anchor, which moves as old lines are dropped from the scrollback. */
export interface Match {
  row: number
  start: number
  length: number
}

export interface Found {
  anchor: IMarker
  /** From the top to the bottom. */
  matches: Match[]
  /** There are more, further up. */
  capped: boolean
}

export type ScanEnd = Found | 'too-long' | 'invalid' | 'stopped'

/** Searches the whole scrollback of what is shown now, from the newest line up. The caller disposes the anchor. */
export async function scan(term: Terminal, pattern: Pattern, signal: AbortSignal): Promise<ScanEnd> {
  const worker = new Worker(new URL('./search-worker.ts', import.meta.url), { type: 'module' })
  const anchor = term.registerMarker(0)
  try {
    const end = await scanWith(worker, term, anchor, pattern, signal)
    if (typeof end === 'string') anchor.dispose()
    return end
  } finally {
    worker.terminate()
  }
}

async function scanWith(
  worker: Worker,
  term: Terminal,
  anchor: IMarker,
  pattern: Pattern,
  signal: AbortSignal,
): Promise<ScanEnd> {
  const buffer = term.buffer.active
  const matches: Match[] = []
  let next = buffer.length - 1 - anchor.line
  let order: SearchOrder | null = { pattern, lines: [], limit: MAX_MATCHES }
  while (order !== null) {
    const rows: number[] = []
    let characters = 0
    let sliceEnd = performance.now() + SLICE_MS
    while (order.lines.length < PIECE_LINES && characters < PIECE_CHARACTERS) {
      const line = next + anchor.line < 0 ? null : lineAt(buffer, next + anchor.line)
      if (line === null) break
      rows.push(line.first - anchor.line)
      order.lines.push(line.text)
      characters += line.text.length
      next = line.first - anchor.line - 1
      if (performance.now() < sliceEnd) continue
      await breathe()
      if (signal.aborted || anchor.isDisposed || term.buffer.active !== buffer) return 'stopped'
      sliceEnd = performance.now() + SLICE_MS
    }
    if (rows.length === 0) break
    const answer = await ask(worker, order)
    if (signal.aborted || anchor.isDisposed) return 'stopped'
    if (answer === null) return 'invalid'
    if (answer === 'too-long') return 'too-long'
    for (let n = 0; n < answer.length; n += 3)
      matches.push({ row: rows[answer[n] ?? 0] ?? 0, start: answer[n + 1] ?? 0, length: answer[n + 2] ?? 0 })
    const left = MAX_MATCHES - matches.length
    order = left > 0 ? { lines: [], limit: left } : null
  }
  matches.sort((a, b) => a.row - b.row || a.start - b.start)
  return { anchor, matches, capped: order === null }
}

function ask(worker: Worker, order: SearchOrder): Promise<SearchAnswer | 'too-long'> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve('too-long'), PIECE_MS)
    worker.onmessage = ({ data }: MessageEvent<SearchAnswer>) => {
      clearTimeout(timer)
      resolve(data)
    }
    worker.onerror = (event) => {
      clearTimeout(timer)
      reject(new Error(`The search could not be run: ${event.message}`))
    }
    worker.postMessage(order)
  })
}

/** Lets keys and painting in. A message comes sooner than a timer, which waits at least 4 ms. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
