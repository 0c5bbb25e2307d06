import { isIP } from 'node:net'
import type { ConnectionOptions } from '../../../contract/connection.js'
import type { Instance, SshAddress } from '../../../contract/instances.js'
import type { SessionPhase } from '../../../contract/sessions.js'
import { connectionOf, withConnection } from '../connection/connection.js'
import { withProof } from '../inventory/binding-records.js'
import { noAddress } from '../inventory/no-address.js'
import { LatchkeyError } from '../lib/error.js'
import { orAborted } from '../lib/or-aborted.js'
import type { Ports } from '../ports.js'
import type { KeysService } from '../services.js'
import type { ConnectSession, LetIn, SshConnection, SshTarget } from './ssh.js'
import { transportOf } from './transport.js'

/** How one instance is logged in to: by its bound key, then by what the user chose for it. */
export interface InstanceLogin {
  instance: Instance
  address: SshAddress
  /** Null where it is opened another way. */
  keyId: string | null
  user: string
  options: ConnectionOptions
  /** Where the user's own agent listens; empty where the system names none. */
  agent: string
}

export interface LoginParts {
  keys: Pick<KeysService, 'openSigner'>
  connect: ConnectSession
}

/** `sshAgent`: where the system says that the user's agent listens. Throws `instance-not-bound` and `instance-no-address`. */
export function wayIn(instance: Instance, options: ConnectionOptions, sshAgent = ''): InstanceLogin {
  const keyId = instance.boundKeyId
  if (keyId === null && !Object.values(options.ways).includes(true))
    throw new LatchkeyError('instance-not-bound', `No key pair is bound to ${instance.name}.`, {
      advice: 'Bind a key pair to it, or choose another way in under Connection, then connect.',
    })
  const address = instance.ssh.find(({ host }) => fits(host, options.addressFamily)) ?? instance.ssh[0]
  if (address === undefined) throw noAddress(instance)
  return { instance, address, keyId, user: instance.user, options, agent: options.agent ?? sshAgent }
}

/** A name may have addresses of both families. */
function fits(host: string, family: ConnectionOptions['addressFamily']): boolean {
  const literal = isIP(host)
  return literal === 0 || family === 'any' || literal === (family === 'ipv4' ? 4 : 6)
}

export function targetOf({ address: { host, port }, user }: InstanceLogin): SshTarget {
  return { host, port, user }
}

/** Connects and logs in; the key is open only as long as that takes. Throws what ConnectSession throws, or the signal's reason. */
export async function logIn(
  login: InstanceLogin,
  { keys, connect }: LoginParts,
  { signal, onPhase }: { signal: AbortSignal; onPhase: (phase: SessionPhase) => void },
): Promise<SshConnection & { letIn: LetIn }> {
  const { keyId, instance } = login
  const signer =
    keyId === null ? null : await orAborted(signal, keys.openSigner(keyId), (late) => late.close())
  try {
    const how = { signer, instanceName: instance.name, signal, onPhase, ...connectOptions(login) }
    return await connect({ target: targetOf(login), ...how })
  } finally {
    signer?.close()
  }
}

function connectOptions({ options, agent }: InstanceLogin) {
  const { ways, connectSeconds, forwardAgent } = options
  const forwarded = forwardAgent && agent !== '' ? { forwardedAgent: agent } : {}
  return {
    others: { ...ways, agent: ways.agent ? agent : null },
    timeoutMs: connectSeconds * 1000,
    transport: { ...transportOf(options), ...forwarded },
  }
}

/** A login with the bound key is a proof, and a use of the key pair; that it can't be written is no reason to end it. */
export async function keepLogin(
  { ways }: LetIn,
  { instance, keyId, user }: InstanceLogin,
  { profile, clock, log }: Pick<Ports, 'profile' | 'clock' | 'log'>,
): Promise<void> {
  const at = new Date(clock.now()).toISOString()
  try {
    if (keyId !== null && ways.includes('key'))
      await profile.update((old) => withProof(old, { instanceId: instance.id, keyId, user, at }))
    else if (user !== instance.user)
      await profile.update((old) =>
        withConnection(old, instance.id, { ...connectionOf(old, instance.id), user }),
      )
  } catch (error) {
    log.error('session.proof-not-kept', error, { instanceId: instance.id })
  }
}
