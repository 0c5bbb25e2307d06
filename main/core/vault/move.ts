import type { VaultMove } from '../../../contract/vault.js'
import { isLatchkeyError } from '../lib/error.js'
import { orAborted } from '../lib/or-aborted.js'
import { withSecretText } from '../lib/secret-text.js'
import type { Ports, ProtectedStore } from '../ports.js'
import type { MoveNote } from '../profile.js'
import type { VaultService } from '../services.js'
import { type CopyParts, compareSecrets, copySecrets } from './move-copy.js'
import { endedByLock, moveCancelled, placeUnavailable, storeInTheWay, thereAlready } from './move-errors.js'
import { describeIn, type Leftovers } from './move-leftovers.js'
import type { OpenStore } from './open-store.js'
import type { Opening } from './opening.js'
import { checkCurrent, checkNext } from './password-change.js'
import type { LayerOptions } from './password-layer.js'
import type { passwordPacer } from './password-pacer.js'
import { secretNames } from './secret-record.js'
import { backendOf, factoryOf, type VaultBackend } from './vault-backend.js'

export interface MoveParts {
  ports: Pick<Ports, 'profile' | 'clock' | 'log' | 'secretStores'>
  layer: LayerOptions
  passwords: ReturnType<typeof passwordPacer>
  opening: Opening
  leftovers: Leftovers
}

type Input = Parameters<VaultService['move']>[0]
type Step = 'copying' | 'comparing'

/**
 * Moves the vault to another backend. In this order: a note of it in the profile; a new store; each secret copied and
 * read back; the store opened anew and everything compared; the profile says that the vault is there, which is the one
 * step that moves it; what is left in the old place goes (move-leftovers.ts). Writes wait meanwhile, reads don't.
 */
export function createMove({ ports, layer, passwords, opening, leftovers }: MoveParts) {
  const { profile, clock, log, secretStores } = ports
  let cancelling: AbortController | null = null
  let progress: VaultMove | null = null

  async function move(input: Input, locked: AbortSignal): Promise<void> {
    const opened = opening.requireOpen()
    cancelling = new AbortController()
    const signal = AbortSignal.any([locked, cancelling.signal])
    const chosen = backendOf(secretStores, input.to, layer)
    try {
      show('copying', chosen, 0, 0)
      await orAborted(signal, prepare(input, opened, chosen, signal))
      await opened.withoutWrites(signal, () =>
        leftovers.during(() =>
          withSecretText(input.password, (password) => carryOut(opened, chosen, password, signal)),
        ),
      )
    } catch (error) {
      throw locked.aborted ? endedByLock(error) : error
    } finally {
      cancelling = null
      progress = null
      opening.changed()
    }
  }

  /** Whatever speaks against it, before anything is changed. */
  async function prepare(
    { to, current, password }: Input,
    opened: OpenStore,
    chosen: VaultBackend,
    signal: AbortSignal,
  ): Promise<void> {
    const from = opening.backend()
    if (from.backend === to) throw thereAlready(from.label)
    checkCurrent(from.label, opening.hasPassword(), current)
    checkNext(chosen, password ?? null)
    const target = factoryOf(secretStores, to)
    const found = await target.probe()
    if (!found.available) throw placeUnavailable(target.label, found.reason)
    if (opening.hasPassword()) await tryPassword(from, current, signal)
    await leftovers.finish(opened)
    if (profile.read().move !== null) throw leftovers.notOver()
    if (await target.exists()) throw storeInTheWay(to, target.label)
  }

  /** An unlocked window that nobody watches must not be able to put the keys behind another password, or none. */
  async function tryPassword(from: VaultBackend, current: string | undefined, signal: AbortSignal) {
    await withSecretText(current, (bytes) =>
      passwords.attempt(async () => (await from.open(bytes)).close(), signal),
    )
  }

  async function carryOut(
    opened: OpenStore,
    chosen: VaultBackend,
    password: Uint8Array | null,
    signal: AbortSignal,
  ): Promise<void> {
    const names = [...new Set([...secretNames(profile.read()), ...(await opened.names())])]
    const note: MoveNote = { phase: 'copying', other: chosen.backend, names, startedAt: timeNow() }
    await leftovers.write(note)
    const parts = (step: Step, target: ProtectedStore): CopyParts => ({
      ...{ source: opened, target, names, label: chosen.label, signal },
      describe: describeIn(profile.read()),
      onProgress: (done) => show(step, chosen, done, names.length),
    })
    const copied = await whileMade(chosen, password, signal, (made) => copySecrets(parts('copying', made)))
    await whileOpen(chosen.open(password), signal, async (anew) => {
      await compareSecrets(parts('comparing', anew))
      signal.throwIfAborted()
      cancelling = null
      await switchTo(opened, anew, { ...note, names: copied })
    })
  }

  async function whileMade<T>(
    chosen: VaultBackend,
    password: Uint8Array | null,
    signal: AbortSignal,
    work: (made: ProtectedStore) => Promise<T>,
  ): Promise<T> {
    const making = chosen.create(password)
    try {
      return await work(await orAborted(signal, making))
    } catch (error) {
      if (!isLatchkeyError(error, 'vault-exists')) throw error
      await leftovers.write(null) // whoever made it just now: it is not ours
      throw storeInTheWay(chosen.backend, chosen.label)
    } finally {
      leftovers.closeFirst(making)
    }
  }

  /** It stays open where `work` succeeds. */
  async function whileOpen(
    opening: Promise<ProtectedStore>,
    signal: AbortSignal,
    work: (anew: ProtectedStore) => Promise<void>,
  ): Promise<void> {
    try {
      await work(await orAborted(signal, opening))
    } catch (error) {
      leftovers.closeFirst(opening)
      throw error
    }
  }

  /** From here on it can't be cancelled. */
  async function switchTo(opened: OpenStore, anew: ProtectedStore, note: MoveNote): Promise<void> {
    const from = opening.backend()
    const vault = { backend: note.other, createdAt: timeNow() }
    const left: MoveNote = { ...note, phase: 'proving', other: from.backend }
    try {
      await profile.update((now) => ({ ...now, vault, move: left }))
    } catch (error) {
      if (profile.read().vault?.backend !== note.other) throw error
      log.error('vault.move-hardly-noted', error) // it is in the file; what failed came after that
    }
    leftovers.closeFirst(Promise.resolve(opened.exchange(anew)))
    opening.protectionChanged(opened)
    log.info('vault.moved', { from: from.backend, to: note.other, secrets: note.names.length })
    await leftovers.proven(left)
  }

  function show(step: Step, { label }: VaultBackend, done: number, total: number): void {
    progress = { state: 'running', step, label, done, total }
    opening.changed()
  }

  const timeNow = () => new Date(clock.now()).toISOString()

  return {
    move,
    cancel: () => cancelling?.abort(moveCancelled()),
    state: () => progress,
  }
}
