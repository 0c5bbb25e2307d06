import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import type { Forward } from '../../../contract/forwards.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { DataTable } from '../../ui/DataTable.js'
import { EmptyState } from '../../ui/EmptyState.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { NothingMatches } from '../../ui/NothingMatches.js'
import { Reading } from '../../ui/Reading.js'
import { Section } from '../../ui/Section.js'
import { LastDone } from '../undo/LastDone.js'
import { deleteForward } from './delete-forward.js'
import { ForwardDetails } from './ForwardDetails.js'
import { forwardColumns } from './forward-columns.js'
import { openForwardDialog } from './forward-dialogs.js'
import { routeText, runs, stateWords } from './forward-words.js'

/** The forwards of all instances: what leads where, which are on, start and stop. */
export function ForwardsSection() {
  const { value: all, problem, retry } = useStream(api.forwards.watch, undefined)
  const [filter, setFilter] = useState('')
  const [selectedId, setSelectedId] = useState<string | null>(null)
  const [detailed, setDetailed] = useState(false)
  const start = useMutation(api.forwards.start.mutationOptions())
  const stop = useMutation(api.forwards.stop.mutationOptions())
  const remove = useMutation({ mutationFn: deleteForward })
  const [startOne, stopOne] = [start.mutate, stop.mutate]
  const act = useCallback(
    (forward: Forward) => (runs(forward) ? stopOne : startOne)({ id: forward.id }),
    [startOne, stopOne],
  )
  const columns = useMemo(() => forwardColumns(act), [act])
  const shown = useMemo(() => found(all ?? [], filter), [all, filter])
  const selected = shown.find(({ id }) => id === selectedId)
  const failed = start.error ?? stop.error ?? remove.error
  const failure = problem ?? (failed === null ? undefined : errorInfo(failed))
  /** What one that runs carries is cut for good: that is asked about. */
  const drop = (forward: Forward) => {
    if (runs(forward)) return openForwardDialog({ kind: 'remove', forward })
    setDetailed(false)
    remove.mutate(forward)
  }
  const add = (
    <Button
      onClick={() => openForwardDialog({ kind: 'add', instanceId: null })}
    >{say`Forward a port…`}</Button>
  )

  return (
    <Section
      title={say`Forwards`}
      filter={{ value: filter, onChange: setFilter, label: say`Filter forwards` }}
      actions={add}
      details={
        detailed &&
        selected !== undefined && (
          <ForwardDetails
            forward={selected}
            onAct={() => act(selected)}
            onDelete={() => drop(selected)}
            onClose={() => setDetailed(false)}
          />
        )
      }
    >
      {failure !== undefined && (
        <ErrorMessage problem={failure} onRetry={problem === undefined ? undefined : retry} />
      )}
      {all === undefined && problem === undefined && <Reading>{say`Reading the forwards`}</Reading>}
      {all !== undefined && (
        <DataTable
          label={say`Forwards`}
          rows={shown}
          columns={columns}
          rowId={({ id }) => id}
          selectedId={selectedId}
          onSelect={({ id }) => setSelectedId(id)}
          onClick={() => setDetailed(true)}
          onOpen={act}
          onDetails={() => setDetailed((now) => !now)}
          onEscape={() => setDetailed(false)}
          onDelete={drop}
          empty={
            all.length > 0 ? (
              <NothingMatches
                onClear={() => setFilter('')}
              >{say`No forward matches the filter.`}</NothingMatches>
            ) : (
              <EmptyState action={add}>
                {say`A forward leads a port of this computer to what an instance reaches, or the other way. There is none yet.`}
              </EmptyState>
            )
          }
        />
      )}
      <LastDone place="forwards" />
    </Section>
  )
}

function found(all: Forward[], filter: string): Forward[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  return all.filter((forward) => {
    const text = [forward.options.name, routeText(forward), stateWords(forward).word].join('\n').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
