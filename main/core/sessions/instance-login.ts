import { isIP } from 'node:net'
import type { ConnectionOptions } from '../../../contract/connection.js'
import type { Instance } from '../../../contract/instances.js'
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
import { type Hop, type InstanceLogin, type OnHop, straight, type Way } from './way.js'

export type { InstanceLogin }

export interface LoginParts {
  keys: Pick<KeysService, 'openSigner'>
  connect: ConnectSession
}

/**
 * `sshAgent`: where the system says that the user's agent listens. Throws `instance-not-bound` and `instance-no-address`.
 */
export function wayIn(
  instance: Instance,
  options: ConnectionOptions,
  sshAgent = '',
  way: Way = straight,
): InstanceLogin {
  const keyId = instance.boundKeyId
  if (keyId === null && !Object.values(options.ways).includes(true))
    throw new LatchkeyError('instance-not-bound', `No key pair is bound to ${instance.name}.`, {
      advice: 'Bind a key pair to it, or choose another way in under Connection, then connect.',
    })
  const address = instance.ssh.find(({ host }) => fits(host, options.addressFamily)) ?? instance.ssh[0]
  if (address === undefined) throw noAddress(instance)
  return { instance, address, keyId, user: instance.user, options, agent: options.agent ?? sshAgent, way }
}

/** A name may have addresses of both families. */
function fits(host: string, family: ConnectionOptions['addressFamily']): boolean {
  const literal = isIP(host)
  return literal === 0 || family === 'any' || literal === (family === 'ipv4' ? 4 : 6)
}

export function targetOf({ address: { host, port }, user }: Hop): SshTarget {
  return { host, port, user }
}

export interface LoginProgress {
  signal: AbortSignal
  onPhase(phase: SessionPhase): void
  onHop?: OnHop | undefined
}

/** Connects and logs in; the key is open only as long as that takes. Throws what ConnectSession throws, or the signal's reason. */
export async function logIn(
  login: InstanceLogin,
  { keys, connect }: LoginParts,
  { signal, onPhase, onHop }: LoginProgress,
): Promise<SshConnection & { letIn: LetIn }> {
  const { keyId, instance } = login
  const signer =
    keyId === null ? null : await orAborted(signal, keys.openSigner(keyId), (late) => late.close())
  try {
    const told = { signal, onPhase, ...(onHop && { onHop }) }
    const how = { signer, instanceName: instance.name, ...told, ...connectOptions(login) }
    return await connect({ target: targetOf(login), ...how })
  } finally {
    signer?.close()
  }
}

function connectOptions({ options, agent, way }: InstanceLogin) {
  const { ways, connectSeconds, forwardAgent } = options
  const forwarded = forwardAgent && agent !== '' ? { forwardedAgent: agent } : {}
  return {
    others: { ...ways, agent: ways.agent ? agent : null },
    timeoutMs: connectSeconds * 1000,
    transport: { ...transportOf(options), ...forwarded },
    way,
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
