import { Alert, Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { KnownHost } from '../../../contract/known-hosts.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { timeText } from '../../ui/age.js'
import { ConfirmSheet } from '../../ui/ConfirmSheet.js'
import { type Column, DataTable } from '../../ui/DataTable.js'
import { EmptyState } from '../../ui/EmptyState.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { Fingerprint } from '../../ui/Fingerprint.js'
import { Section } from '../../ui/Section.js'
import { unreadableText } from './unreadable-text.js'

const columns: Column<KnownHost>[] = [
  { id: 'host', header: 'Host', value: ({ host }) => host, width: 'minmax(140px, 1fr)' },
  {
    id: 'algorithm',
    header: 'Algorithm',
    value: ({ algorithm }) => algorithm,
    width: '170px',
    hideBelow: 800,
  },
  {
    id: 'fingerprint',
    header: 'Host key',
    value: ({ fingerprint }) => fingerprint,
    cell: ({ fingerprint }) => <Fingerprint value={fingerprint} />,
    width: 'minmax(240px, 2fr)',
  },
  {
    id: 'added',
    header: 'Trusted since',
    value: ({ addedAt }) => addedAt ?? '',
    cell: ({ addedAt }) => (addedAt === null ? 'unknown' : timeText(addedAt)),
    width: '180px',
    hideBelow: 860,
  },
]

/** The host keys that Latchkey trusts: look, and forget one. */
export function KnownHostsSection() {
  const hosts = useQuery(api.knownHosts.list.queryOptions())
  const [filter, setFilter] = useState('')
  const [selectedId, setSelectedId] = useState<string | null>(null)
  const [removing, setRemoving] = useState(false)
  const all = hosts.data?.hosts
  const unreadable = hosts.data?.unreadableLines ?? 0
  const rows = useMemo(() => (all ?? []).filter((host) => matches(host, filter)), [all, filter])
  const selected = rows.find(({ id }) => id === selectedId)

  return (
    <Section
      title="Known hosts"
      filter={{ value: filter, onChange: setFilter, label: 'Filter known hosts' }}
      actions={
        <Button variant="default" disabled={selected === undefined} onClick={() => setRemoving(true)}>
          Remove
        </Button>
      }
    >
      {hosts.error !== null && (
        <ErrorMessage problem={errorInfo(hosts.error)} onRetry={() => void hosts.refetch()} />
      )}
      {unreadable > 0 && (
        <Alert color="red" title={unreadableText(unreadable)}>
          Hosts that stood there are asked about as if they were new. The file is known_hosts in the profile
          folder: put it back from a backup, or remove those lines.
        </Alert>
      )}
      {all !== undefined && (
        <DataTable
          label="Known hosts"
          rows={rows}
          columns={columns}
          rowId={({ id }) => id}
          selectedId={selectedId}
          onSelect={({ id }) => setSelectedId(id)}
          onDelete={() => setRemoving(true)}
          empty={
            <EmptyState>
              {all.length > 0
                ? 'No known host matches the filter.'
                : 'No host is known yet. Latchkey asks at the first connection to each and remembers it here.'}
            </EmptyState>
          }
        />
      )}
      {removing && selected !== undefined && (
        <RemoveHostSheet host={selected} onClose={() => setRemoving(false)} />
      )}
    </Section>
  )
}

function RemoveHostSheet({
  host: { id, host, algorithm },
  onClose,
}: {
  host: KnownHost
  onClose: () => void
}) {
  const client = useQueryClient()
  const remove = useMutation(
    api.knownHosts.remove.mutationOptions({
      onSuccess: () => client.invalidateQueries({ queryKey: api.knownHosts.key() }),
    }),
  )
  return (
    <ConfirmSheet
      title={`Remove the host key of ${host}?`}
      consequences={[
        `Latchkey forgets the ${algorithm} key of ${host}.`,
        'The next connection to it asks again whether its host key is right. Compare the fingerprint then.',
      ]}
      verb="Remove host key"
      onConfirm={() => remove.mutateAsync({ id })}
      onClose={onClose}
    />
  )
}

function matches({ host, algorithm, fingerprint }: KnownHost, filter: string): boolean {
  return `${host} ${algorithm} ${fingerprint}`.toLowerCase().includes(filter.trim().toLowerCase())
}
