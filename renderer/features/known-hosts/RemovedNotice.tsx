import { ActionIcon, Button } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconX } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { Notice } from '../../ui/Notice.js'
import { hear } from '../../words/language.js'
import type { Removed } from './RemoveHostsSheet.js'

/** What was removed, until something else is; Undo also by Ctrl/Cmd+Z. */
export function RemovedNotice({ removed, onDone }: { removed: Removed; onDone: () => void }) {
  const client = useQueryClient()
  const undo = useMutation(
    api.knownHosts.undo.mutationOptions({
      onSuccess: onDone,
      onSettled: () => client.invalidateQueries({ queryKey: api.knownHosts.key() }),
    }),
  )
  const back = () => undo.mutate({ undoId: removed.undoId })
  useHotkeys([['mod+Z', back]])
  const problem = undo.error === null ? null : errorInfo(undo.error)
  return (
    <Notice
      beside="above"
      {...(problem !== null && { tone: 'danger' as const })}
      actions={
        <>
          <Button variant="default" loading={undo.isPending} onClick={back}>
            {say`Undo`}
          </Button>
          <ActionIcon aria-label={say`Dismiss`} onClick={onDone}>
            <IconX size={16} />
          </ActionIcon>
        </>
      }
    >
      <span role="status">
        {problem === null ? removed.text : `${hear(problem.message)} ${hear(problem.advice) ?? ''}`}
      </span>
    </Notice>
  )
}
