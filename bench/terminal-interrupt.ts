import { join } from 'node:path'
import { writeColouredText } from './coloured-text.js'
import { type Bench, median, type Row, ratioRow } from './row.js'
import { type Pair, type Side, withPair } from './terminal-pair.js'

const ROUNDS = 7
const FILE_BYTES = 5_000_000
const FLOODED_LINES = 30_000
const AIM = 0.8

/** From Ctrl-C in an endless flood until the prompt is painted, against wetty. */
export const terminalInterrupt: Bench = {
  name: 'terminal.interrupt',
  needs: ['chromium', 'openssh-client', 'openssh-server'],
  run: () => withPair(measure),
}

async function measure({ dir, ours, peer }: Pair): Promise<Row[]> {
  const file = join(dir, 'coloured.txt')
  writeColouredText(file, FILE_BYTES)
  const times = { ours: [] as number[], peer: [] as number[] }
  for (let round = 0; round <= ROUNDS; round++) {
    times.ours.push(await interruptTime(ours, file))
    times.peer.push(await interruptTime(peer, file))
  }
  return [ratioRow('terminal.interrupt', 'ms', median(times.ours.slice(1)), median(times.peer.slice(1)), AIM)]
}

async function interruptTime(side: Side, file: string): Promise<number> {
  await side.show()
  await side.flood(`while true; do cat ${file}; done`, FLOODED_LINES)
  return side.interrupt()
}
