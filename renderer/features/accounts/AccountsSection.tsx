import { useCallback, useMemo, useState } from 'react'
import type { Account, CloudKindInfo } from '../../../contract/accounts.js'
import type { Inventory } from '../../../contract/instances.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import type { Column } from '../../ui/column.js'
import { trackFor } from '../../ui/column-layout.js'
import { DataTable } from '../../ui/DataTable.js'
import { EmptyState } from '../../ui/EmptyState.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { Reading } from '../../ui/Reading.js'
import { Section } from '../../ui/Section.js'
import { useInventoryQuery } from '../instances/inventory-query.js'
import { useStore } from '../store.js'
import { SyncButton } from '../sync/SyncButton.js'
import { AccountDetails } from './AccountDetails.js'
import { AddAccountButton, addingAccount } from './AddAccountButton.js'
import { AddAccountSheet } from './AddAccountSheet.js'
import { productName, useAccounts, useKinds, useReading } from './account-queries.js'
import { LastContact } from './LastContact.js'
import { RemoveAccountSheet } from './RemoveAccountSheet.js'
import { useWantedAccount } from './wanted-account.js'

/** The cloud accounts: add, look at, push keys to, remove. */
export function AccountsSection() {
  const accounts = useAccounts()
  const kinds = useKinds().data
  const [filter, setFilter] = useState('')
  const [selectedId, setSelectedId] = useState<string | null>(null)
  const [detailed, setDetailed] = useState(false)
  const adding = useStore(addingAccount)
  const [removing, setRemoving] = useState(false)
  const all = accounts.data
  const reading = useReading()
  const inventory = useInventoryQuery().data
  const columns = useMemo(
    () => columnsFor(kinds ?? [], reading, countByAccount(inventory)),
    [kinds, reading, inventory],
  )
  const rows = useMemo(() => (all ?? []).filter((account) => matches(account, filter)), [all, filter])
  const selected = all?.find(({ id }) => id === selectedId)

  const show = useCallback((id: string) => {
    setFilter('')
    setSelectedId(id)
    setDetailed(true)
  }, [])
  useWantedAccount(show)
  const closeForm = () => addingAccount.change(() => false)
  const showAdded = ({ id }: Account) => {
    closeForm()
    show(id)
  }

  return (
    <Section
      title={say`Accounts`}
      filter={{ value: filter, onChange: setFilter, label: say`Filter accounts` }}
      actions={
        <>
          <SyncButton />
          <AddAccountButton />
        </>
      }
      details={
        detailed &&
        selected !== undefined && (
          <AccountDetails
            key={selected.id}
            account={selected}
            kinds={kinds ?? []}
            onRemove={() => setRemoving(true)}
            onClose={() => setDetailed(false)}
          />
        )
      }
    >
      {accounts.error !== null && (
        <ErrorMessage problem={errorInfo(accounts.error)} onRetry={() => void accounts.refetch()} />
      )}
      {accounts.isPending && <Reading>{say`Reading the accounts`}</Reading>}
      {all !== undefined && (
        <DataTable
          label={say`Accounts`}
          rows={rows}
          columns={columns}
          rowId={({ id }) => id}
          isDim={({ disabled }) => disabled}
          selectedId={selectedId}
          onSelect={({ id }) => setSelectedId(id)}
          onClick={() => setDetailed(true)}
          onOpen={() => setDetailed(true)}
          onDetails={() => setDetailed((shown) => !shown)}
          onEscape={() => setDetailed(false)}
          onDelete={() => setRemoving(true)}
          empty={<NoAccounts filtered={all.length > 0} />}
        />
      )}
      {adding && kinds !== undefined && (
        <AddAccountSheet kinds={kinds} onAdded={showAdded} onClose={closeForm} />
      )}
      {removing && selected !== undefined && (
        <RemoveAccountSheet account={selected} onClose={() => setRemoving(false)} />
      )}
    </Section>
  )
}

function NoAccounts({ filtered }: { filtered: boolean }) {
  if (filtered) return <EmptyState>{say`No account matches the filter.`}</EmptyState>
  return (
    <EmptyState action={<AddAccountButton />}>
      {say`There is no account yet. Add a cloud account to see its instances and to push public keys to it.`}
    </EmptyState>
  )
}

function columnsFor(
  kinds: CloudKindInfo[],
  reading: string[],
  counts: ReadonlyMap<string, number>,
): Column<Account>[] {
  const longAge = say`${59} min ago`
  return [
    { id: 'name', header: say`Name`, value: ({ name }) => name, width: 'minmax(140px, 1fr)' },
    {
      id: 'contact',
      header: say`Last contact`,
      value: contactOrder,
      cell: (account) => <LastContact account={account} reading={reading.includes(account.id)} />,
      width: trackFor(160, [say`Failed, ${longAge}`, say`Fine, ${longAge}`]),
    },
    {
      id: 'instances',
      header: say`Instances`,
      value: ({ id }) => counts.get(id) ?? '',
      width: '100px',
    },
    {
      id: 'kind',
      header: say`Cloud`,
      value: (account) => productName(account, kinds),
      width: '160px',
      hideBelow: 560,
    },
    {
      id: 'address',
      header: say`Address`,
      value: ({ values }) => Object.values(values).find((value) => value.includes('://')) ?? '',
      width: 'minmax(160px, 2fr)',
      hideBelow: 720,
    },
  ]
}

/** As they were read last; none of an account that was never read. */
function countByAccount({ instances, ages }: Inventory = { instances: [], ages: [] }): Map<string, number> {
  const read = ages.filter(({ readAt }) => readAt !== null)
  const counts = new Map(read.map(({ accountId }) => [accountId, 0]))
  for (const { accountId } of instances) counts.set(accountId, (counts.get(accountId) ?? 0) + 1)
  return counts
}

/** Failed first, then those that answered in part, then the oldest; disabled ones last. */
function contactOrder({ lastContact, disabled }: Account): string {
  if (disabled) return '4'
  if (lastContact === null) return '3'
  const { ok, problem, at } = lastContact
  return `${ok ? (problem === undefined ? 2 : 1) : 0} ${at}`
}

function matches({ name, values }: Account, filter: string): boolean {
  return [name, ...Object.values(values)].join(' ').toLowerCase().includes(filter.trim().toLowerCase())
}
