import type { VaultStatus } from '../../../contract/vault.js'
import type { ActivityRecord } from '../activity/record.js'
import { oneAtATime } from '../lib/one-at-a-time.js'
import { orAborted } from '../lib/or-aborted.js'
import { withSecretText } from '../lib/secret-text.js'
import type { Presence } from '../lock/presence.js'
import type { Ports, ProtectedStore } from '../ports.js'
import type { VaultService } from '../services.js'
import { backendChoices } from './backend-choices.js'
import { closeOnFailure } from './close-on-failure.js'
import { lateCalls } from './late-calls.js'
import { createMove } from './move.js'
import { createLeftovers } from './move-leftovers.js'
import { createOpening } from './opening.js'
import { checkChange, checkNext } from './password-change.js'
import { type PasswordCost, todaysCost } from './password-lock.js'
import { passwordPacer } from './password-pacer.js'
import { reconcile } from './reconcile.js'
import { secretNames } from './secret-record.js'
import { sureOfAnswer } from './sure-of-answer.js'
import { backendOf, createOrTake } from './vault-backend.js'
import { lockedMeanwhile, stoppedWaiting, vaultExists } from './vault-errors.js'

export interface VaultParts {
  ports: Pick<Ports, 'profile' | 'clock' | 'log' | 'secretStores'>
  presence: Presence
  /** What a password over a keychain is made to cost. */
  cost?: PasswordCost
  /** Writes down what start-up has finished. */
  note?: ActivityRecord['note']
}

/**
 * The vault of the profile: which secret store it is, and whether it is open. A keychain without a password opens by
 * itself at the first status. Opening, making, locking and changes of the password happen one at a time.
 */
export function createVault({ ports, presence, cost = todaysCost, note }: VaultParts): VaultService {
  const { profile, clock, log, secretStores } = ports
  const serially = oneAtATime()
  const passwords = passwordPacer(clock)
  const layer = { names: () => secretNames(profile.read()), cost }
  const leftovers = createLeftovers({ ports, changed: () => opening.changed() })
  const { beforeDelete } = leftovers
  const opening = createOpening({ ports, presence, layer, passwords, serially, repair, beforeDelete })
  const moving = createMove({ ports, layer, passwords, opening, leftovers })
  opening.onOpen(() => void leftovers.clear())
  const late = lateCalls(secretStores)
  late.onChange(opening.changed)
  /** Aborted by a lock: whoever waits must neither open what has just been locked nor keep the lock waiting. */
  let waiting = new AbortController()

  async function status(): Promise<VaultStatus> {
    if (profile.read().vault === null) {
      const choices = await backendChoices(secretStores, clock)
      return { ...firstRun(choices), ...(late.are() && { waiting: true }) }
    }
    await opening.byItself()
    const move = moving.state() ?? leftovers.state()
    return { ...opening.describe(), ...(move && { move }), ...(late.are() && { waiting: true }) }
  }

  async function repair(opened: ProtectedStore): Promise<void> {
    await leftovers.prove(opened)
    await reconcile(profile, opened, log, note)
  }

  async function* watch(signal?: AbortSignal): AsyncGenerator<VaultStatus, void> {
    for await (const _change of opening.watch(signal)) yield await status()
  }

  function cancelWaiting(): void {
    waiting.abort(lockedMeanwhile())
    waiting = new AbortController()
  }

  /** Aborted by the caller, or by a lock. */
  function untilLocked(signal: AbortSignal | undefined): AbortSignal {
    return AbortSignal.any(signal === undefined ? [waiting.signal] : [waiting.signal, signal])
  }

  /** The store is made first, then noted: cut off in between, the next try finds the empty store and takes it. */
  async function create({ backend: kind, password }: Parameters<VaultService['create']>[0]): Promise<void> {
    if (profile.read().vault !== null) throw vaultExists()
    const chosen = backendOf(secretStores, kind, layer)
    checkNext(chosen, password ?? null)
    const made = await withSecretText(password, (bytes) => createOrTake(chosen, bytes))
    const vault = { backend: kind, createdAt: new Date(clock.now()).toISOString() }
    await closeOnFailure(made, () => profile.update((now) => ({ ...now, vault })))
    await opening.admit(made)
  }

  function lock(): Promise<void> {
    cancelWaiting()
    return late.stopDuring(lockedMeanwhile(), () => serially(() => opening.lock('user')))
  }

  async function changePassword(current: string | undefined, next: string | null, signal: AbortSignal) {
    const opened = opening.requireOpen()
    checkChange(opening.backend(), opening.hasPassword(), { current, next })
    await sureOfAnswer(opened) // before the costly work
    try {
      await withSecretText(current, (old) =>
        withSecretText(next, (anew) => passwords.attempt(() => opened.setPassword(old, anew), signal)),
      )
      log.info('vault.password-changed', { removed: next === null })
    } finally {
      opening.protectionChanged(opened) // also where it failed half-way
    }
  }

  return {
    status,

    create: (input) =>
      serially(async () => {
        await create(input)
        return status()
      }),

    unlock({ password }, { signal }) {
      const untilThen = untilLocked(signal)
      return serially(async () => {
        await opening.open(password, untilThen)
        return status()
      })
    },

    async lock() {
      await lock()
      return status()
    },

    lockBecause(cause) {
      if (!opening.isOpen() || opening.hasPassword()) cancelWaiting()
      return serially(async () => {
        if (opening.isOpen() && opening.hasPassword())
          await late.stopDuring(lockedMeanwhile(), () => opening.lock(cause))
      })
    },

    async stopWaiting() {
      late.stop(stoppedWaiting(secretStores.find(({ needsPassword }) => !needsPassword)?.label))
      return status()
    },

    setPassword({ current, next }, { signal }) {
      const untilThen = untilLocked(signal)
      return serially(async () => {
        await changePassword(current, next, untilThen)
        return status()
      })
    },

    places: () => backendChoices(secretStores, clock),

    async move(input) {
      const locked = waiting.signal
      try {
        await serially(() => moving.move(input, locked))
      } catch (error) {
        await opening.patiently(leftovers.clear())
        throw error
      }
      await leftovers.clear()
      return status()
    },

    cancelMove: async () => moving.cancel(),

    settleMove: ({ action }) =>
      serially(async () => {
        if (action === 'leave') await leftovers.leave()
        else await orAborted(waiting.signal, leftovers.finish(opening.requireOpen()))
        return status()
      }),

    async close(before) {
      leftovers.stop()
      try {
        await late.stopDuring(lockedMeanwhile(), before)
      } finally {
        if (profile.read().vault !== null) await lock()
      }
    },

    abandon(work) {
      cancelWaiting()
      leftovers.stop()
      return late.stopDuring(lockedMeanwhile(), () =>
        serially(async () => {
          if (opening.isOpen()) throw vaultExists()
          await work()
          opening.forget()
        }),
      )
    },

    onOpen: opening.onOpen,
    onLock: opening.onLock,
    touch: async () => presence.note(),
    watch: async (_nothing, { signal }) => watch(signal),
    isOpen: opening.isOpen,
    secrets: opening.requireOpen,
  }
}

function firstRun(choices: VaultStatus['choices']): VaultStatus {
  return { state: 'none', backend: null, label: null, choices, hasPassword: false, passwordCost: null }
}
