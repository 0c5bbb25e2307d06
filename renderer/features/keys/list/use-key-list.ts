import { useMemo, useState } from 'react'
import { type KeyPair, KeyState } from '../../../../contract/keys.js'
import { useNow } from '../../../ui/age.js'
import { useInventoryQuery } from '../../instances/inventory-query.js'
import { useKeys } from '../key-queries.js'
import { instanceCounts } from './instance-counts.js'
import { keyColumns } from './key-columns.js'
import { indexKeys, searchKeys } from './key-search.js'

const none: KeyPair[] = []
const states = KeyState.options
const inState = (keys: KeyPair[], wanted: KeyState) => keys.filter(({ state }) => state === wanted)

/** What the table shows: a view of the vault's key pairs, filtered as one types. */
export function useKeyList() {
  const keys = useKeys()
  const instances = useInventoryQuery().data?.instances
  const [filter, setFilter] = useState('')
  const [view, setView] = useState<KeyState>('active')
  const [selectedId, select] = useState<string | null>(null)
  const now = useNow()
  const all = keys.data ?? none
  const index = useMemo(() => indexKeys(all), [all])
  const found = useMemo(() => searchKeys(index, filter, now), [index, filter, now])
  const byView = useMemo(() => new Map(states.map((state) => [state, inState(found, state)])), [found])
  const used = useMemo(() => instanceCounts(instances ?? []), [instances])
  const columns = useMemo(() => keyColumns(view, now, used), [view, now, used])
  const count = (state: KeyState) => byView.get(state)?.length ?? 0

  return {
    keys,
    all,
    rows: byView.get(view) ?? none,
    counts: { active: count('active'), archived: count('archived'), bin: count('bin') },
    columns,
    filter,
    setFilter,
    view,
    setView,
    selected: all.find(({ id }) => id === selectedId),
    select,
    /** Brings a key pair into sight, whatever the view and the filter were. */
    show(id: string) {
      setFilter('')
      setView(all.find((one) => one.id === id)?.state ?? 'active')
      select(id)
    },
  }
}

export type KeyList = ReturnType<typeof useKeyList>
