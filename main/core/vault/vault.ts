import type { LockCause, VaultStatus } from '../../../contract/vault.js'
import { isLatchkeyError, type LatchkeyError } from '../lib/error.js'
import { createLiveValue } from '../lib/live-value.js'
import { oneAtATime } from '../lib/one-at-a-time.js'
import { withSecretText } from '../lib/secret-text.js'
import type { Presence } from '../lock/presence.js'
import type { Ports, ProtectedStore } from '../ports.js'
import type { VaultService } from '../services.js'
import { backendChoices } from './backend-choices.js'
import { closeOnFailure } from './close-on-failure.js'
import { collectGarbage } from './collect-garbage.js'
import { type PasswordCost, todaysCost } from './password-lock.js'
import { passwordPacer } from './password-pacer.js'
import { checkNewPassword } from './password-rules.js'
import { reconcile } from './reconcile.js'
import { secretNames } from './secret-record.js'
import { backendOf, createOrTake, type VaultBackend } from './vault-backend.js'
import {
  lockedMeanwhile,
  notOpened,
  noVault,
  passwordCannotGo,
  passwordNeeded,
  passwordNotTaken,
  samePassword,
  vaultExists,
  vaultLocked,
  waitingFor,
} from './vault-errors.js'

/** How long a status waits for a keychain that opens by itself; the system may be asking for its password. */
const PATIENCE_MS = 2_000

export interface VaultParts {
  ports: Pick<Ports, 'profile' | 'clock' | 'log' | 'secretStores'>
  presence: Presence
  /** What a password over a keychain is made to cost. */
  cost?: PasswordCost
}

/**
 * The vault of the profile: which secret store it is, and whether it is open. A keychain without a password opens by
 * itself at the first status. Opening, making, locking and changes of the password happen one at a time.
 */
export function createVault({ ports, presence, cost = todaysCost }: VaultParts): VaultService {
  const { profile, clock, log, secretStores } = ports
  const serially = oneAtATime()
  const passwords = passwordPacer(clock)
  const changes = createLiveValue(0)
  const lockListeners = new Set<(cause?: LockCause) => void>()
  const openListeners = new Set<() => void>()
  const layer = { names: () => secretNames(profile.read()), cost }
  let store: ProtectedStore | null = null
  let problem: LatchkeyError | null = null
  let lockedBy: LockCause | null = null
  /** Not known of a keychain before the first try to open it. */
  let hasPassword = false
  /** Set where nothing is to open by itself any more: tried once, or the user has said what to do. */
  let settled = false
  let opening: Promise<void> | null = null
  /** Aborted by a lock: whoever waits must neither open what has just been locked nor keep the lock waiting. */
  let waiting = new AbortController()

  function changed(): void {
    changes.set(changes.get() + 1)
  }

  async function* watch(signal?: AbortSignal): AsyncGenerator<VaultStatus, void> {
    for await (const _change of changes.watch(signal)) yield await status()
  }

  /** Of the profile's vault. Throws `vault-missing` before the first run's choice. */
  function backend(): VaultBackend {
    const { vault } = profile.read()
    if (vault === null) throw noVault()
    return backendOf(secretStores, vault.backend, layer)
  }

  function openStore(): ProtectedStore {
    if (store !== null) return store
    const { needsPassword } = backend()
    throw problem ?? vaultLocked(needsPassword || hasPassword)
  }

  async function status(): Promise<VaultStatus> {
    if (profile.read().vault === null) return firstRun(await backendChoices(secretStores))
    await openByItself()
    const { backend: kind, label, needsPassword } = backend()
    return {
      state: state(),
      backend: kind,
      label,
      choices: [],
      hasPassword: needsPassword || hasPassword,
      passwordCost: store?.passwordCost() ?? null,
      ...(lockedBy === null ? {} : { lockedBy }),
      ...(problem === null ? {} : { problem: problem.info }),
    }
  }

  function state(): VaultStatus['state'] {
    if (store !== null) return 'open'
    return problem === null ? 'locked' : 'unavailable'
  }

  async function openByItself(): Promise<void> {
    if (!settled && !backend().needsPassword) {
      settled = true
      problem = waitingFor(backend().label)
      opening = serially(() => open())
        .catch((error) => {
          if (!isLatchkeyError(error, 'input-invalid')) log.error('vault.unavailable', error)
        })
        .finally(() => {
          opening = null
        })
    }
    if (opening !== null) await atMost(PATIENCE_MS, opening)
  }

  async function atMost(ms: number, work: Promise<void>): Promise<void> {
    const done = new AbortController()
    const limit = clock.sleep(ms, done.signal).catch(() => 'no longer needed')
    await Promise.race([work, limit])
    done.abort()
  }

  async function open(password?: string, signal?: AbortSignal): Promise<void> {
    if (store !== null) return
    try {
      const opened = await withSecretText(password, (bytes) =>
        passwords.attempt(() => backend().open(bytes), signal),
      )
      await closeOnFailure(opened, async () => signal?.throwIfAborted())
      await admit(opened)
    } catch (error) {
      problem = lastingProblem(error)
      const needed = isLatchkeyError(error, 'vault-locked')
      if (needed) hasPassword = true
      changed()
      throw needed ? passwordNeeded(backend().label) : error
    }
  }

  /** Repairs first, then lets the core in, then tells the window. */
  async function admit(opened: ProtectedStore): Promise<void> {
    await closeOnFailure(opened, () => reconcile(profile, opened, log))
    store = opened
    problem = null
    lockedBy = null
    hasPassword = opened.passwordCost() !== null
    presence.note()
    log.info('vault.opened', { backend: backend().backend, hasPassword })
    for (const listener of openListeners) listener()
    changed()
  }

  async function lock(cause: LockCause): Promise<void> {
    backend()
    const wasOpen = store !== null
    const opened = store
    store = null // at once: the store may still wait for its keychain, and closes after that
    if (opened !== null) {
      lockedBy = cause
      log.info('vault.locked', { cause })
    }
    problem = null
    settled = true
    for (const listener of lockListeners) listener(wasOpen ? cause : undefined)
    changed()
    await opened?.close()
    collectGarbage()
  }

  function cancelWaiting(): void {
    waiting.abort(lockedMeanwhile())
    waiting = new AbortController()
  }

  /** Aborted by the caller, or by a lock. */
  function untilLocked(signal: AbortSignal | undefined): AbortSignal {
    return AbortSignal.any(signal === undefined ? [waiting.signal] : [waiting.signal, signal])
  }

  function checkChange(current: string | undefined, next: string | null): void {
    const { label, needsPassword } = backend()
    if (next === null && needsPassword) throw passwordCannotGo(label)
    if (hasPassword && current === undefined) throw passwordNeeded(label)
    if (!hasPassword && (current !== undefined || next === null)) throw passwordNotTaken(label)
    if (next === current) throw samePassword()
    if (next !== null) checkNewPassword(next)
  }

  async function changePassword(current: string | undefined, next: string | null, signal: AbortSignal) {
    const opened = openStore()
    checkChange(current, next)
    try {
      await withSecretText(current, (old) =>
        withSecretText(next, (anew) => passwords.attempt(() => opened.setPassword(old, anew), signal)),
      )
      log.info('vault.password-changed', { removed: next === null })
    } finally {
      hasPassword = opened.passwordCost() !== null // also where it failed half-way
      presence.note()
      changed()
    }
  }

  return {
    status,

    /** The store is made first, then noted: cut off in between, the next try finds the empty store and takes it. */
    create: ({ backend: kind, password }) =>
      serially(async () => {
        if (profile.read().vault !== null) throw vaultExists()
        const chosen = backendOf(secretStores, kind, layer)
        if (password !== undefined) checkNewPassword(password)
        else if (chosen.needsPassword) throw passwordNeeded(chosen.label)
        const made = await withSecretText(password, (bytes) => createOrTake(chosen, bytes))
        const vault = { backend: kind, createdAt: new Date(clock.now()).toISOString() }
        await closeOnFailure(made, () => profile.update((now) => ({ ...now, vault })))
        settled = true
        await admit(made)
        return status()
      }),

    unlock({ password }, { signal }) {
      const untilThen = untilLocked(signal)
      return serially(async () => {
        settled = true
        await open(password, untilThen)
        return status()
      })
    },

    lock() {
      cancelWaiting()
      return serially(async () => {
        await lock('user')
        return status()
      })
    },

    lockBecause(cause) {
      if (store?.passwordCost() !== null) cancelWaiting()
      return serially(async () => {
        if (store !== null && hasPassword) await lock(cause)
      })
    },

    onOpen(listener) {
      openListeners.add(listener)
      return () => openListeners.delete(listener)
    },

    onLock(listener) {
      lockListeners.add(listener)
      return () => lockListeners.delete(listener)
    },

    setPassword({ current, next }, { signal }) {
      const untilThen = untilLocked(signal)
      return serially(async () => {
        await changePassword(current, next, untilThen)
        return status()
      })
    },

    abandon(work) {
      cancelWaiting()
      return serially(async () => {
        backend()
        if (store !== null) throw vaultExists()
        await work()
        problem = null
        lockedBy = null
        hasPassword = false
        settled = false
        changed()
      })
    },

    touch: async () => presence.note(),
    watch: async (_nothing, { signal }) => watch(signal),
    secrets: openStore,
  }
}

function firstRun(choices: VaultStatus['choices']): VaultStatus {
  return { state: 'none', backend: null, label: null, choices, hasPassword: false, passwordCost: null }
}

const passing: string[] = ['password-wrong', 'cancelled', 'vault-locked', 'input-invalid']

/** What keeps the vault shut beyond this one try. */
function lastingProblem(error: unknown): LatchkeyError | null {
  if (error instanceof Error && error.name === 'AbortError') return null
  if (!isLatchkeyError(error)) return notOpened(error)
  return passing.includes(error.code) ? null : error
}
