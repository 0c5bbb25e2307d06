import { type BindingRecord, isShown, type KeyRecord, type LooseProof, type Profile } from '../profile.js'
import { hasPlace } from './place.js'
import { allProofs, newestFirst } from './proofs.js'

export interface Login {
  instanceId: string
  keyId: string
  user: string
  /** ISO 8601, UTC. */
  at: string
}

/** The profile after `login.keyId` became the key that Connect uses on the instance. Its proofs stay. */
export function withBinding(profile: Profile, login: Login): Profile {
  const { instanceId, keyId, user, at: boundAt } = login
  const known = allProofs(profile).filter((proof) => proof.instanceId === instanceId)
  const proofs = known.map(({ instanceId: _on, ...proof }) => proof)
  const looseProofs = profile.looseProofs.filter((proof) => proof.instanceId !== instanceId)
  return withRecord({ ...profile, looseProofs }, { instanceId, keyId, user, boundAt, proofs })
}

/** The profile after the cloud replaced these keys of the instance by others: nobody knows whether they open it still. */
export function withOutdated(
  profile: Profile,
  { instanceId, keyIds, at }: { instanceId: string; keyIds: string[]; at: string },
): Profile {
  const marked = <P extends BindingRecord['proofs'][number]>(proof: P): P =>
    keyIds.includes(proof.keyId) && proof.outdatedAt === undefined ? { ...proof, outdatedAt: at } : proof
  return {
    ...profile,
    bindings: profile.bindings.map((one) =>
      one.instanceId === instanceId ? { ...one, proofs: one.proofs.map(marked) } : one,
    ),
    looseProofs: profile.looseProofs.map((one) => (one.instanceId === instanceId ? marked(one) : one)),
  }
}

/** The profile after the cloud took the key away from the instance: no login with it proves anything any more. For Connect see `withoutLogin`. */
export function withoutBinding(
  profile: Profile,
  { instanceId, keyId }: Pick<Login, 'instanceId' | 'keyId'>,
  at: string,
): Profile {
  return without(profile, instanceId, at, (login) => login.keyId === keyId)
}

/**
 * The profile after the key was taken out of one user's authorized_keys: that login proves nothing any more. Where it was
 * Connect's own, Connect goes on with the login that was proven last; where there is none, no key is bound.
 */
export function withoutLogin(
  profile: Profile,
  { instanceId, keyId, user }: Omit<Login, 'at'>,
  at: string,
): Profile {
  return without(profile, instanceId, at, (login) => login.keyId === keyId && login.user === user)
}

function without(
  profile: Profile,
  instanceId: string,
  at: string,
  isGone: (login: Pick<Login, 'keyId' | 'user'>) => boolean,
): Profile {
  const bindings = profile.bindings.flatMap((binding) => {
    if (binding.instanceId !== instanceId) return [binding]
    const proofs = binding.proofs.filter((proof) => !isGone(proof))
    if (!isGone(binding)) return [{ ...binding, proofs }]
    const last = nextFor(proofs, profile)
    return last === undefined ? [] : [{ ...binding, keyId: last.keyId, user: last.user, boundAt: at, proofs }]
  })
  const isLeft = (proof: LooseProof) => proof.instanceId !== instanceId || !isGone(proof)
  return { ...profile, bindings, looseProofs: profile.looseProofs.filter(isLeft) }
}

/** What Connect goes on with: the newest login whose key pair is in the vault, one that can log in before one in the bin. */
function nextFor(
  proofs: BindingRecord['proofs'],
  { keys }: Profile,
): BindingRecord['proofs'][number] | undefined {
  const shown = keys.filter(isShown)
  const usable = shown.filter(({ hasPrivate, binnedAt }) => hasPrivate && binnedAt === null)
  const newest = newestFirst(proofs)
  const ofAny = (some: KeyRecord[]) => newest.find(({ keyId }) => some.some(({ id }) => id === keyId))
  return ofAny(usable) ?? ofAny(shown)
}

/**
 * The profile after a login succeeded: the newest proof per key and user is kept, the user is remembered, and the key
 * pair was in use.
 */
export function withProof(profile: Profile, login: Login): Profile {
  return proven(profile, login, login.user)
}

/** The same after a login beside the one of Connect, whose user stays. */
export function withOtherProof(profile: Profile, login: Login): Profile {
  return proven(profile, login, null)
}

function proven(
  profile: Profile,
  { instanceId, keyId, user, at }: Login,
  connectsAs: string | null,
): Profile {
  const used = withUse(profile, { keyId, at })
  const isOther = (proof: Pick<Login, 'keyId' | 'user'>) => proof.keyId !== keyId || proof.user !== user
  const old = bindingOf(profile, instanceId)
  if (old === undefined) {
    if (!hasPlace(profile, instanceId)) return used
    const others = profile.looseProofs.filter((one) => one.instanceId !== instanceId || isOther(one))
    return { ...used, looseProofs: [{ instanceId, keyId, user, at }, ...others] }
  }
  const proofs = [{ keyId, user, at }, ...old.proofs.filter(isOther)]
  return withRecord(used, { ...old, user: connectsAs ?? old.user, proofs })
}

function withUse(profile: Profile, { keyId, at }: Pick<Login, 'keyId' | 'at'>): Profile {
  const keys = profile.keys.map((key) => (key.id === keyId ? { ...key, lastUsedAt: at } : key))
  return { ...profile, keys }
}

function bindingOf(profile: Profile, instanceId: string): BindingRecord | undefined {
  return profile.bindings.find((binding) => binding.instanceId === instanceId)
}

function withRecord(profile: Profile, record: BindingRecord): Profile {
  const others = profile.bindings.filter((binding) => binding.instanceId !== record.instanceId)
  return { ...profile, bindings: [...others, record] }
}
