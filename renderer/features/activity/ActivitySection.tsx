import { Button, Select } from '@mantine/core'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useDeferredValue, useEffect, useState } from 'react'
import { numberText, say } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { DataTable } from '../../ui/DataTable.js'
import { EmptyState } from '../../ui/EmptyState.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { Reading } from '../../ui/Reading.js'
import { Section } from '../../ui/Section.js'
import { ActivityDetails } from './ActivityDetails.js'
import classes from './activity.module.css'
import { activityColumns } from './activity-columns.js'
import { eventsOf, type GroupId, groups } from './event-words.js'
import { saveText } from './save-text.js'
import { Verdict } from './Verdict.js'

/** How many entries are shown, and how many more at a time. */
const BATCH = 1_000
const MOST = 10_000

/** What happened to the keys: look, find, check that nothing was changed, take it elsewhere. */
export function ActivitySection() {
  const [filter, setFilter] = useState('')
  const [group, setGroup] = useState<GroupId | 'all'>('all')
  const [limit, setLimit] = useState(BATCH)
  const [selectedId, setSelectedId] = useState<string | null>(null)
  const [detailed, setDetailed] = useState(false)
  const list = useEntries(useDeferredValue(filter), group, limit)
  const verify = useMutation(api.activity.verify.mutationOptions())
  const save = useMutation({
    mutationFn: async () =>
      saveText('latchkey-activity.jsonl', 'application/jsonl', await rpc.activity.lines()),
  })
  const { entries = [], matching = 0, problem = null } = list.data ?? {}
  const selected = entries.find(({ seq }) => String(seq) === selectedId)
  const failure = list.error ?? verify.error ?? save.error
  const filtered = filter.trim() !== '' || group !== 'all'

  return (
    <Section
      title={say`Activity`}
      filter={{ value: filter, onChange: setFilter, label: say`Filter activity` }}
      actions={
        <>
          <Select
            className={classes.kinds}
            aria-label={say`Which activity`}
            data={groups}
            value={group}
            allowDeselect={false}
            onChange={(value) => setGroup((value ?? 'all') as GroupId | 'all')}
          />
          <Button variant="default" loading={verify.isPending} onClick={() => verify.mutate(undefined)}>
            {say`Verify`}
          </Button>
          <Button variant="default" loading={save.isPending} onClick={() => save.mutate()}>
            {say`Export…`}
          </Button>
        </>
      }
      details={
        detailed &&
        selected !== undefined && <ActivityDetails entry={selected} onClose={() => setDetailed(false)} />
      }
    >
      {failure !== null && <ErrorMessage problem={errorInfo(failure)} onRetry={() => void list.refetch()} />}
      {problem !== null && <ErrorMessage problem={problem} />}
      {verify.data !== undefined && <Verdict verdict={verify.data} onClose={verify.reset} />}
      {list.isPending && <Reading>{say`Reading the record`}</Reading>}
      {list.data !== undefined && (
        <DataTable
          label={say`Activity`}
          rows={entries}
          columns={activityColumns}
          rowId={({ seq }) => String(seq)}
          selectedId={selectedId}
          onSelect={({ seq }) => setSelectedId(String(seq))}
          onClick={() => setDetailed(true)}
          onDetails={() => setDetailed(!detailed)}
          onEscape={() => setDetailed(false)}
          empty={
            <EmptyState>
              {filtered
                ? say`No activity matches.`
                : say`Nothing has happened yet. What is done with keys from now on is recorded here, without secrets.`}
            </EmptyState>
          }
        />
      )}
      {matching > entries.length && (
        <div className={classes.more}>
          {say`The newest ${numberText(entries.length)} of ${numberText(matching)} are shown.`}
          {limit < MOST && (
            <Button
              variant="default"
              size="compact-sm"
              onClick={() => setLimit(Math.min(MOST, limit + BATCH))}
            >
              {say`Show older`}
            </Button>
          )}
        </div>
      )}
    </Section>
  )
}

/** Follows the record: a new entry is there at once. */
function useEntries(text: string, group: GroupId | 'all', limit: number) {
  const client = useQueryClient()
  const changes = useStream(api.activity.watch, undefined).value
  const input = { text: text.slice(0, 200), events: eventsOf(group), limit }
  // biome-ignore lint/correctness/useExhaustiveDependencies: the number of changes is what calls for it
  useEffect(() => {
    void client.invalidateQueries({ queryKey: api.activity.list.key() })
  }, [changes, client])
  return useQuery(api.activity.list.queryOptions({ input, placeholderData: keepPreviousData }))
}
