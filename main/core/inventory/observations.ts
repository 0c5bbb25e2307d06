import { z } from 'zod'
import { Time } from '../../../contract/base.js'
import { parseDocument } from '../lib/parse-document.js'
import type { DocumentStore, Log } from '../ports.js'
import { parseInstanceId } from './instance-view.js'

/** A line of an authorized_keys file that holds a key. */
export const ObservedKey = z.object({
  /** Base64 of the public key blob (RFC 4253 §6.6). */
  blob: z.string(),
  /** As the line names it: `ssh-ed25519`, `sk-ssh-ed25519@openssh.com`, `ssh-dss` … */
  type: z.string(),
  comment: z.string(),
  /** As they stand before the type; empty without options. */
  options: z.string(),
})
export type ObservedKey = z.infer<typeof ObservedKey>

/** What one authorized_keys file held when it was read over SSH; no keys where it was empty or not there. */
export const Observation = z.object({
  instanceId: z.string(),
  /** Whose file it is, not who read it. */
  user: z.string(),
  /** Absolute, on the instance. */
  path: z.string(),
  at: Time,
  keys: z.array(ObservedKey),
})
export type Observation = z.infer<typeof Observation>

const Document = z.object({ version: z.literal(1), observations: z.array(Observation) })

/** The newest reading of each authorized_keys file: in memory, and on the disk for the next start. */
export interface Observations {
  /** Never mutate what it returns. */
  all(): Promise<Observation[]>
  /** Takes the place of the last reading of the same user's file on the same instance, and writes. */
  note(observation: Observation): Promise<void>
  /** Takes the place of all last readings of the user's files on the instance: a file that is not among them is no more. */
  noteAll(of: { instanceId: string; user: string }, observations: Observation[]): Promise<void>
  /** Forgets what was seen on the instance, and writes where there was anything. */
  forget(instanceId: string): Promise<void>
  /** Forgets the instances of accounts that are not named, and writes where there were any. */
  keepOnly(accountIds: string[]): Promise<void>
}

/**
 * A document that is damaged or of another version counts as none, and one that can't be written is only logged: the
 * files can be read again. `onNote` is called after each that was noted.
 */
export function createObservations(
  store: DocumentStore,
  log: Log,
  onNote: () => void = () => undefined,
): Observations {
  let loaded: Promise<Map<string, Observation>> | null = null
  let running: Promise<void> = Promise.resolve()
  let next: Promise<void> | null = null

  function observations(): Promise<Map<string, Observation>> {
    loaded ??= load(store, log)
    return loaded
  }

  /** Those who note while a write runs share the next one: hundreds of files may be read at the same time. */
  function save(): Promise<void> {
    next ??= running.then(async () => {
      next = null
      running = write(store, log, [...(await observations()).values()])
      return running
    })
    return next
  }

  async function forgetWhere(isGone: (observation: Observation) => boolean): Promise<void> {
    const known = await observations()
    const gone = [...known].filter(([, observation]) => isGone(observation))
    for (const [file] of gone) known.delete(file)
    if (gone.length > 0) await save()
  }

  return {
    all: async () => [...(await observations()).values()],
    async note(observation) {
      const known = await observations()
      known.set(fileOf(observation), observation)
      await save()
      onNote()
    },
    async noteAll({ instanceId, user }, readings) {
      const known = await observations()
      for (const [file, last] of known)
        if (last.instanceId === instanceId && last.user === user) known.delete(file)
      for (const reading of readings) known.set(fileOf(reading), reading)
      await save()
      onNote()
    },
    forget: (id) => forgetWhere(({ instanceId }) => instanceId === id),
    keepOnly: (accountIds) => forgetWhere(({ instanceId }) => !isOf(accountIds, instanceId)),
  }
}

const fileOf = ({ instanceId, user, path }: Observation) => JSON.stringify([instanceId, user, path])

/** An instance that is in no account's cloud stays. */
function isOf(accountIds: string[], instanceId: string): boolean {
  const parts = parseInstanceId(instanceId)
  return parts === null || accountIds.includes(parts.accountId)
}

async function load(store: DocumentStore, log: Log): Promise<Map<string, Observation>> {
  const known = parseDocument(await store.read(), Document, log, 'observations.dropped')
  return new Map(known?.observations.map((observation) => [fileOf(observation), observation]))
}

async function write(store: DocumentStore, log: Log, observations: Observation[]): Promise<void> {
  try {
    await store.write({ version: 1, observations })
  } catch (error) {
    log.error('observations.not-written', error)
  }
}
