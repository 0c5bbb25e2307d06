import { randomUUID } from 'node:crypto'
import type { RouteProxy } from '../../../contract/route.js'
import { withSecretText } from '../lib/secret-text.js'
import type { Log } from '../ports.js'
import type { Profile } from '../profile.js'
import type { VaultService } from '../services.js'
import { proxySecretName, proxySecretNames } from '../vault/secret-record.js'

interface Parts {
  vault: Pick<VaultService, 'secrets'>
  log: Log
}

/**
 * The passwords of proxies, each in the vault as `proxy/<id>` (UTF-8). The secret is written before the profile names it,
 * and goes after it: cut off between, one is left that nothing names, and none is ever named that was not entered for the
 * proxy and the user beside it.
 */
export function createProxyPasswords({ vault, log }: Parts) {
  const forget = async (name: string) => vault.secrets().delete(name)
  return {
    /** The caller wipes it; null where there is none. Throws the vault's errors. */
    read: async ({ passwordId }: RouteProxy): Promise<Uint8Array | null> =>
      passwordId === null ? null : vault.secrets().get(proxySecretName(passwordId)),

    /** The proxy as it is to be stored: with its new password, else with the one before where it is the same login. */
    async keep(
      before: RouteProxy | null,
      next: RouteProxy | null,
      password: string | undefined,
    ): Promise<RouteProxy | null> {
      if (next === null) return null
      if (next.user === null || password === undefined)
        return { ...next, passwordId: isSameLogin(before, next) ? (before?.passwordId ?? null) : null }
      const passwordId = randomUUID()
      await withSecretText(password, (bytes) => vault.secrets().set(proxySecretName(passwordId), bytes))
      return { ...next, passwordId }
    },

    /** Those that are named no more go. */
    profileChanged(before: Profile, after: Profile): void {
      const left = new Set(proxySecretNames(after))
      const gone = proxySecretNames(before).filter((name) => !left.has(name))
      for (const name of gone) forget(name).catch((error) => log.error('proxy.password-kept', error))
    },
  }
}

function isSameLogin(before: RouteProxy | null, next: RouteProxy): boolean {
  const place = ({ kind, host, port, user }: RouteProxy) =>
    JSON.stringify([kind, host.toLowerCase(), port, user])
  return before !== null && next.user !== null && place(before) === place(next)
}
