import type { ErrorCode, ErrorInfo } from '../../../contract/errors.js'
import type { Instance, SshAddress } from '../../../contract/instances.js'
import { inEnglish } from '../../../contract/words/said.js'
import type { InTurn } from '../lib/at-most.js'
import { isLatchkeyError, LatchkeyError } from '../lib/error.js'
import type { Clock } from '../ports.js'
import type { KeysService } from '../services.js'
import { place } from '../sessions/attempt-facts.js'
import type { ConnectSsh, SshTarget } from '../sessions/ssh.js'
import { connectWithKey } from './connect-with-key.js'
import type { Progress } from './progress.js'
import { type Dial, waitForSsh } from './ssh-banner.js'

/** What the attempt to log in has shown. `refused`: the server was reached and does not take the key. */
export type Finding = { kind: 'proven'; user: string } | NotProven
export interface NotProven {
  kind: 'refused' | 'unknown'
  message: string
  advice: string
  problem?: ErrorInfo
}

export interface ProofOrder {
  keyId: string
  keyName: string
  /** As the cloud tells it now, after the start. */
  instance: Instance
  /** Login users, the likeliest first. */
  users: string[]
  /** The cloud's own known reason why a key that was set is refused. */
  whyRefused: string
  progress: Pick<Progress, 'run' | 'detail'>
  signal: AbortSignal
  /** Called before each of the two steps. */
  reach(step: 'wait' | 'prove'): Promise<void>
}

export interface ProofParts {
  /** Who of those that log in at the same time may do so. */
  inTurn: InTurn
  clock: Clock
  keys: Pick<KeysService, 'openSigner'>
  connect: ConnectSsh
  /** How an instance is reached; without it, straight. */
  dialTo?: ((instanceId: string) => Dial) | undefined
}

const WAIT_MS = 180_000

/**
 * A guest answers SSH a little before it has put the keys in place, so a refused login is tried again; guesses are tried
 * once, in the middle. Not more often: sshd since 9.8 shuts an address out for a while after three failed logins
 * (PerSourcePenalties), fail2ban after five.
 */
const ROUNDS = [
  { afterMs: 0, guesses: 0 },
  { afterMs: 3_000, guesses: 2 },
  { afterMs: 7_000, guesses: 0 },
]

/**
 * Waits until the instance answers SSH, then logs in with exactly the key. What speaks against a proof is the
 * finding; only cancelling and faults of Latchkey throw.
 */
export async function findProof(order: ProofOrder, parts: ProofParts): Promise<Finding> {
  const { instance, progress } = order
  // Where Connect goes, so that the proof is one for Connect.
  const [address] = instance.ssh
  if (address === undefined) return noAddress(order)
  try {
    await order.reach('wait')
    await progress.run('wait', () => waitForAnswer(order, parts, address))
    await order.reach('prove')
    return await progress.run('prove', () => logIn(order, parts, address))
  } catch (error) {
    if (error instanceof Unproven) return error.finding
    throw error
  }
}

/** Marks the step as failed on its way out. */
class Unproven extends Error {
  constructor(readonly finding: NotProven) {
    super(finding.message)
  }
}

async function waitForAnswer(
  order: ProofOrder,
  { clock, dialTo }: ProofParts,
  address: SshAddress,
): Promise<void> {
  const { progress, signal, instance } = order
  const dial = dialTo?.(instance.id)
  progress.detail('wait', `Trying ${place(address)}.`)
  const answers = await waitForSsh(address, { clock, limitMs: WAIT_MS, dial }, signal).catch((error) => {
    if (signal.aborted || !isLatchkeyError(error)) throw error
    throw new Unproven(explain(order, address, error))
  })
  if (!answers) throw new Unproven(noAnswer(order, address))
  progress.detail('wait', `${place(address)} answers.`)
}

async function logIn(order: ProofOrder, parts: ProofParts, address: SshAddress): Promise<Finding> {
  const problems: LatchkeyError[] = []
  for (const { afterMs, guesses } of ROUNDS) {
    const last = problems.at(-1)
    if (last !== undefined && !mayPass(last)) break
    if (last !== undefined)
      order.progress.detail('prove', `${last.message} It may still be starting: trying again.`)
    await parts.clock.sleep(afterMs, order.signal)
    const result = await tryUsers(order.users.slice(0, 1 + guesses), order, parts, address)
    if (!isProof(result)) problems.push(result)
    else {
      order.progress.detail('prove', `Logged in as ${result.user}.`)
      return result
    }
  }
  throw new Unproven(explain(order, address, mostTelling(problems)))
}

/** A server that has refused the key and then hangs up on us, as sshd does after some refusals, has still refused it. */
function mostTelling(problems: LatchkeyError[]): LatchkeyError {
  const telling =
    problems.find((problem) => !mayPass(problem)) ??
    problems.find(({ code }) => code === 'ssh-auth-refused') ??
    problems.at(-1)
  return telling ?? new LatchkeyError('internal', 'No login was tried.')
}

const MOST_USERS = 1 + Math.max(...ROUNDS.map(({ guesses }) => guesses))

type Proven = Extract<Finding, { kind: 'proven' }>

const isProof = (result: Proven | LatchkeyError): result is Proven => !(result instanceof LatchkeyError)

/** Each user once, going on only where the server refuses one. */
async function tryUsers(
  users: string[],
  order: ProofOrder,
  parts: ProofParts,
  address: SshAddress,
): Promise<Proven | LatchkeyError> {
  let refusal: LatchkeyError | null = null
  for (const user of users) {
    const target = { host: address.host, port: address.port, user }
    const problem = await parts.inTurn(() => tryUser(order, parts, target), order.signal)
    if (problem === null) return { kind: 'proven', user }
    if (problem.code !== 'ssh-auth-refused') return problem
    refusal ??= problem
  }
  return refusal ?? new LatchkeyError('input-invalid', 'There is no login user to try.')
}

async function tryUser(
  { keyId, instance, signal }: ProofOrder,
  parts: ProofParts,
  target: SshTarget,
): Promise<LatchkeyError | null> {
  signal.throwIfAborted()
  try {
    const connection = await connectWithKey(
      keyId,
      { target, instanceId: instance.id, instanceName: instance.name, signal },
      parts,
    )
    connection.end()
    return null
  } catch (error) {
    signal.throwIfAborted()
    if (isLatchkeyError(error)) return error
    throw error
  }
}

const passing: ErrorCode[] = ['ssh-auth-refused', 'ssh-unreachable', 'ssh-timeout', 'ssh-closed']

const mayPass = ({ code }: LatchkeyError) => passing.includes(code)

function explain(order: ProofOrder, address: SshAddress, error: LatchkeyError): NotProven {
  const { keyName, instance, users } = order
  const { info } = error
  if (error.code === 'ssh-auth-refused')
    return {
      kind: 'refused',
      message: `${instance.name} refused ${keyName} for ${listed(users.slice(0, MOST_USERS))}.`,
      advice: order.whyRefused,
      problem: info,
    }
  return {
    kind: 'unknown',
    message: `${keyName} is set for ${instance.name}, and the login at ${place(address)} could not be tried: ${error.message}`,
    advice: inEnglish(info.advice ?? 'Press Connect: the first login is the proof.'),
    problem: info,
  }
}

function noAnswer({ keyName, instance }: ProofOrder, address: SshAddress): NotProven {
  const minutes = WAIT_MS / 60_000
  const reason =
    address.via === 'private'
      ? 'It is a private address: join its network, by a VPN for instance, or give the instance a port forward in the cloud.'
      : 'A firewall or security group may drop the packets, or the instance is still starting: look at its console.'
  return {
    kind: 'unknown',
    message: `${keyName} is set for ${instance.name}, but nothing answered SSH at ${place(address)} within ${minutes} minutes.`,
    advice: `${reason} Then press Connect: the first login is the proof.`,
  }
}

function noAddress({ keyName, instance }: ProofOrder): NotProven {
  return {
    kind: 'unknown',
    message: `${keyName} is set for ${instance.name}, which has no address for SSH, so no login was tried.`,
    advice: 'Give it a public address or a port forward in the cloud, then press Connect.',
  }
}

/** `a`, `a and b`, `a, b and c`. */
function listed(words: string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}
