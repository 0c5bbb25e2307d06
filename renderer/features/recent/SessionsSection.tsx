import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { say } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { useNow } from '../../ui/age.js'
import { ConfirmSheet } from '../../ui/ConfirmSheet.js'
import { DataTable } from '../../ui/DataTable.js'
import { EmptyState } from '../../ui/EmptyState.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { NothingMatches } from '../../ui/NothingMatches.js'
import { Reading } from '../../ui/Reading.js'
import { Section } from '../../ui/Section.js'
import { useGoTo } from '../frame/navigation.js'
import { useInventoryQuery } from '../instances/inventory-query.js'
import { useKeys } from '../keys/key-queries.js'
import { useNameplates } from '../nameplates/use-nameplates.js'
import { focusPane, focusTerminal } from '../sessions/arrange.js'
import { openTerminal } from '../sessions/sessions.js'
import { terminalStore } from '../sessions/terminals.js'
import { useStore } from '../store.js'
import { sessionColumns } from './session-columns.js'
import { filterSessions, type SessionRow, sessionRows } from './session-rows.js'

/** The sessions of all windows, and the recent ones: go to one, connect again. */
export function SessionsSection() {
  const { value: list, problem, retry } = useStream(api.sessions.watchAll, undefined)
  const instances = useInventoryQuery().data?.instances
  const keys = useKeys().data
  const { panes } = useStore(terminalStore)
  const plates = useNameplates()
  const goTo = useGoTo()
  const now = useNow()
  const [filter, setFilter] = useState('')
  const [selectedId, setSelectedId] = useState<string | null>(null)
  const [ending, setEnding] = useState<SessionRow | null>(null)
  const clear = useMutation(api.sessions.clearRecent.mutationOptions())
  const rows = useMemo(
    () =>
      sessionRows(list ?? { open: [], recent: [] }, { panes, instances: instances ?? [], keys: keys ?? [] }),
    [list, panes, instances, keys],
  )
  const shown = useMemo(() => filterSessions(rows, filter, plates), [rows, filter, plates])
  const act = useCallback((row: SessionRow) => {
    if (row.action.kind === 'end') setEnding(row)
    else open(row)
  }, [])
  const columns = useMemo(() => sessionColumns(now, act, plates), [now, act, plates])
  const failure = problem ?? (clear.error === null ? undefined : errorInfo(clear.error))

  return (
    <Section
      title={say`Sessions`}
      filter={{ value: filter, onChange: setFilter, label: say`Filter sessions` }}
      actions={
        <Button
          variant="default"
          disabled={list === undefined || list.recent.length === 0}
          loading={clear.isPending}
          onClick={() => clear.mutate(undefined)}
        >
          {say`Clear recent`}
        </Button>
      }
    >
      {failure !== undefined && (
        <ErrorMessage problem={failure} onRetry={problem === undefined ? undefined : retry} />
      )}
      {list === undefined && problem === undefined && <Reading>{say`Reading the sessions`}</Reading>}
      {list !== undefined && (
        <DataTable
          label={say`Sessions`}
          rows={shown}
          columns={columns}
          rowId={({ id }) => id}
          selectedId={selectedId}
          onSelect={({ id }) => setSelectedId(id)}
          onOpen={act}
          onDelete={(row) => row.action.kind === 'end' && setEnding(row)}
          empty={
            rows.length > 0 ? (
              <NothingMatches
                onClear={() => setFilter('')}
              >{say`No session matches the filter.`}</NothingMatches>
            ) : (
              <EmptyState action={<Button onClick={() => goTo('instances')}>{say`Go to instances`}</Button>}>
                {say`No session is open, and there was none lately. Connect to an instance to begin one.`}
              </EmptyState>
            )
          }
        />
      )}
      {ending !== null && <EndSheet row={ending} onClose={() => setEnding(null)} />}
    </Section>
  )
}

function open({ action, instanceId, instanceName, user }: SessionRow): void {
  if (action.kind === 'connect') openTerminal({ instanceId, instanceName, user })
  if (action.kind !== 'show') return
  focusPane(action.paneId)
  focusTerminal()
}

function EndSheet({ row: { action, instanceName }, onClose }: { row: SessionRow; onClose: () => void }) {
  return (
    <ConfirmSheet
      title={say`End the session on ${instanceName}?`}
      consequences={[
        say`The shell on ${instanceName} ends, and with it whatever runs in its foreground.`,
        say`Its terminal is in another window, and stays there to be read.`,
      ]}
      verb={say`End session`}
      onConfirm={async () => {
        if (action.kind === 'end') await rpc.sessions.close({ id: action.sessionId })
      }}
      onClose={onClose}
    />
  )
}
