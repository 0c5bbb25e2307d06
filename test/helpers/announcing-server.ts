import { type KeyObject, sign } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import ssh2, { type Connection } from 'ssh2'
import { blobFromKey } from '../../main/core/keys/public-key.js'
import { string } from '../../main/core/keys/ssh-wire.js'
import { freshKey } from './fresh-key.js'

/** The parts of ssh2 that it keeps to itself. */
interface RawProtocol {
  _kex: { sessionID: Buffer }
  _cipher: { encrypt(packet: Buffer): void }
  _packetRW: { write: { allocStart: number; alloc(size: number): Buffer; finalize(packet: Buffer): Buffer } }
  _handlers: {
    GLOBAL_REQUEST(protocol: RawProtocol, name: string, wantReply: boolean, data: Buffer | null): void
  }
  requestSuccess(data: Buffer): void
}

const HASHES = { 'rsa-sha2-512': 'sha512', 'rsa-sha2-256': 'sha256', 'ssh-rsa': 'sha1' }
const PROVE = 'hostkeys-prove-00@openssh.com'

/**
 * A server of one RSA host key that lets everybody in, then announces it with a second one, which it proves with `algorithm`
 * (OpenSSH's PROTOCOL, `hostkeys-00@openssh.com`). A real sshd proves with SHA-2 wherever the client knows it. `repeated`: so many
 * times more it announces the first key alone, at once.
 */
export async function announcingServer(algorithm: keyof typeof HASHES, { repeated = 0 } = {}) {
  const [own, next] = [freshKey('rsa2048'), freshKey('rsa2048')]
  let asked = 0
  const server = new ssh2.Server({ hostKeys: [own.export({ type: 'pkcs1', format: 'pem' })] }, (client) => {
    client.on('error', () => undefined)
    client.on('authentication', (context) => context.accept())
    client.on('ready', () => announce(client))
  })

  function announce(client: Connection): void {
    const { _protocol: protocol } = client as unknown as { _protocol: RawProtocol }
    const handle = protocol._handlers.GLOBAL_REQUEST
    protocol._handlers.GLOBAL_REQUEST = (self, name, wantReply, data) => {
      if (name !== PROVE) return handle(self, name, wantReply, data)
      asked++
      const { sessionID } = protocol._kex
      const proof = (key: KeyObject, by: keyof typeof HASHES) => {
        const signed = Buffer.concat([PROVE, sessionID, blobFromKey(key)].map(string))
        return string(Buffer.concat([string(by), string(sign(HASHES[by], signed, key))]))
      }
      protocol.requestSuccess(Buffer.concat([proof(own, 'rsa-sha2-512'), proof(next, algorithm)]))
    }
    const say = (keys: KeyObject[]) => {
      const content = [string('hostkeys-00@openssh.com'), Buffer.of(0)]
      send(
        protocol,
        Buffer.concat([Buffer.of(80), ...content, ...keys.map((key) => string(blobFromKey(key)))]),
      )
    }
    say([own, next])
    for (let n = 0; n < repeated; n++) say([own])
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const line = (key: KeyObject) => `[127.0.0.1]:${port} ssh-rsa ${blobFromKey(key).toString('base64')}`
  return {
    target: { host: '127.0.0.1', port, user: 'root' },
    /** Lines of known_hosts. */
    own: line(own),
    next: line(next),
    /** How often it was to prove its keys. */
    proofsAsked: () => asked,
    stop: () => server.close(),
  }
}

function send({ _packetRW: { write }, _cipher: cipher }: RawProtocol, payload: Buffer): void {
  const packet = write.alloc(payload.length)
  payload.copy(packet, write.allocStart)
  cipher.encrypt(write.finalize(packet))
}
