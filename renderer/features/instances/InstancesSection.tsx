import { Button, Group } from '@mantine/core'
import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import { say } from '../../../contract/words/say.js'
import { errorInfo, unlessCancelled } from '../../api/errors.js'
import { useNow } from '../../ui/age.js'
import { DataTable } from '../../ui/DataTable.js'
import { EmptyState } from '../../ui/EmptyState.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { NothingMatches } from '../../ui/NothingMatches.js'
import { Reading } from '../../ui/Reading.js'
import { Section } from '../../ui/Section.js'
import { AddAccountButton } from '../accounts/AddAccountButton.js'
import { useBoundNow } from '../bindings/binds.js'
import { GuideOr } from '../first-run/Guide.js'
import { AddHostButton } from '../hosts/AddHostButton.js'
import { HostDialogs } from '../hosts/HostDialogs.js'
import { OwnHostsFilter } from '../hosts/OwnHostsFilter.js'
import { LastDone } from '../undo/LastDone.js'
import { openInstance } from './actions.js'
import { InstanceDetails } from './InstanceDetails.js'
import { InventoryProblems } from './InventoryProblems.js'
import { instanceColumns } from './instance-columns.js'
import classes from './instances.module.css'
import { useInventory } from './inventory.js'
import { MarkedInstances } from './MarkedInstances.js'
import { filterRows, queryFields, suggest, unknownFields } from './query.js'
import { ReadState } from './ReadState.js'
import { RowMenu } from './RowMenu.js'
import type { InstanceRow } from './rows.js'
import { useInstanceTable } from './use-instance-table.js'
import { ViewMenu } from './ViewMenu.js'
import { useWantedFilter, useWantedInstance } from './wanted-instance.js'

/** The instances of all accounts: find one, see which key is on it, bind, connect. */
export function InstancesSection() {
  const { list, accounts, keys, refresh, rows, reading } = useInventory()
  const [filter, setFilter] = useState('')
  const [selectedId, setSelectedId] = useState<string | null>(null)
  const [detailed, setDetailed] = useState(false)
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const now = useNow()
  const words = useDeferredValue(filter)
  const found = useMemo(() => filterRows(rows, words), [rows, words])
  const binding = useBoundNow()
  const columns = useMemo(() => instanceColumns(now, binding), [now, binding])
  const table = useInstanceTable(columns)
  const [menu, setMenu] = useState<{ row: InstanceRow; at: { x: number; y: number } } | null>(null)
  const suggestHere = useCallback((text: string, caret: number) => suggest(rows, text, caret), [rows])
  const unknown = useMemo(() => unknownFields(words), [words])
  const selected = selectedId === null ? undefined : rows.find(({ id }) => id === selectedId)
  const refreshAll = () => refresh.mutate({})
  const failure = list.error ?? unlessCancelled(refresh.error)
  // The first rows are those that will stand there still, unless something else decides which those are.
  const asGiven = words === '' && table.layout.sort === null && table.layout.group === null
  const known = list.data !== undefined || (asGiven && rows.length > 0)

  useWantedInstance(
    useCallback((id) => {
      setFilter('')
      setSelectedId(id)
      setDetailed(true)
    }, []),
  )
  useWantedFilter(setFilter)
  const open = (row: InstanceRow) => {
    if (!openInstance(row)) setDetailed(true)
  }
  return (
    <Section
      title={say`Instances`}
      filter={{ value: filter, onChange: setFilter, label: say`Filter instances`, suggest: suggestHere }}
      actions={
        <>
          <ViewMenu table={table} all={columns} rows={rows} filter={filter} onFilter={setFilter} />
          <OwnHostsFilter rows={rows} filter={filter} onChange={setFilter} />
          <AddHostButton />
          <ReadState reading={reading} accounts={accounts.data ?? []} />
          <Button
            variant="default"
            loading={refresh.isPending}
            disabled={accounts.data?.length === 0}
            onClick={refreshAll}
          >
            {say`Refresh`}
          </Button>
        </>
      }
      details={
        detailed &&
        selected !== undefined && (
          <InstanceDetails
            row={selected}
            binding={binding.has(selected.id)}
            keys={keys.data ?? []}
            onClose={() => setDetailed(false)}
          />
        )
      }
    >
      {failure !== null && <ErrorMessage problem={errorInfo(failure)} onRetry={refreshAll} />}
      <InventoryProblems
        ages={list.data?.ages ?? []}
        accounts={accounts.data ?? []}
        now={now}
        reading={reading}
        onRetry={(ids) => {
          for (const accountId of ids) refresh.mutate({ accountId })
        }}
      />
      {unknown.length > 0 && <UnknownFields names={unknown} />}
      {((list.isPending && !known) || accounts.isPending) && <Reading>{say`Reading the instances`}</Reading>}
      {known && accounts.data !== undefined && (
        <DataTable
          label={say`Instances`}
          rows={rows}
          only={found}
          columns={table.columns}
          layout={table.header}
          grouping={table.grouping}
          sort={table.layout.sort}
          onSort={(sort) => table.setLayout({ sort })}
          onMenu={(row, at) => setMenu({ row, at })}
          rowId={({ id }) => id}
          isDim={({ disabled }) => disabled}
          marks={{ ids: marked, onChange: setMarked, label: ({ instance }) => say`Select ${instance.name}` }}
          selectedId={selectedId}
          onSelect={({ id }) => setSelectedId(id)}
          onClick={() => setDetailed(true)}
          onOpen={open}
          onDetails={() => setDetailed((shown) => !shown)}
          onEscape={() => setDetailed(false)}
          empty={
            <NoInstances
              accounts={accounts.data.length}
              filtered={rows.length > 0}
              busy={refresh.isPending}
              onClear={() => setFilter('')}
              onRefresh={refreshAll}
            />
          }
        />
      )}
      <HostDialogs />
      <LastDone place="hosts" />
      <MarkedInstances
        all={found.length}
        instances={
          marked.size === 0 ? [] : found.flatMap(({ id, instance }) => (marked.has(id) ? instance : []))
        }
        onClear={() => setMarked(new Set())}
      />
      {menu !== null && (
        <RowMenu
          row={rows.find(({ id }) => id === menu.row.id) ?? menu.row}
          binding={binding.has(menu.row.id)}
          at={menu.at}
          onDetails={() => setDetailed(true)}
          onClose={() => setMenu(null)}
        />
      )}
    </Section>
  )
}

function UnknownFields({ names }: { names: string[] }) {
  const [first = ''] = names
  const fields = Object.keys(queryFields).join(', ')
  return (
    <p className={classes.unknown} role="status">
      {names.length === 1
        ? say`There is no field ${first}: it is looked for as it stands. Fields are ${fields}.`
        : say`There are no fields ${names.join(', ')}: it is looked for as it stands. Fields are ${fields}.`}
    </p>
  )
}

interface NoInstancesProps {
  accounts: number
  filtered: boolean
  busy: boolean
  onClear: () => void
  onRefresh: () => void
}

function NoInstances({ accounts, filtered, busy, onClear, onRefresh }: NoInstancesProps) {
  if (filtered) {
    return <NothingMatches onClear={onClear}>{say`No instance matches the filter.`}</NothingMatches>
  }
  if (accounts === 0) {
    return (
      <GuideOr>
        <EmptyState
          action={
            <Group gap="sm">
              <AddAccountButton />
              <AddHostButton />
            </Group>
          }
        >
          {say`Instances come from your cloud accounts, and there is none yet. Hosts that are in no cloud are added by hand.`}
        </EmptyState>
      </GuideOr>
    )
  }
  if (busy) return <EmptyState>{say`Asking the clouds for instances.`}</EmptyState>
  return (
    <EmptyState action={<Button onClick={onRefresh}>{say`Refresh`}</Button>}>
      {say`No account has an instance that it shows.`}
    </EmptyState>
  )
}
