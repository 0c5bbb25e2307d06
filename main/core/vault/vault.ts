import type { VaultStatus } from '../../../contract/vault.js'
import { isLatchkeyError, LatchkeyError } from '../lib/error.js'
import { createLiveValue } from '../lib/live-value.js'
import { oneAtATime } from '../lib/one-at-a-time.js'
import type { Ports, SecretStore, SecretStoreFactory } from '../ports.js'
import type { VaultService } from '../services.js'
import { backendChoices } from './backend-choices.js'
import { passwordPacer } from './password-pacer.js'
import { reconcile } from './reconcile.js'
import { notOpened, noVault, vaultExists, vaultLocked, waitingFor, wrongKindOfVault } from './vault-errors.js'

/** How long a status waits for a keychain that opens by itself; the system may be asking for its password. */
const PATIENCE_MS = 2_000

/**
 * The vault of the profile: which secret store it is, and whether it is open. A keychain opens by itself at the first
 * status; a sealed file needs its password. Opening, making and locking happen one at a time.
 */
export function createVault({
  profile,
  clock,
  log,
  secretStores,
}: Pick<Ports, 'profile' | 'clock' | 'log' | 'secretStores'>): VaultService {
  const serially = oneAtATime()
  const passwords = passwordPacer(clock)
  const changes = createLiveValue(0)
  let store: SecretStore | null = null
  let problem: LatchkeyError | null = null
  /** Set where nothing is to open by itself any more: tried once, or the user has said what to do. */
  let settled = false
  let opening: Promise<void> | null = null

  function changed(): void {
    changes.set(changes.get() + 1)
  }

  async function* watch(signal?: AbortSignal): AsyncGenerator<VaultStatus, void> {
    for await (const _change of changes.watch(signal)) yield await status()
  }

  /** The factory of the profile's vault. Throws `vault-missing` before the first run's choice. */
  function factory(): SecretStoreFactory {
    const { vault } = profile.read()
    if (vault === null) throw noVault()
    return factoryOf(secretStores, vault.backend)
  }

  async function status(): Promise<VaultStatus> {
    if (profile.read().vault === null) {
      const choices = await backendChoices(secretStores)
      return { state: 'none', backend: null, label: null, choices }
    }
    await openByItself()
    const { backend, label } = factory()
    const shown = problem === null ? {} : { problem: problem.info }
    return { state: state(), backend, label, choices: [], ...shown }
  }

  function state(): VaultStatus['state'] {
    if (store !== null) return 'open'
    return problem === null ? 'locked' : 'unavailable'
  }

  async function openByItself(): Promise<void> {
    if (!settled && !factory().needsPassword) {
      settled = true
      problem = waitingFor(factory().label)
      opening = serially(() => open())
        .catch((error) => log.error('vault.unavailable', error))
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
      const opened = await passwords.attempt(() => factory().open(password), signal)
      await admit(opened)
    } catch (error) {
      problem = lastingProblem(error)
      changed()
      throw error
    }
  }

  /** Repairs first, then lets the core in, then tells the window. */
  async function admit(opened: SecretStore): Promise<void> {
    await closeOnFailure(opened, () => reconcile(profile, opened, log))
    store = opened
    problem = null
    log.info('vault.opened', { backend: factory().backend })
    changed()
  }

  return {
    status,

    /** The store is made first, then noted: cut off in between, the next try finds the empty store and takes it. */
    create: ({ backend, password }) =>
      serially(async () => {
        if (profile.read().vault !== null) throw vaultExists()
        const chosen = factoryOf(secretStores, backend)
        refuseMisplacedPassword(chosen, password)
        const made = await createOrTake(chosen, password)
        const createdAt = new Date(clock.now()).toISOString()
        await closeOnFailure(made, () => profile.update((now) => ({ ...now, vault: { backend, createdAt } })))
        settled = true
        await admit(made)
        return status()
      }),

    unlock: ({ password }, { signal }) =>
      serially(async () => {
        refuseMisplacedPassword(factory(), password)
        settled = true
        await open(password, signal)
        return status()
      }),

    lock: () =>
      serially(async () => {
        factory()
        await store?.close()
        store = null
        problem = null
        settled = true
        changed()
        return status()
      }),

    watch: async (_nothing, { signal }) => watch(signal),

    secrets() {
      if (store !== null) return store
      const { needsPassword } = factory()
      throw problem ?? vaultLocked(needsPassword)
    },
  }
}

/** Only called while the profile knows no vault: a store that is there already is one whose making was cut off. */
async function createOrTake(factory: SecretStoreFactory, password: string | undefined): Promise<SecretStore> {
  try {
    return await factory.create(password)
  } catch (error) {
    if (!isLatchkeyError(error, 'vault-exists')) throw error
    return take(factory, password, error)
  }
}

/** With another password than the one it was made with it can't be taken, and then it simply exists. */
async function take(factory: SecretStoreFactory, password: string | undefined, exists: LatchkeyError) {
  try {
    return await factory.open(password)
  } catch (error) {
    throw isLatchkeyError(error, 'password-wrong') ? exists : error
  }
}

function factoryOf(factories: SecretStoreFactory[], backend: string): SecretStoreFactory {
  const found = factories.find((factory) => factory.backend === backend)
  if (found === undefined) throw wrongKindOfVault(backend)
  return found
}

function refuseMisplacedPassword(factory: SecretStoreFactory, password: string | undefined): void {
  if (factory.needsPassword === (password !== undefined)) return
  const message = factory.needsPassword
    ? `The vault (${factory.label}) needs its password.`
    : `The vault (${factory.label}) takes no password from Latchkey: the system asks for it.`
  throw new LatchkeyError('input-invalid', message)
}

/** What keeps the vault shut beyond this one try. */
function lastingProblem(error: unknown): LatchkeyError | null {
  if (!isLatchkeyError(error)) return notOpened(error)
  return error.code === 'password-wrong' || error.code === 'cancelled' ? null : error
}

async function closeOnFailure<T>(store: SecretStore, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    await store.close()
    throw error
  }
}
