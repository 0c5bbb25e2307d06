import type { SshLogin } from '../../../contract/bindings.js'
import { LatchkeyError } from '../lib/error.js'
import type { KeysService } from '../services.js'
import type { ConnectSsh, ConnectSshOtherwise, ReachOptions, SshConnection } from '../sessions/ssh.js'
import { noAgent } from '../sessions/user-agent.js'
import { connectWithKey } from './connect-with-key.js'

export interface DoorParts {
  keys: Pick<KeysService, 'openSigner' | 'record'>
  connect: ConnectSsh
  connectOtherwise: ConnectSshOtherwise
  /** Where the user's SSH agent listens, if there is one. */
  sshAgent?: string | undefined
}

/** A login that is open. */
export interface OpenDoor {
  connection: SshConnection
  /** Base64 of the blob of the key that let in; null for a password. */
  loginBlob: string | null
  /** What let in, for people: `Logged in as admin with ops.` */
  words: string
  /** False once it has ended or was lost. */
  isOpen(): boolean
}

/** Logs in by one of the three ways. Throws as the connectors do, and `input-invalid` without a password. */
export async function openDoor(
  login: SshLogin,
  password: Uint8Array | null,
  reach: ReachOptions,
  parts: DoorParts,
): Promise<OpenDoor> {
  const { user } = reach.target
  if (login.kind === 'key') return openWithKey(login.keyId, reach, parts)
  if (login.kind === 'agent') return openWithAgent(reach, parts)
  if (password === null)
    throw new LatchkeyError('input-invalid', `The password of ${user} is missing.`, {
      advice: 'Give it and bind again; it is never kept.',
    })
  const connection = await parts.connectOtherwise({ ...reach, login: { kind: 'password', password } })
  return { ...watched(connection), loginBlob: null, words: `Logged in as ${user} with the password.` }
}

async function openWithKey(keyId: string, reach: ReachOptions, parts: DoorParts): Promise<OpenDoor> {
  const connection = await connectWithKey(keyId, reach, parts)
  const { name, blob } = parts.keys.record(keyId)
  const words = `Logged in as ${reach.target.user} with ${name}.`
  return { ...watched(connection), loginBlob: blob, words }
}

async function openWithAgent(reach: ReachOptions, parts: DoorParts): Promise<OpenDoor> {
  if (parts.sshAgent === undefined) throw noAgent(new Error('No SSH_AUTH_SOCK'))
  const login = { kind: 'agent', socket: parts.sshAgent } as const
  const { agentKey, ...connection } = await parts.connectOtherwise({ ...reach, login })
  const which = agentKey === null ? '' : `, ${[agentKey.comment, agentKey.fingerprint].join(' ').trim()}`
  const words = `Logged in as ${reach.target.user} with a key of your SSH agent${which}.`
  return { ...watched(connection), loginBlob: agentKey?.blob ?? null, words }
}

function watched(connection: SshConnection): Pick<OpenDoor, 'connection' | 'isOpen'> {
  let open = true
  connection.client.once('close', () => {
    open = false
  })
  return { connection, isOpen: () => open }
}
