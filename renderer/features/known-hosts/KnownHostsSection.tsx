import { Alert, Button, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { HostsFile, KnownHost } from '../../../contract/known-hosts.js'
import { numberText, say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { DataTable } from '../../ui/DataTable.js'
import { EmptyState } from '../../ui/EmptyState.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { NothingMatches } from '../../ui/NothingMatches.js'
import { Reading } from '../../ui/Reading.js'
import { Section } from '../../ui/Section.js'
import { HostDetails } from './HostDetails.js'
import { hostColumns } from './host-columns.js'
import { OutdatedNotice } from './OutdatedNotice.js'
import { RemovedNotice } from './RemovedNotice.js'
import { type Removed, RemoveHostsSheet } from './RemoveHostsSheet.js'
import { unreadableText } from './unreadable-text.js'
import { type ShownFile, useHostsFound } from './use-hosts-found.js'
import { useKnownHosts } from './use-known-hosts.js'
import { useWantedHosts } from './wanted-hosts.js'

const choices = [
  { value: 'all', label: say`All files` },
  { value: 'latchkey', label: 'Latchkey' },
  { value: 'user', label: '~/.ssh' },
]

/** The host keys that Latchkey and ssh trust: look, find, and clean up. */
export function KnownHostsSection() {
  const list = useKnownHosts()
  const [filter, setFilter] = useState('')
  const [file, setFile] = useState<ShownFile>('all')
  const [selectedId, setSelectedId] = useState<string | null>(null)
  const [detailed, setDetailed] = useState(false)
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const [removing, setRemoving] = useState<{ hosts: KnownHost[]; outdatedOnly: boolean } | null>(null)
  const [removed, setRemoved] = useState<Removed | null>(null)
  useWantedHosts((words) => {
    setFilter(words)
    setFile('all')
  })
  const all = list.data?.hosts
  const rows = useHostsFound(all, filter, file)
  const selected = rows.find(({ id }) => id === selectedId)
  const chosen = rows.filter(({ id }) => marked.has(id))
  const outdated = (all ?? []).filter((host) => host.outdated.length > 0)
  // Only an administrator takes lines out of the system's file.
  const wanted = (chosen.length > 0 ? chosen : selected === undefined ? [] : [selected]).filter(
    ({ source }) => source !== 'system',
  )
  const hasSystem = list.data?.files.some(({ source }) => source === 'system') ?? false
  const remove = (hosts: KnownHost[]) => setRemoving({ hosts, outdatedOnly: false })
  const pathOf = ({ source }: KnownHost) => list.data?.files.find((one) => one.source === source)?.path ?? ''

  return (
    <Section
      title={say`Known hosts`}
      filter={{ value: filter, onChange: setFilter, label: say`Filter known hosts` }}
      actions={
        <>
          <SegmentedControl
            aria-label={say`File`}
            size="xs"
            data={hasSystem ? [...choices, { value: 'system', label: say`System` }] : choices}
            value={file}
            onChange={(value) => setFile(value as ShownFile)}
          />
          <Button variant="default" disabled={wanted.length === 0} onClick={() => remove(wanted)}>
            {wanted.length > 1 ? say`Remove ${numberText(wanted.length)}…` : say`Remove…`}
          </Button>
        </>
      }
      details={
        detailed &&
        selected !== undefined && (
          <HostDetails host={selected} path={pathOf(selected)} onClose={() => setDetailed(false)} />
        )
      }
    >
      {list.error !== null && (
        <ErrorMessage problem={errorInfo(list.error)} onRetry={() => void list.refetch()} />
      )}
      {list.data?.files.map((one) => (
        <FileTrouble key={one.source} file={one} onRetry={() => void list.refetch()} />
      ))}
      <OutdatedNotice
        hosts={outdated}
        onReview={() => setRemoving({ hosts: outdated, outdatedOnly: true })}
      />
      {list.isPending && <Reading>{say`Reading the known hosts`}</Reading>}
      {all !== undefined && (
        <DataTable
          label={say`Known hosts`}
          rows={rows}
          columns={hostColumns}
          rowId={({ id }) => id}
          marks={{
            ids: marked,
            onChange: setMarked,
            label: ({ host, line }) => say`Select ${host}, line ${line}`,
          }}
          selectedId={selectedId}
          onSelect={({ id }) => setSelectedId(id)}
          onDetails={() => setDetailed((shown) => !shown)}
          onOpen={() => setDetailed(true)}
          onEscape={() => setDetailed(false)}
          onDelete={() => wanted.length > 0 && remove(wanted)}
          empty={
            all.length > 0 ? (
              <NothingMatches
                onClear={() => {
                  setFilter('')
                  setFile('all')
                }}
              >
                {say`No known host matches the filter. Hashed names are found by the whole name alone.`}
              </NothingMatches>
            ) : (
              <EmptyState>
                {say`No host is known yet. Latchkey asks at the first connection to each and remembers it here.`}
              </EmptyState>
            )
          }
        />
      )}
      {removed !== null && <RemovedNotice removed={removed} onDone={() => setRemoved(null)} />}
      {removing !== null && (
        <RemoveHostsSheet
          {...removing}
          onRemoved={(done) => {
            setMarked(new Set())
            setRemoved(done)
          }}
          onClose={() => setRemoving(null)}
        />
      )}
    </Section>
  )
}

function FileTrouble({ file, onRetry }: { file: HostsFile; onRetry: () => void }) {
  const { source, path, problem, unreadableLines } = file
  if (problem !== null) return <ErrorMessage problem={problem} onRetry={onRetry} />
  if (unreadableLines === 0) return null
  if (source === 'latchkey')
    return (
      <Alert color="red" title={unreadableText(unreadableLines)}>
        {say`Hosts that stood there are asked about as if they were new. The file is ${path}: put it back from a backup, or remove those lines.`}
      </Alert>
    )
  return null
}
