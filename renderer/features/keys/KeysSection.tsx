import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { KeyPair } from '../../../contract/keys.js'
import { errorInfo } from '../../api/errors.js'
import { useNow } from '../../ui/age.js'
import { DataTable } from '../../ui/DataTable.js'
import { EmptyState } from '../../ui/EmptyState.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { Section } from '../../ui/Section.js'
import { CreateKeySheet } from './CreateKeySheet.js'
import { DeleteKeySheet } from './DeleteKeySheet.js'
import { DropZone } from './DropZone.js'
import { ImportKeySheet } from './ImportKeySheet.js'
import { KeyDetails } from './KeyDetails.js'
import { keyColumns, matches } from './key-columns.js'
import { useKeys } from './key-queries.js'

type Open = { sheet: 'create' | 'delete' } | { sheet: 'import'; file: File | null } | null

/** The vault's key pairs: make, import, look at, push, rename, delete. */
export function KeysSection() {
  const keys = useKeys()
  const [filter, setFilter] = useState('')
  const [selectedId, setSelectedId] = useState<string | null>(null)
  const [detailed, setDetailed] = useState(false)
  const [open, setOpen] = useState<Open>(null)
  const all = keys.data
  const rows = useMemo(() => (all ?? []).filter((keyPair) => matches(keyPair, filter)), [all, filter])
  const now = useNow()
  const columns = useMemo(() => keyColumns(now), [now])
  const selected = all?.find(({ id }) => id === selectedId)
  const taken = all?.map(({ name }) => name) ?? []

  const show = ({ id }: Pick<KeyPair, 'id'>) => {
    setOpen(null)
    setFilter('')
    setSelectedId(id)
    setDetailed(true)
  }
  const askDelete = () => setOpen({ sheet: 'delete' })
  const close = () => setOpen(null)

  return (
    <DropZone onDrop={(file) => setOpen({ sheet: 'import', file })}>
      <Section
        title="Keys"
        filter={{ value: filter, onChange: setFilter, label: 'Filter keys' }}
        actions={
          <>
            <Button variant="default" onClick={() => setOpen({ sheet: 'import', file: null })}>
              Import
            </Button>
            <Button onClick={() => setOpen({ sheet: 'create' })}>Create key pair</Button>
          </>
        }
        details={
          detailed &&
          selected !== undefined && (
            <KeyDetails keyPair={selected} onDelete={askDelete} onClose={() => setDetailed(false)} />
          )
        }
      >
        {keys.error !== null && (
          <ErrorMessage problem={errorInfo(keys.error)} onRetry={() => void keys.refetch()} />
        )}
        {all !== undefined && (
          <DataTable
            label="Key pairs"
            rows={rows}
            columns={columns}
            rowId={({ id }) => id}
            selectedId={selectedId}
            onSelect={({ id }) => setSelectedId(id)}
            onClick={() => setDetailed(true)}
            onOpen={() => setDetailed(true)}
            onDetails={() => setDetailed((shown) => !shown)}
            onEscape={() => setDetailed(false)}
            onDelete={askDelete}
            empty={<NoKeys filtered={all.length > 0} onCreate={() => setOpen({ sheet: 'create' })} />}
          />
        )}
      </Section>
      {open?.sheet === 'create' && <CreateKeySheet taken={taken} onCreated={show} onClose={close} />}
      {open?.sheet === 'import' && (
        <ImportKeySheet
          key={fileKey(open.file)}
          dropped={open.file}
          taken={taken}
          onImported={show}
          onShowKnown={(id) => show({ id })}
          onClose={close}
        />
      )}
      {open?.sheet === 'delete' && selected !== undefined && (
        <DeleteKeySheet keyPair={selected} onClose={close} />
      )}
    </DropZone>
  )
}

/** Another dropped file begins another import. */
function fileKey(file: File | null): string {
  return file === null ? 'none' : `${file.name} ${file.size} ${file.lastModified}`
}

function NoKeys({ filtered, onCreate }: { filtered: boolean; onCreate: () => void }) {
  if (filtered) return <EmptyState>No key pair matches the filter.</EmptyState>
  return (
    <EmptyState action={<Button onClick={onCreate}>Create key pair</Button>}>
      There is no key pair yet. Create one, or drop a private key file here to import it.
    </EmptyState>
  )
}
