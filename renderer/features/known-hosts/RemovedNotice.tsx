import { useMutation, useQueryClient } from '@tanstack/react-query'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { UndoNotice } from '../../ui/UndoNotice.js'
import type { Removed } from './RemoveHostsSheet.js'

/** What was removed, until something else is. */
export function RemovedNotice({ removed, onDone }: { removed: Removed; onDone: () => void }) {
  const client = useQueryClient()
  const undo = useMutation(
    api.knownHosts.undo.mutationOptions({
      onSuccess: onDone,
      onSettled: () => client.invalidateQueries({ queryKey: api.knownHosts.key() }),
    }),
  )
  return (
    <UndoNotice
      done={removed}
      problem={undo.error === null ? undefined : errorInfo(undo.error)}
      busy={undo.isPending}
      onUndo={() => undo.mutate({ undoId: removed.undoId })}
      onDismiss={onDone}
    >
      {removed.text}
    </UndoNotice>
  )
}
