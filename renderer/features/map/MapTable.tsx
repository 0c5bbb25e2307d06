import { Button } from '@mantine/core'
import { type ReactNode, useMemo } from 'react'
import { say } from '../../../contract/words/say.js'
import type { Column } from '../../ui/column.js'
import { DataTable } from '../../ui/DataTable.js'
import { EmptyState } from '../../ui/EmptyState.js'
import { NothingMatches } from '../../ui/NothingMatches.js'
import { AddAccountButton } from '../accounts/AddAccountButton.js'
import { useGoTo } from '../frame/navigation.js'
import { accountColumns, instanceColumns, keyColumns } from './map-columns.js'
import type { MapView } from './map-target.js'
import type { MapViewState } from './use-map-view.js'

interface Props {
  state: MapViewState
  /** ms */
  now: number
  /** The map has no row of this kind at all. */
  isEmpty: boolean
}

/** The table of the map that is chosen: Enter shows a picture, Space the details. */
export function MapTable({ state, now, isEmpty }: Props) {
  const { view, found } = state
  const columns = useMemo(
    () => ({ keys: keyColumns(now), instances: instanceColumns(now), accounts: accountColumns(now) }),
    [now],
  )
  const empty = <Nothing view={view} isEmpty={isEmpty} onClear={state.clear} />
  const table = <T extends { id: string }>(label: string, rows: T[], shown: Column<T>[]): ReactNode => (
    <DataTable
      key={view}
      label={label}
      rows={rows}
      columns={shown}
      rowId={({ id }) => id}
      selectedId={state.selected?.of === view ? state.selected.id : null}
      onSelect={({ id }) => state.select({ of: view, id })}
      onClick={({ id }) => state.detail({ of: view, id })}
      onOpen={({ id }) => state.picture({ of: view, id })}
      onDetails={({ id }) => (state.detailed ? state.setDetailed(false) : state.detail({ of: view, id }))}
      onEscape={() => state.setDetailed(false)}
      order={state.order}
      empty={empty}
    />
  )
  if (view === 'keys') return table(say`Keys on the map`, found.keys, columns.keys)
  if (view === 'instances') return table(say`Instances on the map`, found.instances, columns.instances)
  return table(say`Accounts on the map`, found.accounts, columns.accounts)
}

function Nothing({ view, isEmpty, onClear }: { view: MapView; isEmpty: boolean; onClear: () => void }) {
  const goTo = useGoTo()
  if (!isEmpty) {
    return <NothingMatches onClear={onClear}>{say`Nothing on the map matches.`}</NothingMatches>
  }
  if (view === 'keys') {
    return (
      <EmptyState action={<Button onClick={() => goTo('keys')}>{say`Go to Keys`}</Button>}>
        {say`There is no key yet, in the vault or in an account.`}
      </EmptyState>
    )
  }
  return (
    <EmptyState action={<AddAccountButton />}>
      {view === 'instances'
        ? say`Instances come from your cloud accounts, and none is known yet.`
        : say`There is no cloud account yet.`}
    </EmptyState>
  )
}
