import { createServer, type Server, type Socket } from 'node:net'
import ssh2 from 'ssh2'
import { isAuthorized } from './embedded-auth.js'
import { serveSession } from './embedded-session.js'
import { type GuestImage, type SshGuest, withKeys } from './guest.js'
import { type MadeKey, makeKey } from './make-key.js'
import type { ToyHost } from './toy-host.js'

/**
 * A guest without an operating system: ssh2's server with a toy shell. Whoever its authorized_keys lists may log in as the
 * image's user, with a public key alone. All of it is memory: there is no file, no program and no way further behind it.
 */
export function createEmbeddedGuest(image: GuestImage): SshGuest {
  let authorizedKeys = ''
  let hostKey: MadeKey | null = null
  let listener: { stop(): Promise<void> } | null = null
  const host: ToyHost = { name: image.name, user: image.user, authorizedKeys: () => authorizedKeys }

  const listen = async () => {
    hostKey ??= await makeKey()
    listener = await listenSsh(image.port, hostKey, host)
  }
  const stop = async () => {
    await listener?.stop()
    listener = null
  }
  return {
    port: image.port,
    user: image.user,
    authorizedKeys: {
      read: async () => authorizedKeys,
      async write(text) {
        authorizedKeys = text
      },
    },
    hostKeyFingerprints: () => (hostKey === null ? [] : [hostKey.fingerprint]),
    async start(offeredKeys) {
      if (offeredKeys) authorizedKeys = withKeys(authorizedKeys, offeredKeys)
      await listen()
    },
    stop,
    async rebuild() {
      await stop()
      hostKey = null
      await listen()
    },
  }
}

async function listenSsh(port: number, hostKey: MadeKey, host: ToyHost) {
  const ssh = new ssh2.Server({ hostKeys: [hostKey.private], ident: 'Latchkey-demo' }, (client) => {
    client.on('authentication', (context) => {
      if (isAuthorized(context, host.user, host.authorizedKeys())) context.accept()
      else context.reject(['publickey'])
    })
    // Forwards, files and agents have no listener: ssh2 refuses what nobody listens for.
    client.on('session', (accept) => serveSession(accept(), host))
    client.on('error', () => client.end()) // a client that hangs up or probes; nothing to tell anyone
  })
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.once('close', () => sockets.delete(socket))
    ssh.injectSocket(socket)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return { stop: () => powerOff(server, sockets) }
}

function powerOff(server: Server, sockets: Set<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    for (const socket of sockets) socket.destroy()
  })
}
