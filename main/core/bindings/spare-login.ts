import type { AuthorizedKey } from '../authorized-keys/lines.js'
import type { RemoteKeys } from '../authorized-keys/remote-keys.js'
import { isLatchkeyError } from '../lib/error.js'
import { isShown } from '../profile.js'
import { type KeyLogin, proveBeside, type SshJobOrder, type SshJobParts, tryLogin } from './ssh-steps.js'

/** sshd since 9.8 shuts an address out for a while after three failed logins (PerSourcePenalties). */
const MOST_REFUSALS = 2

/**
 * A login beside the one that is taken away, seen to succeed just now: the one with which the job got in, else one by
 * another key of the account that is in the vault. Null where none does.
 */
export async function findSpare(
  order: SshJobOrder,
  parts: SshJobParts,
  keys: RemoteKeys,
): Promise<KeyLogin | null> {
  const { login, plan } = order
  const user = login.user ?? plan.user
  const own = login.kind === 'key' ? { keyId: login.keyId, user } : null
  if (own !== null && (own.keyId !== plan.keyId || own.user !== plan.user)) return own
  let refusals = 0
  for (const keyId of candidates(order, parts, keys)) {
    const found = { keyId, user: plan.user }
    if (await succeeds(found, order, parts)) {
      await proveBeside(found, order, parts)
      return found
    }
    if (++refusals === MOST_REFUSALS) break
  }
  return null
}

async function succeeds(login: KeyLogin, order: SshJobOrder, parts: SshJobParts): Promise<boolean> {
  try {
    await tryLogin(login, order, parts)
    return true
  } catch (error) {
    if (isLatchkeyError(error, 'ssh-auth-refused') || isLatchkeyError(error, 'secret-missing')) return false
    throw error
  }
}

/** Keys of the vault whose lines let in to a shell, those that were proven last first. */
function candidates({ plan, instance }: SshJobOrder, { profile }: SshJobParts, keys: RemoteKeys): string[] {
  const lines = [keys, ...keys.others].flatMap((file) => file.lines.flatMap(({ key }) => key ?? []))
  const blobs = new Set(lines.filter(opensShell).map(({ blob }) => blob))
  const usable = profile
    .read()
    .keys.filter((key) => isShown(key) && key.hasPrivate && key.binnedAt === null && key.id !== plan.keyId)
  const provenAt = (id: string) =>
    instance.proven.find(({ keyId, user }) => keyId === id && user === plan.user)?.at ?? ''
  return usable
    .filter(({ id, blob }) => blobs.has(blob) || provenAt(id) !== '')
    .map(({ id }) => id)
    .sort((a, b) => provenAt(b).localeCompare(provenAt(a)))
}

/** A forced command lets in to nothing else. */
function opensShell({ unread, options }: AuthorizedKey): boolean {
  return !unread && !/(^|,)(command=|cert-authority(,|$))/i.test(options)
}
