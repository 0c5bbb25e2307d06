import { z } from 'zod'
import { Time } from '../../../contract/base.js'
import type { Drift, DriftItem } from '../../../contract/sync.js'
import type { Happening } from '../activity/record.js'
import { parseInstanceId } from '../inventory/instance-view.js'
import type { AccountInventory } from '../inventory/inventory-cache.js'
import { createKeyMatches } from '../inventory/key-matches.js'
import { oneAtATime } from '../lib/one-at-a-time.js'
import { parseDocument } from '../lib/parse-document.js'
import type { Clock, DocumentStore, Log, ProfileStore } from '../ports.js'
import { baselineOf, type Difference, differencesBetween } from './drift-items.js'
import { isOwn, ownChangeOf } from './own-changes.js'

const KeptAccount = z.object({
  readAt: Time,
  keys: z.array(z.object({ name: z.string(), region: z.string().nullable(), md5: z.string().nullable() })),
  instances: z.array(z.object({ cloudId: z.string(), name: z.string(), keyNames: z.array(z.string()) })),
  /** What was done here since. */
  own: z.array(
    z.object({ at: Time, event: z.string(), detail: z.string(), keyId: z.string().nullable().default(null) }),
  ),
})
type KeptAccount = z.infer<typeof KeptAccount>

const Document = z.object({ version: z.literal(1), accounts: z.record(z.string(), KeptAccount) })

/**
 * A baseline with which nothing differs moves on by itself when it is so old: "since" then says a day, not a year. One from
 * which only what was done here differs moves on at once: what becomes of that is to be seen too.
 */
const STALE_MS = 12 * 60 * 60 * 1000

/** By then a cloud tells of what was done. */
const SETTLED_MS = 10 * 60 * 1000

export interface DriftParts {
  profile: ProfileStore
  clock: Clock
  log: Log
  store: DocumentStore
  told(): Promise<ReadonlyMap<string, AccountInventory>>
}

/**
 * Holds what was last read of each account against what the user last took note of. From what is on the disk alone: no call
 * is made and nothing is asked. What differs is told until it is taken note of, however long that takes. A document that
 * is damaged counts as none: comparing begins anew.
 */
export function createDrift({ profile, clock, log, store, told }: DriftParts) {
  const inTurn = oneAtATime()
  let loaded: Promise<Map<string, KeptAccount>> | null = null

  function kept(): Promise<Map<string, KeptAccount>> {
    loaded ??= load(store, log)
    return loaded
  }

  async function save(): Promise<void> {
    try {
      await store.write({ version: 1, accounts: Object.fromEntries(await kept()) })
    } catch (error) {
      log.error('sync.baseline-not-written', error)
    }
  }

  /** Of accounts that are asked. */
  function asked(inventories: ReadonlyMap<string, AccountInventory>) {
    const records = profile.read().accounts.filter(({ phase, disabled }) => phase === 'stored' && !disabled)
    return records.flatMap(({ id }) => {
      const inventory = inventories.get(id)
      return inventory === undefined ? [] : [{ id, inventory }]
    })
  }

  async function moveOn(id: string, inventory: AccountInventory): Promise<void> {
    const own = ((await kept()).get(id)?.own ?? []).filter(({ at }) => at > inventory.readAt)
    const { readAt, keys, instances } = baselineOf(inventory)
    ;(await kept()).set(id, { readAt, keys, instances, own })
  }

  /** What is done before the first look at an account is no drift either: it is held against what was read till then. */
  async function keptOrBegun(id: string): Promise<KeptAccount | undefined> {
    const known = await kept()
    if (known.has(id)) return known.get(id)
    const inventory = (await told()).get(id)
    if (inventory !== undefined) await moveOn(id, inventory)
    return known.get(id)
  }

  /** Of an instance whose binding is under way, or waits for the user: it is noted as done here at its end only. */
  const isBeingBound = (accountId: string, { kind, id }: Difference) =>
    kind === 'instance-keys' &&
    profile.read().bindingJournal.some(({ instanceId }) => {
      const parts = parseInstanceId(instanceId)
      return parts?.accountId === accountId && parts.cloudId === id
    })

  async function look(): Promise<Drift> {
    const known = await kept()
    const { idOf } = createKeyMatches(profile.read())
    const keyIdOf = (md5: string) => idOf({ blob: null, fingerprintMd5: md5 })
    const accounts: Drift['accounts'] = []
    let moved = forgetRemoved(
      known,
      profile.read().accounts.map(({ id }) => id),
    )
    for (const { id, inventory } of asked(await told())) {
      const base = known.get(id)
      const all = base === undefined ? [] : differencesBetween(base, baselineOf(inventory))
      const found = all.filter((difference) => !isBeingBound(id, difference))
      const foreign = found.filter((difference) => !isOwn(difference, base?.own ?? [], keyIdOf))
      if (base !== undefined && foreign.length > 0) {
        const items = foreign.map((difference) => toItem(id, difference, keyIdOf))
        accounts.push({ accountId: id, since: base.readAt, readAt: inventory.readAt, items })
      } else if (
        base === undefined ||
        found.length > 0 ||
        isStale(base, inventory) ||
        showsNothing(base, inventory)
      ) {
        await moveOn(id, inventory)
        moved = true
      }
    }
    if (moved) await save()
    return { accounts }
  }

  return {
    report: () => inTurn(look),
    /** One account's, or everything. */
    accept: (accountId?: string) =>
      inTurn(async () => {
        for (const { id, inventory } of asked(await told()))
          if (accountId === undefined || id === accountId) await moveOn(id, inventory)
        await save()
        return look()
      }),
    /** To be told of everything that is noted. */
    ownChange(happening: Happening): void {
      const own = ownChangeOf(happening, new Date(clock.now()).toISOString())
      if (own === null) return
      void inTurn(async () => {
        const account = await keptOrBegun(own.accountId)
        if (account === undefined) return
        account.own.push(own.change)
        await save()
      })
    },
    settled: () => inTurn(async () => undefined),
  }
}

const isStale = (base: KeptAccount, { readAt }: AccountInventory) =>
  Date.parse(readAt) - Date.parse(base.readAt) > STALE_MS

/** What was done here so long before the account was read, and changed nothing there, is no reason for what comes. */
const showsNothing = ({ own }: KeptAccount, { readAt }: AccountInventory) =>
  own.length > 0 && own.every(({ at }) => Date.parse(readAt) - Date.parse(at) > SETTLED_MS)

/** True if there were any. */
function forgetRemoved(known: Map<string, KeptAccount>, accountIds: string[]): boolean {
  const gone = [...known.keys()].filter((id) => !accountIds.includes(id))
  for (const id of gone) known.delete(id)
  return gone.length > 0
}

function toItem(
  accountId: string,
  { md5, id: _id, ...difference }: Difference,
  keyIdOf: (md5: string) => string | null,
): DriftItem {
  return { ...difference, accountId, keyId: md5 === null ? null : keyIdOf(md5) }
}

async function load(store: DocumentStore, log: Log): Promise<Map<string, KeptAccount>> {
  const document = parseDocument(await store.read(), Document, log, 'sync.baseline-dropped')
  return new Map(Object.entries(document?.accounts ?? {}))
}
