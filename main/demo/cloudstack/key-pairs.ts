import { createPublicKey, generateKeyPair, randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { DOMAIN } from './catalog.js'
import { type Call, type Command, read, required, write } from './command.js'
import { invalid, invalidParameter } from './errors.js'
import { page } from './paging.js'
import { type Account, fingerprint, isAtLeast, type KeyPair, type State } from './state.js'

const LONGEST_PUBLIC_KEY = 5120
const OLD_TYPES = ['ssh-rsa', 'ssh-dss']
const TYPES = [
  ...OLD_TYPES,
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'ssh-ed25519',
]

export const keyPairs: Record<string, Command> = {
  listSSHKeyPairs: read(list),
  createSSHKeyPair: write(create),
  registerSSHKeyPair: write(register),
  deleteSSHKeyPair: write(remove),
}

function list(call: Call): object {
  const { id, name, fingerprint: wanted, keyword } = call.params
  const found = call.account.keyPairs
    .filter((pair) => !id || pair.id === id)
    .filter((pair) => !name || sameName(pair.name, name))
    .filter((pair) => !wanted || fingerprint(pair.publicKey) === wanted)
    .filter(
      (pair) => !keyword || pair.name.includes(keyword) || fingerprint(pair.publicKey).includes(keyword),
    )
  const entries = found.map((pair) => toResponse(call, pair))
  return page(call, 'sshkeypair', entries)
}

async function create(call: Call): Promise<object> {
  const name = required(call, 'name')
  if (findKeyPair(call.account, name)) throw invalid(`A key pair with name '${name}' already exists.`)
  const { privateKey, publicKey } = await generateRsa()
  const pair = addKeyPair(call.account, name, publicKey)
  return { keypair: { ...toResponse(call, pair), privatekey: privateKey } }
}

function register(call: Call): object {
  const name = required(call, 'name')
  const material = required(call, 'publickey')
  if (material.length > LONGEST_PUBLIC_KEY) {
    const why = `Value greater than max allowed length ${LONGEST_PUBLIC_KEY} for param: publickey`
    throw invalidParameter(call.command, why)
  }
  if (findKeyPair(call.account, name)) {
    throw invalid(`A key pair with name '${name}' already exists for this account.`)
  }
  const publicKey = normalise(material, call.state)
  if (!publicKey) throw invalid('Public key is invalid')
  if (call.account.keyPairs.some((pair) => pair.publicKey === publicKey)) {
    throw invalid(`A key pair with key '${publicKey}' already exists for this account.`)
  }
  return { keypair: toResponse(call, addKeyPair(call.account, name, publicKey)) }
}

function remove(call: Call): object {
  const name = required(call, 'name')
  const pair = findKeyPair(call.account, name)
  if (!pair) {
    const owner = call.account.name
    throw invalid(`A key pair with name '${name}' does not exist for account ${owner} in specified domain id`)
  }
  call.account.keyPairs = call.account.keyPairs.filter((other) => other !== pair)
  return { success: true }
}

/** Type and blob without the comment, or null: as SSHKeysHelper.getPublicKeyFromKeyMaterial, which looks no deeper. */
function normalise(material: string, state: State): string | null {
  const text = material.includes(' ') ? material : Buffer.from(material, 'base64').toString('utf8')
  const types = isAtLeast(state, 4, 14) ? TYPES : OLD_TYPES
  const [type, blob] = text.split(' ')
  return blob && types.some((known) => text.startsWith(known)) ? `${type} ${blob}` : null
}

/** MySQL's usual collation doesn't tell upper from lower case. */
const sameName = (left: string, right: string) => left.toLowerCase() === right.toLowerCase()

export function findKeyPair(account: Account, name: string): KeyPair | undefined {
  return account.keyPairs.find((pair) => sameName(pair.name, name))
}

/** Adds without any check. */
export function addKeyPair(account: Account, name: string, publicKey: string): KeyPair {
  const pair = { id: randomUUID(), name, publicKey }
  account.keyPairs.push(pair)
  return pair
}

function toResponse({ account, state }: Call, { id, name, publicKey }: KeyPair) {
  const common = { name, account: account.name, ...DOMAIN, fingerprint: fingerprint(publicKey) }
  return isAtLeast(state, 4, 17) ? { id, ...common, hasannotations: false } : common
}

async function generateRsa() {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'der' },
  })
  const { n = '', e = '' } = createPublicKey({ key: publicKey, type: 'pkcs1', format: 'der' }).export({
    format: 'jwk',
  })
  const blob = Buffer.concat([sshString(Buffer.from('ssh-rsa')), mpint(e), mpint(n)])
  return {
    privateKey,
    publicKey: `ssh-rsa ${blob.toString('base64')}`,
  }
}

function mpint(base64url: string): Buffer {
  const bytes = Buffer.from(base64url, 'base64url')
  return sshString((bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes)
}

function sshString(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}
