import type { BindPlan, BindResult } from '../../../contract/bindings.js'
import type { ErrorCode, ErrorInfo } from '../../../contract/errors.js'
import type { Instance, SshAddress } from '../../../contract/instances.js'
import { addKey } from '../authorized-keys/edit.js'
import { restricted, shown } from '../authorized-keys/file-errors.js'
import { formatLines } from '../authorized-keys/lines.js'
import { formatOptions } from '../authorized-keys/options.js'
import { type RemoteKeys, readRemoteKeys, writeRemoteKeys } from '../authorized-keys/remote-keys.js'
import type { RemoteShell } from '../authorized-keys/run-program.js'
import { withBinding, withProof } from '../inventory/binding-records.js'
import type { Observations } from '../inventory/observations.js'
import { isLatchkeyError, LatchkeyError } from '../lib/error.js'
import { problemOf } from '../lib/problem.js'
import type { Clock, Log, ProfileStore } from '../ports.js'
import type { KeyRecord } from '../profile.js'
import type { Journal } from './journal.js'
import type { Progress } from './progress.js'
import { type DoorParts, type OpenDoor, openDoor } from './ssh-door.js'
import type { SshBindOrder } from './ssh-plan.js'

export interface SshJobOrder extends SshBindOrder {
  plan: BindPlan
  instance: Instance
  key: KeyRecord
  /** For the login and for sudo. The job wipes nothing: whoever gave it does, when the job has ended. */
  password: Uint8Array | null
  progress: Progress
  signal: AbortSignal
}

export interface SshJobParts extends DoorParts {
  profile: ProfileStore
  clock: Clock
  log: Log
  journal: Journal
  observations: Pick<Observations, 'note'>
}

/** How far a job has come. */
interface Course {
  door: OpenDoor | null
  /** The file before and after, once it was written. */
  written: { shell: RemoteShell; before: RemoteKeys; after: RemoteKeys } | null
  undone: boolean
}

/**
 * Puts a key into authorized_keys and proves it by a second login before the first one is closed; where that fails the
 * file is put back. Never throws: the result is in the progress. Cut off anywhere, the file is the old or the new one.
 */
export async function runSshJob(order: SshJobOrder, parts: SshJobParts): Promise<void> {
  const course: Course = { door: null, written: null, undone: false }
  const note = (error: unknown) => problemOf(error, 'binding.incident', parts.log)
  let result: BindResult
  try {
    await takeSteps(order, parts, course)
    await remember(order, parts)
    result = proven(order)
  } catch (error) {
    const undoProblem = await undo(order, parts, course).catch(note)
    result = failed(order, course, note(error), undoProblem ?? null)
  }
  course.door?.connection.end()
  // What may be left on the server is told until the user has seen to it.
  if (course.written === null || course.undone || result.outcome === 'proven')
    await parts.journal.forget(order.plan.id).catch(note)
  parts.log.info('binding.ended', { id: order.plan.id, by: 'ssh', outcome: result.outcome })
  order.progress.end(result)
}

async function takeSteps(order: SshJobOrder, parts: SshJobParts, course: Course): Promise<void> {
  const { plan, progress, signal } = order
  const step = async <T>(name: 'login' | 'read' | 'write' | 'prove', work: () => Promise<T>) => {
    signal.throwIfAborted()
    await parts.journal.reach(plan.id, name)
    return progress.run(name, work)
  }
  const door = await step('login', () => logIn(order, parts))
  course.door = door
  progress.detail('login', door.words)
  const { keys, shell } = await step('read', () => read(order, parts, door))
  progress.detail('read', [`${shown(keys.path)} has ${counted(keys)}.`, ...keys.warnings].join(' '))
  await step('write', () => add(order, parts, keys, shell, course))
  await step('prove', () => prove(order, parts))
  progress.detail('prove', `Logged in as ${plan.user}.`)
}

function logIn(
  { plan, login, password, instance, signal }: SshJobOrder,
  parts: DoorParts,
): Promise<OpenDoor> {
  const { host, port } = addressOf(instance)
  const target = { host, port, user: login.user ?? plan.user }
  return openDoor(login, password, { target, instanceName: instance.name, signal }, parts)
}

async function read(
  order: SshJobOrder,
  parts: SshJobParts,
  { connection, loginBlob }: OpenDoor,
): Promise<{ keys: RemoteKeys; shell: RemoteShell }> {
  const { plan, login, password, instance, signal } = order
  const user = login.user ?? plan.user
  const door = { connection, place: instance.name, clock: parts.clock, signal }
  const account = user === plan.user ? null : plan.user
  const found = await readRemoteKeys(door, { account, loginBlob, sudoPassword: password })
  await observe(order, parts, found.keys)
  return found
}

/** What has begun to be written is seen to its end, whatever the user says meanwhile. */
async function add(
  order: SshJobOrder,
  parts: SshJobParts,
  before: RemoteKeys,
  shell: RemoteShell,
  course: Course,
): Promise<void> {
  const { key, options, onExisting, instance, progress } = order
  const comment = `${key.comment || key.name} latchkey:${key.id}`
  const wanted = { blob: key.blob, options: formatOptions(options), comment }
  const addition = addKey(before, wanted, onExisting)
  if (addition.kind === 'differs') throw restricted(instance.name, key.name, addition.existing)
  if (addition.kind === 'present')
    return progress.detail('write', 'The key is there already: nothing to write.')
  const steady = { ...shell, signal: new AbortController().signal }
  // Also where the answer is lost, the file may have been written.
  const next = formatLines(addition.lines)
  course.written = { shell: steady, before, after: { ...before, content: next, lines: addition.lines } }
  const after = await writeRemoteKeys(steady, before, next).catch((error: unknown) => {
    if (isLatchkeyError(error) && refusals.includes(error.code)) course.written = null
    throw error
  })
  progress.detail('write', `${shown(after.path)} has ${counted(after)}. The file before is beside it.`)
  await observe(order, parts, after)
}

/** With these the server has said that nothing was written. */
const refusals: ErrorCode[] = [
  'authorized-keys-read-only',
  'authorized-keys-disk-full',
  'authorized-keys-busy',
]

/** A login of its own, as Connect would make it. What may pass is tried a second time. */
async function prove(
  { plan, instance, signal }: SshJobOrder,
  { keys, connect, clock }: SshJobParts,
): Promise<void> {
  const { host, port } = addressOf(instance)
  const target = { host, port, user: plan.user }
  for (const pause of [2_000, null]) {
    const signer = await keys.openSigner(plan.keyId)
    try {
      const connection = await connect({ target, signer, instanceName: instance.name, signal })
      return connection.end()
    } catch (error) {
      if (pause === null || !isLatchkeyError(error) || !mayPass(error)) throw error
    } finally {
      signer.close()
    }
    await clock.sleep(pause, signal)
  }
}

const mayPass = ({ code }: LatchkeyError) =>
  code === 'ssh-closed' || code === 'ssh-timeout' || code === 'ssh-unreachable'

/** Puts the old file back if a new one was written; answers nothing where all is well. */
async function undo(order: SshJobOrder, parts: SshJobParts, course: Course): Promise<void> {
  const { written } = course
  if (written === null) return
  order.progress.add('undo', 'Put authorized_keys back as it was')
  await parts.journal.reach(order.plan.id, 'undo')
  await order.progress.run('undo', async () => {
    const { before, after } = written
    const shell = await stillOpen(order, parts, course, written.shell)
    try {
      await observe(order, parts, await writeRemoteKeys(shell, after, before.content))
    } catch (error) {
      // The write had not come through: the file is what it was.
      if (!isLatchkeyError(error, 'authorized-keys-changed') || !(await isAsBefore(shell, order, before)))
        throw error
    }
    course.undone = true
  })
}

async function isAsBefore(shell: RemoteShell, order: SshJobOrder, before: RemoteKeys): Promise<boolean> {
  const account = shell.become.how === 'self' ? null : order.plan.user
  const { keys } = await readRemoteKeys(shell, { account, loginBlob: null, sudoPassword: order.password })
  const now = keys.content
  return now === null || before.content === null ? now === before.content : now.equals(before.content)
}

/** The connection of the first login, or a new one by the same way where it has gone. */
async function stillOpen(
  order: SshJobOrder,
  parts: SshJobParts,
  course: Course,
  shell: RemoteShell,
): Promise<RemoteShell> {
  if (course.door?.isOpen()) return shell
  const steady = { ...order, signal: new AbortController().signal }
  course.door = await logIn(steady, parts)
  return { ...shell, connection: course.door.connection }
}

async function observe(
  { plan, instance }: SshJobOrder,
  { observations, clock }: SshJobParts,
  { path, lines }: RemoteKeys,
): Promise<void> {
  const keys = lines.flatMap(({ key }) => (key === null || key.unread ? [] : [key]))
  await observations.note({
    instanceId: instance.id,
    user: plan.user,
    path: shown(path),
    at: new Date(clock.now()).toISOString(),
    keys: keys.map(({ blob, type, comment, options }) => ({ blob, type, comment, options })),
  })
}

async function remember({ plan }: SshJobOrder, { profile, clock }: SshJobParts): Promise<void> {
  const at = new Date(clock.now()).toISOString()
  const login = { instanceId: plan.instanceId, keyId: plan.keyId, user: plan.user, at }
  await profile.update((now) => withProof(withBinding(now, login), login))
}

function proven({ key, instance, plan }: SshJobOrder): BindResult {
  const message = `${key.name} opens ${instance.name} as ${plan.user}.`
  return { outcome: 'proven', message, instanceLeft: 'running' }
}

function failed(
  { instance, key, signal, plan }: SshJobOrder,
  { written, undone }: Course,
  problem: ErrorInfo,
  undoProblem: ErrorInfo | null,
): BindResult {
  const cancelled = signal.aborted && problem.code === 'cancelled'
  const file = `authorized_keys of ${plan.user} on ${instance.name}`
  const left =
    written === null
      ? `${file} was not changed.`
      : undone
        ? `${file} was put back as it was.`
        : `The line of ${key.name} may be in ${file}; the keys that opened it before still do.`
  const advice =
    undoProblem === null ? problem.advice : `${undoProblem.message} ${undoProblem.advice ?? ''}`.trim()
  return {
    outcome: cancelled ? 'cancelled' : 'failed',
    message: `${cancelled ? 'Cancelled.' : problem.message} ${left}`,
    ...(advice === undefined ? {} : { advice }),
    ...(cancelled ? {} : { problem }),
    instanceLeft: 'running',
  }
}

function addressOf({ name, ssh: [address] }: Instance): SshAddress {
  if (address !== undefined) return address
  throw new LatchkeyError('instance-no-address', `${name} has no address for SSH.`)
}

function counted({ lines }: RemoteKeys): string {
  const count = lines.filter(({ key }) => key !== null && !key.unread).length
  return count === 1 ? 'one key' : `${count} keys`
}
