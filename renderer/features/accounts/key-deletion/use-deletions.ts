import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Account, AccountKeyRadius, CloudKey } from '../../../../contract/accounts.js'
import type { PlannedTarget } from '../../../../contract/bindings.js'
import { rpc } from '../../../api/client.js'
import { errorInfo } from '../../../api/errors.js'
import { api } from '../../../api/queries.js'
import { useCloudKeysChanged } from '../account-queries.js'
import { refOf } from '../cloud-key-ref.js'
import { isKept } from './deletion-words.js'
import { type DeletionState, runDeletions } from './run-deletions.js'
import { unbindAll } from './unbind-all.js'

/** One of the keys that are to go, as far as is known of it yet. */
export interface Doomed {
  id: string
  key: CloudKey
  radius: AccountKeyRadius | undefined
  /** What unbinding it first would do to each instance that has it; undefined where that is not asked for, or not yet known. */
  unbinding: PlannedTarget[] | undefined
  /** Whether it can be begun with. */
  ready: boolean
  state: DeletionState | undefined
}

const FRESH = { staleTime: Number.POSITIVE_INFINITY, refetchOnMount: 'always', gcTime: 0 } as const

/** Names can repeat in other regions. */
export const idOfKey = ({ region, cloudKeyId, name }: CloudKey) => JSON.stringify([region, cloudKeyId, name])

/** Whether the name of each instance that nothing else is proven to open was typed. */
export function areNamesTyped({ radius, unbinding = [] }: Doomed, typed: Record<string, string>): boolean {
  const nameOf = (id: string) =>
    radius?.kept?.instances.find(({ instanceId }) => instanceId === id)?.instanceName
  return unbinding.every(
    ({ plan, instanceId }) =>
      plan?.lastWayIn !== true || typed[instanceId]?.trim() === nameOf(instanceId)?.trim(),
  )
}

/** What is known of deleting these keys from their account, and how far it is. `unbinds`: where the cloud keeps them for instances. */
export function useDeletions(account: Account, keys: CloudKey[], unbinds: boolean) {
  const client = useQueryClient()
  const keysChanged = useCloudKeysChanged(account)
  const [states, setStates] = useState<Record<string, DeletionState>>({})
  const [phase, setPhase] = useState<'asking' | 'running' | 'ended'>('asking')
  const [controller, setController] = useState<AbortController | null>(null)
  const [cancelling, setCancelling] = useState(false)
  /** The last click's, which no later drawing replaces. */
  const typed = useRef<Record<string, string>>({})
  const left = keys.filter((key) => states[idOfKey(key)]?.at !== 'deleted')
  const radii = useQuery({
    ...api.accounts.keyRadius.queryOptions({
      input: { keys: keys.map((key) => ({ accountId: account.id, key: refOf(key) })) },
    }),
    ...FRESH,
  })
  const radiusOf = (key: CloudKey) => radii.data?.[keys.indexOf(key)]
  const kept = left.flatMap((key) => {
    const radius = radiusOf(key)
    return radius !== undefined && isKept(radius) && radius.keyId !== null ? [{ key, radius }] : []
  })
  const planned = useQueries({
    queries: kept.map(({ radius }) => ({
      ...api.bindings.planMany.queryOptions({
        input: {
          ...{ action: 'unbind' as const, by: 'cloud' as const, keyId: radius.keyId ?? '' },
          instanceIds: radius.kept?.instances.map(({ instanceId }) => instanceId) ?? [],
        },
      }),
      ...FRESH,
      enabled: unbinds,
    })),
  })

  const doomed = keys.map((key): Doomed => {
    const radius = radiusOf(key)
    const at = kept.findIndex((one) => one.key === key)
    const unbinding = unbinds ? planned[at]?.data : undefined
    const canUnbind = unbinding?.every(({ plan }) => plan !== null) ?? false
    const ready = radius !== undefined && (!isKept(radius) || canUnbind)
    return { id: idOfKey(key), key, radius, unbinding, ready, state: states[idOfKey(key)] }
  })

  const deletionOf = ({ key, radius, unbinding }: Doomed) => ({
    ...(radius !== undefined &&
      isKept(radius) && {
        unbind: () => unbindAll(unbinding?.flatMap(({ plan }) => plan ?? []) ?? [], typed.current),
      }),
    remove: (_one: Doomed, signal: AbortSignal) =>
      rpc.accounts.deleteKey({ id: account.id, key: refOf(key) }, { signal }),
    problemOf: errorInfo,
  })

  return {
    doomed,
    asking: radii.isFetching || (unbinds && planned.some(({ isFetching }) => isFetching)),
    problem: radii.error ?? planned.find(({ error }) => error !== null)?.error ?? null,
    phase,
    cancelling,
    /** Deletes those that are given. `typedNames`: by the instance. Resolves to whether all of them are deleted. */
    async run(targets: Doomed[], typedNames: Record<string, string>): Promise<boolean> {
      const now = new AbortController()
      typed.current = typedNames
      setController(now)
      setPhase('running')
      const ends = new Map<string, DeletionState>()
      const tell = ({ id }: Doomed, state: DeletionState) => {
        ends.set(id, state)
        setStates((before) => ({ ...before, [id]: state }))
      }
      await runDeletions(targets, deletionOf, tell, now.signal)
      setPhase('ended')
      setController(null)
      setCancelling(false)
      await Promise.all([
        keysChanged(),
        client.invalidateQueries({ queryKey: api.instances.list.key() }),
        client.invalidateQueries({ queryKey: api.map.key() }),
      ])
      return targets.every(({ id }) => ends.get(id)?.at === 'deleted')
    },
    cancel() {
      controller?.abort()
      setCancelling(true)
    },
    /** Asks anew about those that are left, so that they can be tried again. */
    async again(): Promise<void> {
      setPhase('asking')
      setStates((before) =>
        Object.fromEntries(Object.entries(before).filter(([, { at }]) => at === 'deleted')),
      )
      await radii.refetch()
      await Promise.all(planned.map(({ refetch }) => (unbinds ? refetch() : undefined)))
    },
  }
}
