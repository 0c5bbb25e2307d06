import type { Inventory } from '../../../contract/instances.js'

/** The whole with an account's part in the place of what was there of it; at the end where there was nothing. */
export function withPart(whole: Inventory, accountId: string, part: Inventory): Inventory {
  const others = whole.instances.filter((instance) => instance.accountId !== accountId)
  const at = whole.instances.findIndex((instance) => instance.accountId === accountId)
  const ages = whole.ages.some((age) => age.accountId === accountId)
    ? whole.ages.flatMap((age) => (age.accountId === accountId ? part.ages : [age]))
    : [...whole.ages, ...part.ages]
  return { instances: others.toSpliced(at === -1 ? others.length : at, 0, ...part.instances), ages }
}
