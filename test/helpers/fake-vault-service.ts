import { setTimeout as sleep } from 'node:timers/promises'
import type { LockCause, VaultStatus } from '../../contract/vault.js'
import { LatchkeyError } from '../../main/core/lib/error.js'
import { createLiveValue as live } from '../../main/core/lib/live-value.js'
import type { VaultService } from '../../main/core/services.js'
import { vaultStates } from './fake-vault-states.js'

export interface FakeVaultOptions {
  vault?: keyof typeof vaultStates
  /** Why it is locked, in the states that are. */
  lockedBy?: LockCause
  /** Every change fails with a foreseen error. */
  errors?: boolean
  /** How long a password takes, in milliseconds. */
  passwordMs?: number
}

const FREE_ATTEMPTS = 5
const COST = 'Argon2id, 256 MiB, 4 passes'

/** The vault of the fake app: it has a state, and keeps nothing. The password "wrong" is wrong. */
export function fakeVaultService(options: FakeVaultOptions = {}): VaultService {
  const { vault = 'open', lockedBy, errors = false, passwordMs = 0 } = options
  const first = vaultStates[vault]
  const status = live<VaultStatus>(first.state === 'locked' && lockedBy ? { ...first, lockedBy } : first)
  let wrong = 0
  const become = (change: Partial<VaultStatus>) => {
    const { lockedBy: _, ...before } = status.get()
    status.set({ ...before, ...change })
    return status.get()
  }
  const lock = (cause: LockCause) => become({ state: 'locked', passwordCost: null, lockedBy: cause })
  const check = async (password: string | undefined) => {
    await sleep(wrong > FREE_ATTEMPTS ? 1000 * 2 ** (wrong - FREE_ATTEMPTS) : passwordMs)
    wrong = password === 'wrong' ? wrong + 1 : 0
    if (wrong > 0) throw passwordWrong()
  }
  return {
    status: async () => status.get(),
    watch: async (_input, { signal }) => status.watch(signal),
    async create({ backend, password }) {
      const label = backend === 'keychain' ? 'GNOME keyring' : 'Sealed file'
      return become({ state: 'open', backend, label, ...protection(password ?? null) })
    },
    async unlock({ password }) {
      const { state, hasPassword } = status.get()
      if (hasPassword) await check(password)
      else await sleep(passwordMs)
      if (state === 'unavailable') throw doesNotAnswer()
      return become({ state: 'open', passwordCost: hasPassword ? COST : null })
    },
    lock: async () => lock('user'),
    async setPassword({ current, next }) {
      if (status.get().hasPassword) await check(current)
      else await sleep(passwordMs)
      if (errors) throw doesNotAnswer()
      return become(protection(next))
    },
    places: async () => vaultStates.none.choices,
    async move({ to, current, password }) {
      if (status.get().hasPassword) await check(current)
      if (errors) throw doesNotAnswer()
      const label = to === 'keychain' ? 'GNOME keyring' : 'Sealed file'
      const moved = protection(password ?? null)
      for (const step of ['copying', 'comparing', 'deleting'] as const)
        for (let done = 0; done <= 340; done += 20) {
          become({ move: { state: 'running', step, label, done, total: 340 } })
          await sleep(passwordMs / 4)
        }
      const { move: _over, ...rest } = become({ backend: to, label, ...moved })
      status.set(rest)
      return rest
    },
    cancelMove: async () => undefined,
    settleMove: async () => status.get(),
    close: async () => undefined,
    stopWaiting: async () => become({ waiting: undefined }),
    touch: async () => undefined,
    lockBecause: async (cause) => void lock(cause),
    async abandon(work) {
      await work()
      status.set(vaultStates.none)
    },
    onOpen: () => () => undefined,
    onLock: () => () => undefined,
    isOpen: () => status.get().state === 'open',
    secrets() {
      throw new Error('The fake app keeps no secrets')
    },
  }
}

function protection(password: string | null): Pick<VaultStatus, 'hasPassword' | 'passwordCost'> {
  if (password === null) return { hasPassword: false, passwordCost: null }
  if (password.length < 8)
    throw new LatchkeyError('password-weak', 'A vault password has at least 8 characters.')
  return { hasPassword: true, passwordCost: COST }
}

function passwordWrong(): LatchkeyError {
  return new LatchkeyError('password-wrong', 'This is not the password of the vault.', {
    advice: 'Check the keyboard layout and Caps Lock.',
  })
}

function doesNotAnswer(): LatchkeyError {
  return new LatchkeyError('keychain-unavailable', 'The GNOME keyring does not answer.', {
    advice: 'Start it (it comes with the desktop session) and try again.',
  })
}
