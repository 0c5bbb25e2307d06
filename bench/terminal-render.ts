import { join } from 'node:path'
import { writeColouredText } from './coloured-text.js'
import { type Bench, median, type Row, ratioRow } from './row.js'
import { type Pair, type Side, withPair } from './terminal-pair.js'

const ROUNDS = 5
const FILE_BYTES = 50_000_000
const AIM = 0.7
const COMPARED_LINES = 400

/**
 * `cat` of 50 MB of coloured text, from Enter until what was printed after it is painted: sshd, the SSH client, flow
 * control, the WebSocket, xterm.js. Against wetty (OpenSSH's `ssh` on a pty, socket.io, xterm.js) in the same Chromium.
 */
export const terminalRender: Bench = {
  name: 'terminal.render',
  needs: ['chromium', 'openssh-client', 'openssh-server'],
  run: () => withPair(measure),
}

async function measure(pair: Pair): Promise<Row[]> {
  const file = join(pair.dir, 'coloured.txt')
  writeColouredText(file, FILE_BYTES)
  const times = { ours: [] as number[], peer: [] as number[] }
  for (let round = 0; round <= ROUNDS; round++) {
    const drawn: Record<string, string[]> = {}
    for (const name of ['ours', 'peer'] as const) {
      times[name].push(await catTime(pair[name], file, round))
      drawn[name] = await lastLines(pair[name])
    }
    if (JSON.stringify(drawn.ours) !== JSON.stringify(drawn.peer))
      throw new Error('The two terminals do not show the same.')
  }
  const seconds = (values: number[]) => median(values.slice(1)) / 1000
  return [ratioRow('terminal.render 50 MB', 's', seconds(times.ours), seconds(times.peer), AIM)]
}

/** Clears first, so that the rounds begin alike. */
async function catTime(side: Side, file: string, round: number): Promise<number> {
  await side.show()
  return side.run(`clear; cat ${file}; printf 'DRAWN-%s' ${round}-END`, `DRAWN-${round}-END`)
}

function lastLines({ page }: Side): Promise<string[]> {
  return page.evaluate((count) => window.latchkeyProbe.lastLines(count), COMPARED_LINES)
}
