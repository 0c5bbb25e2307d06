import type { ErrorInfo } from '../../../contract/errors.js'
import type { VaultMove } from '../../../contract/vault.js'
import { told } from '../../../contract/words/say.js'
import { problemOf } from '../lib/problem.js'
import { wipe } from '../lib/wipe.js'
import type { PlainStoreFactory, Ports, SecretStore, SecretStoreFactory } from '../ports.js'
import { isShown, type MoveNote, type Profile } from '../profile.js'
import { LOCK_NAME } from './lock-item.js'
import { notAllThere, notOver, othersThere } from './move-errors.js'
import { proxySecretNames, secretCollections, secretName } from './secret-record.js'
import { factoryOf } from './vault-backend.js'

export interface LeftoversParts {
  ports: Pick<Ports, 'profile' | 'log' | 'secretStores'>
  /** Tells the window. */
  changed(): void
}

type Running = Extract<VaultMove, { state: 'running' }>

/**
 * What a move leaves in the other place: the old copy once the vault has moved, or an unfinished one where it has not.
 * Only what the profile's note says is ours is ever deleted, and an old copy only after everything in it was seen to be
 * in the vault. It goes behind the vault's back, so that a keychain that does not answer keeps nobody waiting, and what
 * can't go now goes after the next opening.
 */
export function createLeftovers({ ports, changed }: LeftoversParts) {
  const { profile, log, secretStores } = ports
  /** Of stores of a move that still have to close. */
  let closing: Promise<unknown> = Promise.resolve()
  let clearing: Promise<void> | null = null
  let stopped = new AbortController()
  let inUse = false
  /** Whether everything of the old copy was seen to be in the vault, in this run. */
  let proven = false
  let problem: ErrorInfo | null = null
  let progress: Running | null = null

  async function write(move: MoveNote | null): Promise<void> {
    await profile.update((now) => ({ ...now, move }))
  }

  /** Never throws: what can't be seen now is kept. */
  async function prove(vault: SecretStore): Promise<void> {
    const { move } = profile.read()
    proven = false // what was seen of a store that has closed says nothing of this one
    if (move === null || move.phase === 'copying') return
    try {
      const missing = move.phase === 'emptied' ? [] : await missingIn(vault, dueOf(move, profile.read()))
      if (missing.length > 0) throw notAllThere(missing.map(describeIn(profile.read())), labelOf(move))
      await noteProven(move)
    } catch (error) {
      report(error)
    }
  }

  async function noteProven(move: MoveNote): Promise<void> {
    if (move.phase === 'proving') await write({ ...move, phase: 'leaving' })
    proven = true
  }

  function labelOf({ other }: MoveNote): string {
    return factoryOf(secretStores, other).label
  }

  function report(error: unknown): void {
    problem = problemOf(error, 'vault.move-leftover', log)
    log.warn('vault.move-not-finished', { phase: profile.read().move?.phase, problem: problem.code })
  }

  /** Never throws; what the matter is stands in `state`. */
  function clear({ also }: { also?: 'left' } = {}): Promise<void> {
    clearing ??= clearOnce(also, stopped.signal).finally(() => {
      clearing = null
    })
    return clearing
  }

  async function clearOnce(also: 'left' | undefined, signal: AbortSignal): Promise<void> {
    const { move } = profile.read()
    if (inUse || move === null || (move.phase === 'left' && also !== 'left')) return
    if (move.phase !== 'copying' && !proven) return
    try {
      await closing
      await remove(move, signal)
      problem = null
      log.info('vault.move-finished', { phase: move.phase, other: move.other })
    } catch (error) {
      if (!signal.aborted) report(error)
    } finally {
      progress = null
      changed()
    }
  }

  async function remove(move: MoveNote, signal: AbortSignal): Promise<void> {
    const factory = factoryOf(secretStores, move.other)
    show(move, factory, 0)
    if (!factory.needsPassword && move.phase !== 'emptied') await empty(factory, move, signal)
    signal.throwIfAborted()
    await factory.discard()
    signal.throwIfAborted()
    await write(null)
  }

  /** A keychain knows items alone. It is noted when they are gone: after that, a missing store is no riddle. */
  async function empty(factory: PlainStoreFactory, move: MoveNote, signal: AbortSignal): Promise<void> {
    const mayBeGone = move.phase === 'copying' || move.phase === 'left'
    if (mayBeGone && !(await factory.exists())) return
    const store = await factory.open()
    try {
      await refuseOthers(store, move, factory.label)
      for (const [index, name] of [...move.names, LOCK_NAME].entries()) {
        signal.throwIfAborted()
        await store.delete(name)
        show(move, factory, index)
      }
    } finally {
      await store.close()
    }
    signal.throwIfAborted()
    if (!mayBeGone) await write({ ...move, phase: 'emptied' })
  }

  function show({ phase, names }: MoveNote, { label }: SecretStoreFactory, done: number): void {
    const step = phase === 'copying' ? 'undoing' : 'deleting'
    progress = { state: 'running', step, label, done, total: names.length }
    changed()
  }

  return {
    write,
    prove,
    clear,

    /** Has an earlier move brought to its end before another begins. Throws nothing: see `state`. */
    async finish(vault: SecretStore): Promise<void> {
      await prove(vault)
      await clear({ also: 'left' })
    },

    /**
     * What a full disk kept from being noted is looked at once more while everything is still there: once something was
     * deleted, no look would find all of the old copy in the vault, and it could neither go nor be left. Never throws.
     */
    async beforeDelete(vault: SecretStore): Promise<void> {
      if (inUse || profile.read().move?.phase !== 'proving') return
      await prove(vault)
      if (proven) void clear()
    },

    /** While `work` copies, its note is no leftover. */
    async during<T>(work: () => Promise<T>): Promise<T> {
      inUse = true
      proven = false
      try {
        return await work()
      } finally {
        inUse = false
      }
    },

    /** The vault has just been seen to have everything of the old copy. Never throws: the next opening looks again. */
    async proven(move: MoveNote): Promise<void> {
      await noteProven(move).catch(report)
    },

    /** Nothing is cleared before this store has closed, whenever its keychain lets it. */
    closeFirst(store: Promise<SecretStore>): void {
      const closed = store.then((opened) => opened.close())
      closing = Promise.allSettled([closing, closed])
    },

    /**
     * It stays in the other place, and no more is said of it. Throws what keeps it there while it may be the only copy
     * of something.
     */
    async leave(): Promise<void> {
      const { move } = profile.read()
      if (inUse || move === null) return
      if (move.phase === 'proving') throw notOver(problem)
      await write({ ...move, phase: 'left' })
      changed()
    },

    /** Leaves what is left to the next opening. */
    stop(): void {
      stopped.abort()
      stopped = new AbortController()
    },

    /** What keeps an earlier move from its end. */
    notOver: () => notOver(problem),

    state(): VaultMove | undefined {
      if (progress !== null) return progress
      const { move } = profile.read()
      if (problem === null || move === null || move.phase === 'left') return undefined
      const left = move.phase === 'copying' ? 'unfinished copy' : 'old copy'
      return { state: 'waiting', left, label: labelOf(move), problem }
    },
  }
}

export type Leftovers = ReturnType<typeof createLeftovers>

/** What was not copied may be the only one. */
async function refuseOthers(store: SecretStore, { names }: MoveNote, label: string): Promise<void> {
  const others = (await store.names()).filter((name) => name !== LOCK_NAME && !names.includes(name))
  const missing = await missingIn(store, others)
  const there = others.filter((name) => !missing.includes(name))
  if (there.length > 0) throw othersThere(there, label)
}

/** While nobody has written since, everything; later what key pairs and accounts of now have: others may be deleted. */
function dueOf({ phase, names }: MoveNote, profile: Profile): string[] {
  if (phase === 'proving') return names
  const known = new Set([
    ...secretCollections.flatMap((collection) =>
      profile[collection].filter(isShown).map(({ id }) => secretName(collection, id)),
    ),
    ...proxySecretNames(profile),
  ])
  return names.filter((name) => known.has(name))
}

async function missingIn(store: SecretStore, names: string[]): Promise<string[]> {
  const missing: string[] = []
  for (const name of names) {
    const secret = await store.get(name)
    wipe(secret)
    if (secret === null) missing.push(name)
  }
  return missing
}

/** What the name of a secret stands for: 'the key pair "web"'. */
export function describeIn({ keys, accounts, connections }: Profile) {
  return (name: string): string => {
    if (proxySecretNames({ connections }).includes(name)) return told`the password of a proxy`
    const key = keys.find(({ id }) => secretName('keys', id) === name)
    if (key !== undefined) return told`the key pair "${key.name}"`
    const account = accounts.find(({ id }) => secretName('accounts', id) === name)
    return account === undefined ? told`"${name}", which has no entry` : told`the account "${account.name}"`
  }
}
