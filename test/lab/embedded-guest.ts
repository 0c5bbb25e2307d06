import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { freshKeyTexts } from '../helpers/fresh-key.js'
import { fingerprint } from '../helpers/sshd.js'
import { isAuthorized } from './embedded-auth.js'
import { serveSession } from './embedded-session.js'
import { type GuestImage, type LabGuest, offerKeys } from './guest.js'

/**
 * A guest without an operating system: ssh2's server with a toy shell, for machines that have no sshd. Whoever its
 * authorized_keys lists may log in as the image's user.
 */
export function createEmbeddedGuest(image: GuestImage): LabGuest {
  const home = join(image.dir, 'home')
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const authorizedKeysPath = join(home, '.ssh', 'authorized_keys')
  const hostKeyPath = join(image.dir, 'host_ed25519')
  let listener: { stop(): Promise<void> } | null = null

  const listen = async () => {
    listener = await listenSsh(image, await makeHostKey(hostKeyPath), authorizedKeysPath)
  }
  const stop = async () => {
    await listener?.stop()
    listener = null
  }
  return {
    port: image.port,
    user: image.user,
    authorizedKeysPath,
    hostKeyFingerprints: () =>
      existsSync(`${hostKeyPath}.pub`) ? [fingerprint(readFileSync(`${hostKeyPath}.pub`, 'utf8'))] : [],
    async start(offeredKeys) {
      if (offeredKeys) await offerKeys(authorizedKeysPath, offeredKeys)
      await listen()
    },
    stop,
    async rebuild() {
      await stop()
      await makeHostKey(hostKeyPath, true)
      await listen()
    },
  }
}

async function listenSsh(image: GuestImage, hostKey: string, authorizedKeysPath: string) {
  const ssh = new ssh2.Server({ hostKeys: [hostKey], ident: 'Latchkey-lab' }, (client) => {
    client.on('authentication', (context) => {
      if (isAuthorized(context, image.user, authorizedKeysPath)) context.accept()
      else context.reject(['publickey'])
    })
    client.on('session', (accept) => serveSession(accept(), { ...image, authorizedKeysPath }))
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
    server.listen(image.port, '127.0.0.1', resolve)
  })
  return { stop: () => powerOff(server, sockets) }
}

function powerOff(server: Server, sockets: Set<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    for (const socket of sockets) socket.destroy()
  })
}

async function makeHostKey(path: string, fresh = false): Promise<string> {
  if (fresh || !existsSync(path)) {
    const pair = await freshKeyTexts()
    writeFileSync(path, pair.private, { mode: 0o600 })
    writeFileSync(`${path}.pub`, pair.public)
  }
  return readFileSync(path, 'utf8')
}
