import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { RestoreResult } from '../../../contract/backup.js'
import { say } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { Sheet } from '../../ui/Sheet.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { outcomeOf, type RestoreOutcome } from './restore-words.js'
import { WorkProgress } from './WorkProgress.js'

export interface ChosenRestore {
  id: string
  rowIds: string[]
}

/** Restores what was chosen, at once, and tells what became of each. Stopped, it can go on from there. */
export function RunRestore({ chosen, onClose }: { chosen: ChosenRestore; onClose: () => void }) {
  const { restore, results, stopping, stop, start } = useRestore(chosen)
  if (restore.isPending || restore.isIdle)
    return (
      <Sheet
        title={say`Restoring`}
        verb={say`Done`}
        closeWord={stopping ? say`Stopping` : say`Cancel`}
        size={560}
        busy
        onSubmit={() => undefined}
        onClose={stop}
      >
        <WorkProgress what="restore">{say`Each key is proven before it is stored.`}</WorkProgress>
        <span>{say`What has been restored until you cancel stays. The rest is not touched.`}</span>
      </Sheet>
    )
  const problem = restore.error === null ? undefined : errorInfo(restore.error)
  const outcome = outcomeOf(chosen.rowIds.length, results)
  const goesOn = problem === undefined && outcome.left > 0
  return (
    <Sheet
      title={outcome.left > 0 ? say`Restored in part` : say`Restored`}
      verb={goesOn ? say`Restore the rest` : say`Done`}
      done={!goesOn}
      closeWord={say`Close`}
      size={560}
      problem={problem}
      onSubmit={goesOn ? start : onClose}
      onClose={onClose}
    >
      <div role="status">{problem === undefined && <Outcome {...outcome} />}</div>
      {results.map(({ rowId, name, problem: failed }) =>
        failed === undefined ? null : (
          <div key={rowId}>
            <strong>{name}</strong>
            <ErrorMessage problem={failed} />
          </div>
        ),
      )}
    </Sheet>
  )
}

/** Begins at once. The results of a try that was stopped stay for the next. */
function useRestore({ id, rowIds }: ChosenRestore) {
  const client = useQueryClient()
  const [results, setResults] = useState<RestoreResult[]>([])
  const [stopping, setStopping] = useState(false)
  const restore = useMutation(
    api.backup.restore.mutationOptions({
      onSuccess: (more) => setResults((before) => [...before, ...more]),
      // Not waited for: among them are streams, which have no end.
      onSettled: () => void client.invalidateQueries(),
    }),
  )
  const start = () => {
    setStopping(false)
    const over = new Set(results.map(({ rowId }) => rowId))
    restore.mutate({ id, rowIds: rowIds.filter((rowId) => !over.has(rowId)) })
  }
  const begin = useRef(start)
  useEffect(() => begin.current(), [])
  const stop = () => {
    setStopping(true)
    rpc.backup.stopRestore().catch(() => setStopping(false)) // the restoring itself tells why
  }
  return { restore, results, stopping, stop, start }
}

function Outcome({ restored, failed, left, chosen }: RestoreOutcome) {
  const words =
    left > 0
      ? say`${restored} of ${chosen} were restored and stay. ${left} were not begun.`
      : say`${restored} of ${chosen} were restored. What failed is below; the backup is unchanged.`
  return (
    <StatusDot tone={failed + left === 0 ? 'ok' : 'warn'}>
      {failed + left === 0 ? say`Everything chosen was restored: ${restored} of ${chosen}.` : words}
    </StatusDot>
  )
}
