import { timingSafeEqual } from 'node:crypto'
import { isLatchkeyError, LatchkeyError } from '../lib/error.js'
import { oneAtATime } from '../lib/one-at-a-time.js'
import { secretCopy, wipe, wipeOnFailure } from '../lib/wipe.js'
import type { PlainStoreFactory, ProtectedStore, SecretStore } from '../ports.js'
import { closeOnFailure } from './close-on-failure.js'
import { decodeLockItem, encodeLockItem, LOCK_NAME, type LockItem, purposeOf } from './lock-item.js'
import {
  closeLock,
  describeCost,
  isWeaker,
  newDataKey,
  openLock,
  type PasswordCost,
} from './password-lock.js'
import { isSealedItem, lockIsMissing, notProtected, openItem, sealItem } from './sealed-item.js'
import { passwordNotTaken, vaultLocked } from './vault-errors.js'

export interface LayerOptions {
  /** Every name that the profile expects a secret under, should the store know less. */
  names: () => string[]
  cost: PasswordCost
}

/**
 * The user's own password over a store that knows none. Setting it writes the lock first and then encrypts secret by
 * secret; removing goes the other way round. The lock says which of the two is under way, and the next opening finishes
 * what was cut off. A change of password writes the lock alone.
 */
export function passwordLayer(factory: PlainStoreFactory, options: LayerOptions) {
  return {
    backend: factory.backend,
    get label() {
      return factory.label
    },
    needsPassword: false as const,
    async hasPassword() {
      const inner = await factory.open()
      return closing(inner, async () => (await readLock(inner)) !== null)
    },
    async create(password: Uint8Array | null): Promise<ProtectedStore> {
      const store = layerOver(await factory.create(), null, options)
      if (password !== null) await closeOnFailure(store, () => store.setPassword(null, password))
      return store
    },
    async open(password: Uint8Array | null): Promise<ProtectedStore> {
      const inner = await factory.open()
      return closeOnFailure(inner, async () => {
        const held = await readLock(inner)
        if (held === null) {
          if (password !== null) throw passwordNotTaken(factory.label)
          return layerOver(inner, null, options)
        }
        if (password === null) throw vaultLocked(true)
        const dataKey = await openLock(held.lock, password, purposeOf(held.phase))
        const store = layerOver(inner, { ...held, dataKey }, options)
        await closeOnFailure(store, () => unlessDamaged(() => store.settle(password)))
        return store
      })
    },
  }
}

/** One secret that is damaged must not keep the vault shut: what can't be finished now is finished another time. */
async function unlessDamaged(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!isLatchkeyError(error, 'vault-damaged')) throw error
  }
}

interface Held extends LockItem {
  dataKey: Uint8Array
}

interface LayeredStore extends ProtectedStore {
  /** Finishes a change that was cut off, and closes the lock anew if it is weaker than today's. */
  settle(password: Uint8Array): Promise<void>
}

function layerOver(inner: SecretStore, opened: Held | null, options: LayerOptions): LayeredStore {
  const { names, cost } = options
  const serially = oneAtATime()
  let held = opened
  let closed = false

  function requireOpen(): void {
    if (closed) throw vaultLocked(true)
  }

  async function read(name: string): Promise<Uint8Array | null> {
    requireOpen()
    const bytes = await inner.get(name)
    if (bytes === null) return null
    try {
      return reveal(name, bytes)
    } finally {
      wipe(bytes)
    }
  }

  function reveal(name: string, bytes: Uint8Array): Uint8Array {
    const sealed = isSealedItem(bytes)
    if (held !== null && sealed) return openItem(name, bytes, held.dataKey)
    if (sealed) throw lockIsMissing(name)
    if (held?.phase === 'closed') throw notProtected(name)
    return secretCopy(bytes)
  }

  async function write(name: string, secret: Uint8Array): Promise<void> {
    requireOpen()
    if (held === null) return inner.set(name, secret)
    await inner.set(name, sealItem(name, secret, held.dataKey))
  }

  /** Proves that the password opens the lock before it replaces the one before. */
  async function writeLock(
    phase: LockItem['phase'],
    dataKey: Uint8Array,
    password: Uint8Array,
  ): Promise<void> {
    const purpose = purposeOf(phase)
    const bytes = encodeLockItem({ phase, lock: await closeLock(dataKey, password, { purpose, cost }) })
    const { lock } = decodeLockItem(bytes)
    const proof = await openLock(lock, password, purpose)
    const fits = timingSafeEqual(proof, dataKey)
    wipe(proof)
    if (!fits) throw new Error('The new lock gives another key than the one it was closed with')
    requireOpen()
    await inner.set(LOCK_NAME, bytes)
    held = { phase, lock, dataKey }
  }

  async function settle(password: Uint8Array): Promise<void> {
    if (held?.phase === 'closing') await finishClosing(held, password)
    if (held?.phase === 'opening') await finishOpening(held)
    if (held !== null && isWeaker(held.lock, cost)) await writeLock('closed', held.dataKey, password)
  }

  async function finishClosing({ dataKey }: Held, password: Uint8Array): Promise<void> {
    await rewrite(
      (bytes) => !isSealedItem(bytes),
      (name, bytes) => sealItem(name, bytes, dataKey),
    )
    await writeLock('closed', dataKey, password)
  }

  async function finishOpening({ dataKey }: Held): Promise<void> {
    await rewrite(isSealedItem, (name, bytes) => openItem(name, bytes, dataKey))
    await inner.delete(LOCK_NAME)
    wipe(dataKey)
    held = null
  }

  /** Those that belong to no record too: left as they are, no password would open them after this. */
  async function everyName(): Promise<string[]> {
    const there = await inner.names()
    return [...new Set([...there, ...names()])].filter((name) => name !== LOCK_NAME)
  }

  /** Else a change would stop at what is damaged, and be stuck there. Throws `vault-damaged`. */
  async function requireReadable(dataKey: Uint8Array | null): Promise<void> {
    for (const name of await everyName()) {
      const bytes = await inner.get(name)
      try {
        if (bytes !== null && dataKey !== null && isSealedItem(bytes)) wipe(openItem(name, bytes, dataKey))
      } finally {
        wipe(bytes)
      }
    }
  }

  async function rewrite(
    isDue: (bytes: Uint8Array) => boolean,
    change: (name: string, bytes: Uint8Array) => Uint8Array,
  ): Promise<void> {
    for (const name of await everyName()) {
      const bytes = await inner.get(name)
      try {
        if (bytes !== null && isDue(bytes)) await setAndWipe(name, change(name, bytes))
      } finally {
        wipe(bytes)
      }
    }
  }

  async function setAndWipe(name: string, bytes: Uint8Array): Promise<void> {
    try {
      await inner.set(name, bytes)
    } finally {
      wipe(bytes)
    }
  }

  /** Throws `password-wrong` unless `current` opens the lock as it is. */
  async function verify({ lock, phase }: Held, current: Uint8Array | null): Promise<Uint8Array> {
    if (current === null) throw new LatchkeyError('input-invalid', 'The vault needs its current password.')
    wipe(await openLock(lock, current, purposeOf(phase)))
    return current
  }

  async function protect(next: Uint8Array): Promise<void> {
    await requireReadable(null)
    const dataKey = newDataKey()
    await wipeOnFailure(dataKey, () => writeLock('closing', dataKey, next))
    await settle(next)
  }

  async function change(now: Held, current: Uint8Array, next: Uint8Array | null): Promise<void> {
    await settle(current) // of an attempt before that failed half-way
    if (held === null) return next === null ? undefined : protect(next)
    if (next === null) await requireReadable(now.dataKey)
    await writeLock(next === null ? 'opening' : 'closed', now.dataKey, next ?? current)
    await settle(next ?? current)
  }

  return {
    names: () =>
      serially(async () => {
        requireOpen()
        return (await inner.names()).filter((name) => name !== LOCK_NAME)
      }),
    get: (name) => serially(() => read(name)),
    set: (name, secret) => serially(() => write(name, secret)),
    delete: (name) =>
      serially(async () => {
        requireOpen()
        return inner.delete(name)
      }),
    close: () =>
      serially(async () => {
        closed = true
        wipe(held?.dataKey)
        held = null
        await inner.close()
      }),
    passwordCost: () => (held === null ? null : describeCost(held.lock)),
    setPassword: (current, next) =>
      serially(async () => {
        requireOpen()
        if (held !== null) await change(held, await verify(held, current), next)
        else if (next !== null) await protect(next)
      }),
    settle: (password) => serially(() => settle(password)),
  }
}

async function readLock(inner: SecretStore): Promise<LockItem | null> {
  const bytes = await inner.get(LOCK_NAME)
  return bytes === null ? null : decodeLockItem(bytes)
}

async function closing<T>(store: SecretStore, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } finally {
    await store.close()
  }
}
