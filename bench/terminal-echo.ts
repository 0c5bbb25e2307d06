import { join } from 'node:path'
import { writeColouredText } from './coloured-text.js'
import { type Bench, percentile, type Row, ratioRow } from './row.js'
import { type Pair, type Side, withPair } from './terminal-pair.js'

const ROUNDS = 7
const IDLE_KEYS = 30
const FLOOD_KEYS = 15
const FILE_BYTES = 5_000_000
/** Until the flood runs as it does: buffers are full, the scrollback too. */
const FLOODED_LINES = 20_000
const AIM = 0.8
const SHARE = 0.95
const root = join(import.meta.dirname, '..')
const needs = ['chromium', 'openssh-client', 'openssh-server']

/** From a key at the shell's prompt until its echo is painted, against wetty. */
export const terminalEchoIdle: Bench = {
  name: 'terminal.echo-idle',
  needs,
  run: () => withPair((pair) => measure('terminal.echo-idle', pair, typeAtPrompt)),
}

/** From a key until the answer of a program is painted that floods the same terminal meanwhile, against wetty. */
export const terminalEchoFlood: Bench = {
  name: 'terminal.echo-flood',
  needs,
  run: () =>
    withPair((pair) => {
      const file = join(pair.dir, 'coloured.txt')
      writeColouredText(file, FILE_BYTES)
      return measure('terminal.echo-flood', pair, (side) => typeInFlood(side, file))
    }),
}

async function measure(
  name: string,
  { ours, peer }: Pair,
  type: (side: Side, round: number) => Promise<number[]>,
): Promise<Row[]> {
  const times = { ours: [] as number[], peer: [] as number[] }
  for (let round = 0; round <= ROUNDS; round++) {
    const [ourTimes, peerTimes] = [await type(ours, round), await type(peer, round)]
    if (round === 0) continue
    times.ours.push(...ourTimes)
    times.peer.push(...peerTimes)
  }
  return [
    ratioRow(`${name} p95`, 'ms', percentile(times.ours, SHARE), percentile(times.peer, SHARE), AIM),
    ratioRow(`${name} median`, 'ms', percentile(times.ours, 0.5), percentile(times.peer, 0.5)),
  ]
}

/** Types a line that does nothing, and runs it. */
async function typeAtPrompt(side: Side, round: number): Promise<number[]> {
  await side.show()
  let line = `: ${round}`
  await side.typeWhole(line)
  const times: number[] = []
  for (let key = 0; key < IDLE_KEYS; key++) {
    const letter = String.fromCharCode(97 + ((key * 7 + round) % 26))
    line += letter
    await pause(key)
    times.push(await side.echo(letter, line))
  }
  await side.page.keyboard.press('Enter')
  return times
}

async function typeInFlood(side: Side, file: string): Promise<number[]> {
  await side.show()
  const program = `'${process.execPath}' --import tsx bench/flooding-program.ts '${file}'`
  await side.flood(`(cd '${root}' && exec ${program})`, FLOODED_LINES)
  const times: number[] = []
  for (let key = 0; key < FLOOD_KEYS; key++) {
    await pause(key)
    times.push(await side.answer('a'))
  }
  await side.interrupt()
  return times
}

/** As between the keys of somebody who types fast, and never in step with what is measured. */
function pause(key: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50 + ((key * 37) % 101)))
}
