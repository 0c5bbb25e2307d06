/** One measured line. `peer` and `ratio` are null where there is no peer; `aim` is what the ratio, or without a peer the figure, is to stay at or below. */
export interface Row {
  name: string
  unit: string
  ours: number
  peer: number | null
  ratio: number | null
  aim: number | null
  met: boolean | null
}

export interface Bench {
  name: string
  /** The Debian packages of the programs that it runs. */
  needs: string[]
  run(): Promise<Row[]>
}

/** A row with a peer measured in the same run. */
export function ratioRow(
  name: string,
  unit: string,
  ours: number,
  peer: number,
  aim: number | null = null,
): Row {
  const ratio = ours / peer
  return { name, unit, ours, peer, ratio, aim, met: aim === null ? null : ratio <= aim }
}

/** A row of our own figure, whose aim is a figure too. */
export function aimRow(name: string, unit: string, ours: number, aim: number): Row {
  return { name, unit, ours, peer: null, ratio: null, aim, met: ours <= aim }
}

/** A row of our own figure alone. */
export function plainRow(name: string, unit: string, ours: number): Row {
  return { name, unit, ours, peer: null, ratio: null, aim: null, met: null }
}

export function median(values: number[]): number {
  return percentile(values, 0.5)
}

/** The value that the given share of them doesn't exceed. */
export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const value = sorted[Math.floor(sorted.length * share)]
  if (value === undefined) throw new Error('No values to take a percentile of.')
  return value
}

/**
 * Runs both sides in turn, `rounds` times after one warm-up each, and gives the median of each in milliseconds. `settle`
 * takes away what a side has left behind, untimed, so that the other does not pay for it.
 */
export async function alternate(
  rounds: number,
  ours: () => Promise<void>,
  peer: () => Promise<void>,
  settle: () => Promise<void> = async () => undefined,
): Promise<{ ours: number; peer: number }> {
  const times: { ours: number[]; peer: number[] } = { ours: [], peer: [] }
  for (let round = 0; round <= rounds; round++) {
    times.ours.push(await timed(ours))
    await settle()
    times.peer.push(await timed(peer))
    await settle()
  }
  return { ours: median(times.ours.slice(1)), peer: median(times.peer.slice(1)) }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
