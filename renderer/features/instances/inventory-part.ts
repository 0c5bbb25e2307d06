import type { Inventory } from '../../../contract/instances.js'

/** The whole with an account's part in the place of what was there of it. Accounts keep the order of their ages, the newest last. */
export function withPart(whole: Inventory, accountId: string, part: Inventory): Inventory {
  const others = whole.instances.filter((instance) => instance.accountId !== accountId)
  const known = whole.ages.findIndex((age) => age.accountId === accountId)
  const at = known === -1 ? whole.ages.length : known
  const before = new Set(whole.ages.slice(0, at).map((age) => age.accountId))
  const next = others.findIndex((instance) => !before.has(instance.accountId))
  return {
    instances: others.toSpliced(next === -1 ? others.length : next, 0, ...part.instances),
    ages: whole.ages.toSpliced(at, known === -1 ? 0 : 1, ...part.ages),
  }
}
