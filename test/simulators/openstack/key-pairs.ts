import { createHash } from 'node:crypto'
import { freshKey } from '../../helpers/fresh-key.js'
import { type Answer, type Call, route } from './call.js'
import { novaError, policyForbids } from './errors.js'
import { pageOf } from './paging.js'
import type { KeyPair } from './state.js'

export const keyPairs = [
  route('GET /os-keypairs', list),
  route('POST /os-keypairs', create),
  route('GET /os-keypairs/{name}', (call) => ({ status: 200, body: { keypair: full(call, find(call)) } })),
  route('DELETE /os-keypairs/{name}', remove),
]

function list(call: Call): Answer {
  if (call.query.has('user_id')) throw policyForbids('os_compute_api:os-keypairs:index')
  const mine = own(call).sort((a, b) => (a.name < b.name ? -1 : 1))
  const paged = call.microversion >= 35
  const { items, next } = paged
    ? pageOf(
        call,
        mine,
        ({ name }) => name,
        (marker) => novaError(400, `Marker ${marker} could not be found.`),
      )
    : { items: mine, next: null }
  const href = `${call.origin}/${call.region}/compute/v2.1/os-keypairs?${next}`
  const links = next === null ? {} : { keypairs_links: [{ rel: 'next', href }] }
  return { status: 200, body: { keypairs: items.map((key) => ({ keypair: brief(call, key) })), ...links } }
}

function create(call: Call): Answer {
  const wanted = wantedKeyPair(call)
  const { name, public_key: publicKey } = wanted
  const made = publicKey === undefined ? generate() : null
  const text = made?.publicKey ?? publicKey ?? ''
  fingerprintOf(call, text)
  if (own(call).length >= (call.token.user.keyPairQuota ?? call.state.settings.keyPairQuota))
    throw novaError(403, 'Quota exceeded, too many key pairs.')
  if (own(call).some((key) => same(key.name, name)))
    throw novaError(409, `Key pair '${name}' already exists.`)
  const { user } = call.token
  const key: KeyPair = {
    id: call.state.keyPairs.length + 1,
    name,
    user,
    region: call.region,
    publicKey: text,
  }
  call.state.keyPairs.push(key)
  const keypair = { ...brief(call, key), user_id: user.id, ...(made && { private_key: made.privateKey }) }
  return { status: call.microversion >= 2 ? 201 : 200, body: { keypair } }
}

function remove(call: Call): Answer {
  const key = find(call)
  call.state.keyPairs = call.state.keyPairs.filter((one) => one !== key)
  return { status: call.microversion >= 2 ? 204 : 202 }
}

function own({ state, token, region }: Call): KeyPair[] {
  return state.keyPairs.filter((key) => key.user === token.user && key.region === region)
}

/** MariaDB's collation compares without case. */
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

function find(call: Call): KeyPair {
  const [name = ''] = call.params
  const found = own(call).find((key) => same(key.name, name))
  if (found) return found
  throw novaError(404, `Keypair ${name} not found for user ${call.token.user.id}`)
}

interface Wanted {
  name: string
  public_key?: string
}

function wantedKeyPair(call: Call): Wanted {
  const { keypair } = (call.body ?? {}) as { keypair?: Record<string, unknown> }
  if (typeof keypair !== 'object')
    throw novaError(400, "Invalid input for field/attribute keypair. 'keypair' is a required property")
  const known = [
    'name',
    'public_key',
    ...(call.microversion >= 2 ? ['type'] : []),
    ...(call.microversion >= 10 ? ['user_id'] : []),
  ]
  const extra = Object.keys(keypair).find((property) => !known.includes(property))
  if (extra) throw novaError(400, `Additional properties are not allowed ('${extra}' was unexpected)`)
  const { name, public_key } = keypair
  requireName(call, name)
  if (public_key === undefined && call.microversion >= 92)
    throw novaError(
      400,
      `Invalid input for field/attribute keypair. Value: {'name': '${name}'}. 'public_key' is a required property`,
    )
  return { name: String(name), ...(typeof public_key === 'string' && { public_key }) }
}

function requireName({ microversion }: Call, name: unknown): void {
  const field = `Invalid input for field/attribute name. Value: ${name}.`
  if (typeof name !== 'string') throw novaError(400, `${field} ${name} is not of type 'string'`)
  if (name.length === 0) throw novaError(400, `${field} '' is too short`)
  if (name.length > 255) throw novaError(400, `${field} '${name}' is too long`)
  const allowed = microversion >= 92 ? /^[A-Za-z0-9 _@.-]+$/ : /^[A-Za-z0-9 _-]+$/
  if (!allowed.test(name) || name.trim() !== name)
    throw novaError(
      400,
      `${field} An invalid 'name' value was provided. The name must be: Only expected characters: [${microversion >= 92 ? '@.' : ''}_- a-zA-Z0-9]`,
    )
}

/** Of the first line, as Nova takes it. Throws 400 for what it can't read. */
function fingerprintOf(call: Call, publicKey: string): string {
  const invalid = novaError(400, 'Keypair data is invalid: failed to generate fingerprint')
  const [type = '', base64 = ''] = publicKey.split('\n')[0]?.split(/\s+/) ?? []
  const blob = Buffer.from(base64, 'base64')
  if (!call.state.settings.keyTypes.includes(type) || blob.length < 20) throw invalid
  if (blob.subarray(4, 4 + blob.readUInt32BE()).toString() !== type) throw invalid
  return createHash('md5').update(blob).digest('hex').match(/../g)?.join(':') ?? ''
}

/** Nova makes no more than this: RSA with 2048 bits, the private half in PKCS#1. */
function generate(): { publicKey: string; privateKey: string } {
  const key = freshKey('rsa2048')
  const privateKey = String(key.export({ type: 'pkcs1', format: 'pem' }))
  const { n = '', e = '' } = key.export({ format: 'jwk' })
  const fields = [
    Buffer.from('ssh-rsa'),
    mpint(Buffer.from(e, 'base64url')),
    mpint(Buffer.from(n, 'base64url')),
  ]
  const blob = Buffer.concat(fields.map(withLength))
  return { publicKey: `ssh-rsa ${blob.toString('base64')} Generated-by-Nova`, privateKey }
}

/** RFC 4251 §5: a positive number whose first bit is set gets a zero in front. */
const mpint = (bytes: Buffer) => ((bytes[0] ?? 0) > 127 ? Buffer.concat([Buffer.of(0), bytes]) : bytes)

function withLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

function brief(call: Call, { name, publicKey }: KeyPair) {
  return {
    name,
    public_key: publicKey,
    fingerprint: fingerprintOf(call, publicKey),
    ...(call.microversion >= 2 && { type: 'ssh' }),
  }
}

function full(call: Call, key: KeyPair) {
  const times = {
    created_at: '2025-03-01T09:00:00.000000',
    updated_at: null,
    deleted_at: null,
    deleted: false,
  }
  return { ...brief(call, key), id: key.id, user_id: key.user.id, ...times }
}
