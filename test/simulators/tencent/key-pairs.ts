import { createPublicKey, generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import { type Action, type Call, cvm, page, text, texts } from './action.js'
import { ApiError, missingParameter, noSuchKey } from './errors.js'
import { addKeyPair, type KeyPair, type State } from './state.js'

export const keyPairs: Record<string, Action> = {
  DescribeKeyPairs: cvm(list, { takes: ['KeyIds', 'Filters', 'Offset', 'Limit'] }),
  ImportKeyPair: cvm(importKey, { takes: ['KeyName', 'ProjectId', 'PublicKey', 'TagSpecification'] }),
  CreateKeyPair: cvm(create, { takes: ['KeyName', 'ProjectId', 'TagSpecification'] }),
  ModifyKeyPairAttribute: cvm(modify, { takes: ['KeyId', 'KeyName', 'Description'] }),
  DeleteKeyPairs: cvm(remove, { takes: ['KeyIds'] }),
}

function list(call: Call): object {
  const { KeyIds } = call.params
  const found =
    KeyIds === undefined ? call.state.keyPairs : texts(call, 'KeyIds').map((id) => keyPair(call.state, id))
  const entries = found.map((pair) => toResponse(call.state, pair))
  return page(call, 'KeyPairSet', entries)
}

function importKey(call: Call): object {
  const name = newName(call)
  const publicKey = rsaKey(text(call, 'PublicKey'))
  if (call.state.keyPairs.some((pair) => pair.publicKey === publicKey))
    throw new ApiError('InvalidPublicKey.Duplicate', 'The specified public key already exists.')
  return { KeyId: addKeyPair(call.state, name, publicKey).id }
}

async function create(call: Call): Promise<object> {
  const name = newName(call)
  const { privateKey, publicKey } = await generateRsa()
  const pair = addKeyPair(call.state, name, publicKey)
  const { KeyId, KeyName, ProjectId } = toResponse(call.state, pair)
  return {
    KeyPair: { KeyId, KeyName, ProjectId, PublicKey: `${publicKey} ${pair.id}`, PrivateKey: privateKey },
  }
}

function modify(call: Call): object {
  const pair = keyPair(call.state, text(call, 'KeyId'))
  const { KeyName, Description } = call.params
  if (KeyName !== undefined && KeyName !== pair.name) pair.name = freeName(call.state, String(KeyName))
  if (Description !== undefined) {
    if ([...String(Description)].length > 60)
      throw new ApiError('InvalidParameterValue', 'The specified `Description` is too long.')
    pair.description = String(Description)
  }
  return {}
}

function remove(call: Call): object {
  const pairs = texts(call, 'KeyIds').map((id) => keyPair(call.state, id))
  for (const pair of pairs)
    if (isHeld(call.state, pair))
      throw new ApiError(
        'InvalidParameterValue.KeyPairNotSupported',
        `The specified key pair \`${pair.id}\` does not support the operation.`,
      )
  call.state.keyPairs = call.state.keyPairs.filter((pair) => !pairs.includes(pair))
  return {}
}

/** Throws `InvalidKeyPairId.…` for one that is not there. */
export function keyPair(state: State, id: string): KeyPair {
  if (!/^skey-[0-9a-z]{8}$/.test(id))
    throw new ApiError('InvalidKeyPairId.Malformed', `The key pair ID \`${id}\` is malformed.`)
  const found = state.keyPairs.find((pair) => pair.id === id)
  if (!found) throw noSuchKey(id)
  return found
}

function newName(call: Call): string {
  const name = freeName(call.state, text(call, 'KeyName'))
  if (typeof call.params.ProjectId !== 'number') throw missingParameter('ProjectId')
  if (call.state.keyPairs.length >= call.state.settings.keyLimit)
    throw new ApiError('InvalidKeyPair.LimitExceeded', 'The number of key pairs exceeds the limit.')
  return name
}

function freeName(state: State, name: string): string {
  if (name.length > 25) throw new ApiError('InvalidKeyPairNameTooLong', 'The key pair name is too long.')
  if (!/^\w+$/.test(name))
    throw new ApiError('InvalidKeyPairNameIncludeIllegalChar', 'The key pair name has illegal characters.')
  if (state.keyPairs.some((pair) => pair.name === name))
    throw new ApiError(
      'InvalidKeyPairName.Duplicate',
      `The specified key pair name \`${name}\` already exists.`,
    )
  return name
}

/** Type and blob. Throws for what is not "OpenSSH RSA". */
function rsaKey(line: string): string {
  const [type, base64 = ''] = line.trim().split(/\s+/)
  const blob = Buffer.from(base64, 'base64')
  const isRsa = type === 'ssh-rsa' && blob.subarray(4, 11).toString() === 'ssh-rsa' && blob.length > 60
  if (isRsa) return `${type} ${base64}`
  throw new ApiError(
    'InvalidPublicKey.Malformed',
    'The specified public key does not meet the OpenSSH RSA format.',
  )
}

const isHeld = (state: State, pair: KeyPair) =>
  usersOf(state, pair).length > 0 ||
  state.images.some(({ keyIds }) => keyIds.includes(pair.id)) ||
  pair.busyUntil > Date.now()

const usersOf = (state: State, pair: KeyPair) =>
  state.instances.filter(({ keyIds }) => keyIds.includes(pair.id))

const toResponse = (state: State, pair: KeyPair) => ({
  AssociatedInstanceIds: usersOf(state, pair).map(({ id }) => id),
  CreatedTime: pair.created,
  Description: pair.description,
  KeyId: pair.id,
  KeyName: pair.name,
  ProjectId: pair.projectId,
  PublicKey: `${pair.publicKey} ${pair.id}`,
  Tags: [],
})

async function generateRsa() {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'der' },
  })
  const key = createPublicKey({ key: publicKey, type: 'pkcs1', format: 'der' })
  const { n = '', e = '' } = key.export({ format: 'jwk' })
  const blob = Buffer.concat([sshString(Buffer.from('ssh-rsa')), mpint(e), mpint(n)])
  return { privateKey, publicKey: `ssh-rsa ${blob.toString('base64')}` }
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
