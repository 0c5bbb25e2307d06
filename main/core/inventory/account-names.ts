import { LatchkeyError } from '../lib/error.js'
import type { ProfileStore } from '../ports.js'

/**
 * Makes work on a new name exclusive: it throws `account-name-taken` for a name that another account has or is being
 * given. `id`: of the account that has it already, if there is one.
 */
export function createNameGuard(profile: ProfileStore) {
  const inWork = new Set<string>()

  return async function withName<T>(name: string, work: () => Promise<T>, id?: string): Promise<T> {
    const lower = name.toLowerCase()
    const others = profile.read().accounts.filter((account) => account.id !== id)
    const used = others.map((account) => account.name.toLowerCase())
    if (used.includes(lower) || inWork.has(lower)) throw nameTaken(name)
    inWork.add(lower)
    try {
      return await work()
    } finally {
      inWork.delete(lower)
    }
  }
}

function nameTaken(name: string): LatchkeyError {
  return new LatchkeyError('account-name-taken', `There is an account named "${name}" already.`, {
    advice: 'Choose another name.',
  })
}
