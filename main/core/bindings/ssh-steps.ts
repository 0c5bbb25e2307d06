import type { BindPlan, BindStepName } from '../../../contract/bindings.js'
import type { Instance, SshAddress } from '../../../contract/instances.js'
import { plural, told } from '../../../contract/words/say.js'
import { shown } from '../authorized-keys/file-errors.js'
import {
  type RemoteFile,
  type RemoteKeys,
  readAllKeys,
  writeRemoteKeys,
} from '../authorized-keys/remote-keys.js'
import type { RemoteShell } from '../authorized-keys/run-program.js'
import { withOtherProof } from '../inventory/binding-records.js'
import { noAddress } from '../inventory/no-address.js'
import type { Observation, Observations } from '../inventory/observations.js'
import { isLatchkeyError } from '../lib/error.js'
import type { Clock, Log, ProfileStore } from '../ports.js'
import type { KeyRecord } from '../profile.js'
import type { NoteUnbound } from './bind-job.js'
import { connectWithKey } from './connect-with-key.js'
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
  /** What the user typed as the instance's name, to have the last way in taken away. */
  typedName: string | null
  progress: Progress
  signal: AbortSignal
}

export interface SshJobParts extends DoorParts {
  profile: ProfileStore
  clock: Clock
  log: Log
  journal: Journal
  observations: Pick<Observations, 'note' | 'noteAll'>
  unbound: NoteUnbound
}

/** How far a job has come. */
export interface Course {
  door: OpenDoor | null
  /** When the first login succeeded, ISO 8601, UTC. */
  enteredAt: string | null
  /** The files before and after, in the order in which they were written. */
  written: Written[]
  undone: boolean
  /** Further users whose file may have the line though their login was not proven. */
  othersLeft: string[]
  /** A login beside the key that goes, proven before anything was written. */
  spare: KeyLogin | null
}

/** The course of a job that has done nothing yet. `door`: one that is open already. */
export function newCourse(door: OpenDoor | null): Course {
  return { door, enteredAt: null, written: [], undone: false, othersLeft: [], spare: null }
}

export interface Written {
  shell: RemoteShell
  before: RemoteFile
  after: RemoteFile
}

/** A key pair of the vault and the user that it logs in as. */
export interface KeyLogin {
  keyId: string
  user: string
}

/** Runs the work of a step, of which the journal is told before. Throws where the job was cancelled. */
export async function takeStep<T>(
  { plan, progress, signal }: SshJobOrder,
  { journal }: SshJobParts,
  name: BindStepName,
  work: () => Promise<T>,
): Promise<T> {
  signal.throwIfAborted()
  await journal.reach(plan.id, name)
  return progress.run(name, work)
}

/** The steps with which both begin: gets in, and reads every file that lets keys of the account in. */
export async function enterAndRead(order: SshJobOrder, parts: SshJobParts, course: Course) {
  const { progress } = order
  const door = await takeStep(order, parts, 'login', () => logIn(order, parts))
  course.door = door
  course.enteredAt = timeOf(parts.clock)
  progress.detail('login', door.words)
  const found = await takeStep(order, parts, 'read', () => read(order, parts, door))
  const { keys } = found
  const files = [keys, ...keys.others].map((file) => `${shown(file.path)} has ${counted(file)}.`)
  progress.detail('read', [...files, ...keys.warnings].join(' '))
  return found
}

/** Logs in as the plan says. What lets in is proven by it. */
export async function logIn(order: SshJobOrder, parts: SshJobParts): Promise<OpenDoor> {
  const { plan, login, password, instance, signal } = order
  const user = login.user ?? plan.user
  const { host, port } = addressOf(instance)
  const target = { host, port, user }
  const reach = { target, instanceId: instance.id, instanceName: instance.name, signal }
  const door = await openDoor(login, password, reach, parts)
  if (login.kind === 'key') await proveBeside({ keyId: login.keyId, user }, order, parts)
  return door
}

/** Remembers a login that has succeeded beside the one that Connect makes. */
export async function proveBeside(
  { keyId, user }: KeyLogin,
  { plan }: SshJobOrder,
  { profile, clock }: SshJobParts,
): Promise<void> {
  const login = { instanceId: plan.instanceId, keyId, user, at: timeOf(clock) }
  await profile.update((now) => withOtherProof(now, login))
}

/** Every file that lets keys of the plan's user in; what stands in them is seen. */
export async function read(
  order: SshJobOrder,
  parts: SshJobParts,
  { connection, loginBlob }: OpenDoor,
): Promise<{ keys: RemoteKeys; shell: RemoteShell }> {
  const { plan, login, password, instance, signal } = order
  const user = login.user ?? plan.user
  const door = { connection, place: instance.name, clock: parts.clock, signal }
  const account = user === plan.user ? null : plan.user
  const found = await readAllKeys(door, { account, loginBlob, sudoPassword: password })
  const { keys } = found
  const readings = [keys, ...keys.others].map((file) => observationOf(order, parts, file))
  await parts.observations.noteAll({ instanceId: instance.id, user: plan.user }, readings)
  return found
}

/** What stands in the file is seen. */
export async function observe(order: SshJobOrder, parts: SshJobParts, file: RemoteFile): Promise<void> {
  await parts.observations.note(observationOf(order, parts, file))
}

function observationOf(
  { plan, instance }: SshJobOrder,
  { clock }: SshJobParts,
  { path, lines }: RemoteFile,
): Observation {
  const keys = lines.flatMap(({ key }) => (key === null || key.unread ? [] : [key]))
  return {
    instanceId: instance.id,
    user: plan.user,
    path: shown(path),
    at: timeOf(clock),
    keys: keys.map(({ blob, type, comment, options }) => ({ blob, type, comment, options })),
  }
}

/**
 * Writes a file. What has begun to be written is seen to its end, whatever the user says meanwhile; the course knows of it
 * also where the answer is lost.
 */
export async function writeFile(
  shell: RemoteShell,
  before: RemoteFile,
  after: Pick<RemoteFile, 'content' | 'lines'>,
  course: Course,
): Promise<RemoteFile> {
  const steady = { ...shell, signal: new AbortController().signal }
  const written = { shell: steady, before, after: { ...before, ...after } }
  course.written.push(written)
  try {
    return await writeRemoteKeys(steady, before, after.content)
  } catch (error) {
    // With these the server has said that nothing was written.
    if (refusals.some((code) => isLatchkeyError(error, code)))
      course.written = course.written.filter((one) => one !== written)
    throw error
  }
}

const refusals = ['authorized-keys-read-only', 'authorized-keys-disk-full', 'authorized-keys-busy'] as const

/** A login of its own, as Connect would make it. What may pass is tried a second time. */
export async function tryLogin({ keyId, user }: KeyLogin, order: SshJobOrder, parts: SshJobParts) {
  const { instance, signal } = order
  const { host, port } = addressOf(instance)
  const target = { host, port, user }
  const reach = { target, instanceId: instance.id, instanceName: instance.name, signal }
  await twice(order, parts, async () => (await connectWithKey(keyId, reach, parts)).end())
}

const PAUSE_MS = 2_000

/** Does it again where what kept it from its end may pass. */
export async function twice<T>(
  { signal }: SshJobOrder,
  { clock }: SshJobParts,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!passing.some((code) => isLatchkeyError(error, code))) throw error
  }
  await clock.sleep(PAUSE_MS, signal)
  return work()
}

const passing = ['ssh-closed', 'ssh-timeout', 'ssh-unreachable'] as const

/** Where SSH is tried. Throws `instance-no-address`. */
export function addressOf(instance: Instance): SshAddress {
  const [address] = instance.ssh
  if (address !== undefined) return address
  throw noAddress(instance)
}

/** "one key", "3 keys": those that sshd reads. */
export function counted({ lines }: Pick<RemoteFile, 'lines'>): string {
  const count = lines.filter(({ key }) => key !== null && !key.unread).length
  return told`${plural(count, 'one key', '# keys')}`
}

/** Now, as records have it. */
export const timeOf = (clock: Clock): string => new Date(clock.now()).toISOString()
