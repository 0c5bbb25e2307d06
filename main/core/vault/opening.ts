import type { LockCause, VaultStatus } from '../../../contract/vault.js'
import { isLatchkeyError, type LatchkeyError } from '../lib/error.js'
import { createLiveValue } from '../lib/live-value.js'
import { withSecretText } from '../lib/secret-text.js'
import type { Presence } from '../lock/presence.js'
import type { Ports, ProtectedStore } from '../ports.js'
import { closeOnFailure } from './close-on-failure.js'
import { collectGarbage } from './collect-garbage.js'
import { createOpenStore, type OpenStore } from './open-store.js'
import type { LayerOptions } from './password-layer.js'
import type { passwordPacer } from './password-pacer.js'
import { backendOf, type VaultBackend } from './vault-backend.js'
import { notOpened, noVault, passwordNeeded, vaultLocked, waitingFor } from './vault-errors.js'

/** How long a status waits for a keychain that opens by itself; the system may be asking for its password. */
const PATIENCE_MS = 2_000

export interface OpeningParts {
  ports: Pick<Ports, 'profile' | 'clock' | 'log' | 'secretStores'>
  presence: Presence
  layer: LayerOptions
  passwords: ReturnType<typeof passwordPacer>
  /** What the vault does one at a time. */
  serially: <T>(work: () => Promise<T>) => Promise<T>
  /** Repairs what a crash has left, before anybody else gets at the store. */
  repair(opened: ProtectedStore): Promise<void>
  /** Called before each deletion. */
  beforeDelete(opened: ProtectedStore): Promise<void>
}

/** Whether the vault is open, what keeps it shut, and how it comes to be the one or the other. */
export function createOpening(parts: OpeningParts) {
  const { ports, presence, layer, passwords, serially, repair } = parts
  const { profile, clock, log, secretStores } = ports
  const changes = createLiveValue(0)
  const lockListeners = new Set<(cause?: LockCause) => void>()
  const openListeners = new Set<() => void>()
  let store: OpenStore | null = null
  let problem: LatchkeyError | null = null
  let lockedBy: LockCause | null = null
  /** Not known of a keychain before the first try to open it. */
  let hasPassword = false
  /** Set where nothing is to open by itself any more: tried once, or the user has said what to do. */
  let settled = false
  let underWay: Promise<void> | null = null

  function changed(): void {
    changes.set(changes.get() + 1)
  }

  /** Of the profile's vault. Throws `vault-missing` before the first run's choice. */
  function backend(): VaultBackend {
    const { vault } = profile.read()
    if (vault === null) throw noVault()
    return backendOf(secretStores, vault.backend, layer)
  }

  function requireOpen(): OpenStore {
    if (store !== null) return store
    const { needsPassword } = backend()
    throw problem ?? vaultLocked(needsPassword || hasPassword)
  }

  function describe(): VaultStatus {
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

  async function byItself(): Promise<void> {
    if (!settled && !backend().needsPassword) {
      settled = true
      problem = waitingFor(backend().label)
      underWay = serially(() => open())
        .catch((error) => {
          if (!isLatchkeyError(error, 'input-invalid')) log.error('vault.unavailable', error)
        })
        .finally(() => {
          underWay = null
        })
    }
    if (underWay !== null) await patiently(underWay)
  }

  /** Waits for it, but not for ever. */
  async function patiently(work: Promise<void>): Promise<void> {
    const done = new AbortController()
    const limit = clock.sleep(PATIENCE_MS, done.signal).catch(() => 'no longer needed')
    await Promise.race([work, limit])
    done.abort()
  }

  async function open(password?: string, signal?: AbortSignal): Promise<void> {
    settled = true
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
    settled = true
    await closeOnFailure(opened, () => repair(opened))
    store = createOpenStore(opened, parts.beforeDelete)
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
    const opened = store
    store = null // at once: the store may still wait for its keychain, and closes after that
    if (opened !== null) {
      lockedBy = cause
      log.info('vault.locked', { cause })
    }
    problem = null
    settled = true
    for (const listener of lockListeners) listener(opened === null ? undefined : cause)
    changed()
    await opened?.close()
    collectGarbage()
  }

  return {
    backend,
    requireOpen,
    describe,
    byItself,
    patiently,
    open,
    admit,
    lock,
    changed,
    watch: changes.watch,
    isOpen: () => store !== null,
    hasPassword: () => hasPassword,

    /** Its password may be another now, or gone. */
    protectionChanged(opened: OpenStore): void {
      hasPassword = opened.passwordCost() !== null
      presence.note()
      changed()
    },

    /** As before the first run. */
    forget(): void {
      problem = null
      lockedBy = null
      hasPassword = false
      settled = false
      changed()
    },

    onOpen(listener: () => void): () => void {
      openListeners.add(listener)
      return () => openListeners.delete(listener)
    },

    onLock(listener: (cause?: LockCause) => void): () => void {
      lockListeners.add(listener)
      return () => lockListeners.delete(listener)
    },
  }
}

export type Opening = ReturnType<typeof createOpening>

const passing: string[] = ['password-wrong', 'cancelled', 'vault-locked', 'input-invalid']

/** What keeps the vault shut beyond this one try. */
function lastingProblem(error: unknown): LatchkeyError | null {
  if (error instanceof Error && error.name === 'AbortError') return null
  if (!isLatchkeyError(error)) return notOpened(error)
  return passing.includes(error.code) ? null : error
}
