import { createApp } from '../../main/core/app.js'
import { startWebHost } from '../../main/hosts/web/server.js'
import { openPorts } from '../../main/platform/node-ports.js'
import { createRpcServer } from '../../main/rpc/server.js'

/*
 * The web host over a profile, without its page, for a look at its memory. Tells its address, and a new one at each
 * order; signs with each key pair when it is told to `sign`, and leaves the signers open, as a login under way does.
 * Argument: profile directory.
 */
const [profileDir = ''] = process.argv.slice(2)
const ports = await openPorts({ profileDir })
const app = createApp(ports, { kind: 'web', version: '0', profileDir, putAside: [], lab: null, crashes: 0 })
const rpc = createRpcServer(app, ports.log)
const host = await startWebHost({
  files: new Map(),
  port: 0,
  log: ports.log,
  serveRpc(wire) {
    wire.onClose(app.windowOpened())
    rpc.serve(wire)
  },
  attachTerminal: app.sessions.attach,
})
process.send?.({ url: host.newUrl(60_000) })

process.on('message', async (order) => {
  if (order === 'sign') await signWithAll()
  process.send?.({ done: order, url: host.newUrl(60_000) })
})

async function signWithAll(): Promise<void> {
  for (const { id } of await app.keys.list(undefined, {})) {
    const signer = await app.keys.openSigner(id)
    await signer.sign(Buffer.from('challenge'))
  }
}
