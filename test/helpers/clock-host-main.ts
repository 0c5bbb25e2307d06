import { setImmediate as turn } from 'node:timers/promises'
import { createApp } from '../../main/core/app.js'
import { endAll } from '../../main/end-all.js'
import { startWebHost } from '../../main/hosts/web/server.js'
import { openPorts } from '../../main/platform/node-ports.js'
import { createRpcServer } from '../../main/rpc/server.js'
import { loadWindowFiles } from '../../main/window/files.js'
import { movableClock } from './movable-clock.js'

/*
 * The web host with its built window, whose clock can be moved on: all else is what users get. Tells its address;
 * answers the orders `url` (another address), `pass` (so many ms go by, the host awake) and `jump` (so many ms at once,
 * as after a sleep of the computer). Argument: profile directory.
 */
export type ClockOrder = { order: 'url' } | { order: 'pass' | 'jump'; ms: number }

const ADDRESS_MS = 60_000
/** Shorter than the host's own looks at the clock may be apart before they take it for a sleep. */
const STEP_MS = 5_000

const [profileDir = ''] = process.argv.slice(2)
const ports = await openPorts({ profileDir })
const clock = movableClock()
const app = createApp(
  { ...ports, clock },
  { kind: 'web', version: '0', profileDir, putAside: [], lab: null, crashes: 0 },
)
const rpc = createRpcServer(app, ports.log)
const host = await startWebHost({
  files: await loadWindowFiles('out'),
  port: 0,
  log: ports.log,
  serveRpc(wire) {
    wire.onClose(app.windowOpened())
    rpc.serve(wire)
  },
  attachTerminal: app.sessions.attach,
})
process.send?.({ url: host.newUrl(ADDRESS_MS) })

process.on('message', async (order: ClockOrder) => {
  if (order.order === 'pass') await pass(order.ms)
  if (order.order === 'jump') clock.move(order.ms)
  process.send?.({ url: host.newUrl(ADDRESS_MS) })
})

process.once('SIGTERM', async () => process.exit((await endAll([app, host, ports], ports.log)) ? 0 : 1))

async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= STEP_MS) {
    clock.move(Math.min(left, STEP_MS))
    // Whoever woke does what it woke for, and sleeps again.
    for (let turns = 0; turns < 5; turns++) await turn()
  }
}
