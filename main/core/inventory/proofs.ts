import type { LooseProof, Profile } from '../profile.js'

/** The logins that have succeeded anywhere, whether or not a key is bound there. */
export function allProofs({
  bindings,
  looseProofs,
}: Pick<Profile, 'bindings' | 'looseProofs'>): LooseProof[] {
  const kept = bindings.flatMap(({ instanceId, proofs }) => proofs.map((proof) => ({ ...proof, instanceId })))
  return [...kept, ...looseProofs]
}

/** The newest first; behind them those that are out of date. */
export function newestFirst<P extends Pick<LooseProof, 'at' | 'outdatedAt'>>(proofs: readonly P[]): P[] {
  const isOld = ({ outdatedAt }: P) => Number(outdatedAt !== undefined)
  return [...proofs].sort((a, b) => isOld(a) - isOld(b) || b.at.localeCompare(a.at))
}
