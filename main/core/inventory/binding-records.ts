import type { BindingRecord, Profile } from '../profile.js'

export interface Login {
  instanceId: string
  keyId: string
  user: string
  /** ISO 8601, UTC. */
  at: string
}

/** The profile after `login.keyId` became the key that Connect uses on the instance. Its proofs stay. */
export function withBinding(profile: Profile, login: Login): Profile {
  const old = bindingOf(profile, login.instanceId)
  return withRecord(profile, {
    instanceId: login.instanceId,
    keyId: login.keyId,
    user: login.user,
    boundAt: login.at,
    proofs: old?.proofs ?? [],
  })
}

/** The profile after the key was taken away from the instance: Connect uses it no more, and what proved it is forgotten. */
export function withoutBinding(profile: Profile, instanceId: string, keyId: string): Profile {
  const bindings = profile.bindings.flatMap((binding) => {
    if (binding.instanceId !== instanceId) return [binding]
    const proofs = binding.proofs.filter((proof) => proof.keyId !== keyId)
    return binding.keyId === keyId ? [] : [{ ...binding, proofs }]
  })
  return { ...profile, bindings }
}

/**
 * The profile after a login succeeded: the newest proof per key and user is kept, the user is remembered, and the key
 * pair was in use.
 */
export function withProof(profile: Profile, login: Login): Profile {
  const used = withUse(profile, login)
  const old = bindingOf(profile, login.instanceId)
  if (old === undefined) return used
  const others = old.proofs.filter((proof) => proof.keyId !== login.keyId || proof.user !== login.user)
  const proof = { keyId: login.keyId, user: login.user, at: login.at }
  return withRecord(used, { ...old, user: login.user, proofs: [proof, ...others] })
}

function withUse(profile: Profile, { keyId, at }: Login): Profile {
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
