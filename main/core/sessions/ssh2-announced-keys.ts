import type { Client, ParsedKey } from 'ssh2'
import type { Announcement } from '../known-hosts/announced-keys.js'

/** The parts of ssh2 1.17 that it keeps to itself. */
interface Protocol {
  _handlers: { GLOBAL_REQUEST: OnRequest }
}
type OnRequest = (protocol: unknown, name: string, wantReply: boolean, data: unknown) => void

const ANNOUNCE = 'hostkeys-00@openssh.com'

/**
 * Listens for the keys that a host announces once somebody is logged in, each proven to be its own or not. To be called after
 * `connect`. Only the first time counts, as OpenSSH has it: a host that goes on announcing asks for nothing but work, and the
 * proofs of one announcement would be taken for those of another.
 *
 * ssh2 has the host prove them (`hostkeys-prove-00@openssh.com`), and takes whatever hash the host names for an RSA key,
 * SHA-1 too; and it takes DSA keys. Neither is worth anything as a proof today (RFC 8332 §1, RFC 9142), so those count as
 * unproven, also where SHA-1 is allowed for the key exchange: what is written here is trusted for years.
 */
export function onAnnouncedKeys(client: Client, hear: (announcement: Announcement) => void): void {
  const { _handlers: handlers } = (client as unknown as { _protocol: Protocol })._protocol
  const handle = handlers.GLOBAL_REQUEST
  let announced: Buffer[] | null = null
  handlers.GLOBAL_REQUEST = (protocol, name, wantReply, data) => {
    if (name !== ANNOUNCE) return handle(protocol, name, wantReply, data)
    // Refused, as any request that ssh2 doesn't know.
    if (announced !== null) return handle(protocol, `${ANNOUNCE} once more`, wantReply, data)
    const keys = data as ParsedKey[]
    announced = keys.map((key) => key.getPublicSSH())
    handle(protocol, name, wantReply, keys.flatMap(withSoundProof))
  }
  client.on('hostkeys', (keys) => {
    const proven = keys.map((key) => key.getPublicSSH())
    hear({ proven, unproven: (announced ?? []).filter((blob) => !proven.some((one) => one.equals(blob))) })
  })
}

/** ssh2 names the hash of an RSA proof but where it is SHA-1: then it leaves the key its own. */
function withSoundProof(key: ParsedKey): ParsedKey[] {
  if (key.type === 'ssh-dss') return []
  if (key.type !== 'ssh-rsa') return [key]
  const verify = key.verify.bind(key)
  key.verify = (data, signature, algo) => algo !== undefined && verify(data, signature, algo)
  return [key]
}
