import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { RestoreResult } from '../../../contract/backup.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { Sheet } from '../../ui/Sheet.js'
import { StatusDot } from '../../ui/StatusDot.js'

export interface ChosenRestore {
  id: string
  rowIds: string[]
}

/** Restores what was chosen, at once, and tells what became of each. */
export function RunRestore({ chosen, onClose }: { chosen: ChosenRestore; onClose: () => void }) {
  const client = useQueryClient()
  const restore = useMutation(
    api.backup.restore.mutationOptions({
      gcTime: 0,
      // Not waited for: among them are streams, which have no end.
      onSettled: () => void client.invalidateQueries(),
    }),
  )
  const begin = useRef(() => restore.mutate(chosen))
  useEffect(() => begin.current(), [])
  const problem = restore.error === null ? undefined : errorInfo(restore.error)
  return (
    <Sheet
      title={restore.isPending ? 'Restoring' : 'Restored'}
      verb="Done"
      done
      size={560}
      busy={restore.isPending || restore.isIdle}
      problem={problem}
      onSubmit={onClose}
      onClose={() => !restore.isPending && onClose()}
    >
      <div role="status">
        {restore.data === undefined ? (
          problem === undefined && 'Each key is proven before it is stored. RSA keys take a moment.'
        ) : (
          <Outcome results={restore.data} />
        )}
      </div>
      {restore.data?.map(({ rowId, name, problem: failed }) =>
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

function Outcome({ results }: { results: RestoreResult[] }) {
  const failed = results.filter(({ outcome }) => outcome === 'failed').length
  const restored = results.length - failed
  return (
    <StatusDot tone={failed === 0 ? 'ok' : 'warn'}>
      {failed === 0
        ? `Everything chosen was restored: ${restored} of ${results.length}.`
        : `${restored} of ${results.length} were restored. What failed is below; the backup is unchanged.`}
    </StatusDot>
  )
}
