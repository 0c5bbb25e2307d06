import { randomUUID } from 'node:crypto'
import type { WantedRule } from '../../../contract/sync.js'
import type { Profile } from '../profile.js'
import { isSameRule, narrowed } from '../sync/wanted.js'
import { plainName } from './plain-name.js'

type Ids = ReadonlyMap<string, string>

/** With the backup's rules that are not here and whose key pair and accounts are. The maps: ids in the backup to ids here. */
export function withWanted(now: Profile, rules: WantedRule[], keyIds: Ids, accountIds: Ids): Profile {
  const added = missingRules(now.wanted, rules, keyIds, accountIds)
  return added.length === 0 ? now : { ...now, wanted: [...now.wanted, ...added] }
}

/** As they would be here. */
export function missingRules(here: WantedRule[], rules: WantedRule[], keyIds: Ids, accountIds: Ids) {
  const missing: WantedRule[] = []
  for (const rule of rules) {
    const mapped = mappedRule(rule, keyIds, accountIds)
    if (mapped === null || [...here, ...missing].some((known) => isSameRule(known, mapped))) continue
    missing.push({ ...mapped, id: randomUUID() })
  }
  return missing
}

/** Null where its key pair or all of its accounts are not here. */
function mappedRule(rule: WantedRule, keyIds: Ids, accountIds: Ids): WantedRule | null {
  const keys = mappedKeys(rule.keys, keyIds)
  return keys && narrowed({ ...rule, keys }, (id) => accountIds.get(id))
}

function mappedKeys(keys: WantedRule['keys'], keyIds: Ids): WantedRule['keys'] | null {
  if (keys.kind === 'tag') return { kind: 'tag', tag: plainName(keys.tag, 50) }
  if (keys.kind === 'all') return keys
  const keyId = keyIds.get(keys.keyId)
  return keyId === undefined ? null : { kind: 'key', keyId }
}
