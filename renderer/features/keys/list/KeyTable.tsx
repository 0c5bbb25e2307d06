import { say } from '../../../../contract/words/say.js'
import { errorInfo } from '../../../api/errors.js'
import { DataTable } from '../../../ui/DataTable.js'
import { ErrorMessage } from '../../../ui/ErrorMessage.js'
import { Reading } from '../../../ui/Reading.js'
import { KeyViews } from './KeyViews.js'
import { NoKeys } from './NoKeys.js'
import type { KeyList } from './use-key-list.js'

interface Props {
  list: KeyList
  binDays: number
  onCreate: () => void
  onImport: (scan: boolean) => void
  marked: ReadonlySet<string>
  onMarked: (ids: ReadonlySet<string>) => void
  onDetails: (change: boolean | ((shown: boolean) => boolean)) => void
  onDelete: () => void
}

/** The key pairs of the chosen view. */
export function KeyTable({ list, binDays, onCreate, onImport, onDetails, onDelete, ...marking }: Props) {
  const { keys, all, rows, counts, view, filter } = list
  if (keys.error !== null)
    return <ErrorMessage problem={errorInfo(keys.error)} onRetry={() => void keys.refetch()} />
  if (keys.data === undefined) return <Reading>{say`Reading the key pairs`}</Reading>
  return (
    <>
      {all.length > 0 && <KeyViews view={view} counts={counts} onChange={list.setView} />}
      <DataTable
        label={say`Key pairs`}
        rows={rows}
        columns={list.columns}
        rowId={({ id }) => id}
        {...(view !== 'bin' && {
          marks: {
            ids: marking.marked,
            onChange: marking.onMarked,
            label: ({ name }: { name: string }) => say`Select ${name}`,
          },
        })}
        selectedId={list.selected?.id ?? null}
        onSelect={({ id }) => list.select(id)}
        onClick={() => onDetails(true)}
        onOpen={() => onDetails(true)}
        onDetails={() => onDetails((shown) => !shown)}
        onEscape={() => onDetails(false)}
        onDelete={onDelete}
        empty={
          <NoKeys
            view={view}
            counts={counts}
            filtered={filter !== ''}
            vaultEmpty={all.length === 0}
            binDays={binDays}
            onView={list.setView}
            onClear={() => list.setFilter('')}
            onCreate={onCreate}
            onImport={onImport}
          />
        }
      />
    </>
  )
}
