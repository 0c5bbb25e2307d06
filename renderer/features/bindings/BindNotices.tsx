import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api, queryClient } from '../../api/queries.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { Notice } from '../../ui/Notice.js'
import { useKeys } from '../keys/key-queries.js'
import { interruptedManySentence, interruptedSentence } from './bind-words.js'
import { openManySheet } from './binds.js'
import { againTarget, interruptedTogether, type Together } from './interrupted.js'

/** The bindings that were cut off, above the status bar, where no row moves for them. The tray tells how others ended. */
export function BindNotices() {
  const cutOff = useQuery(api.bindings.interrupted.queryOptions()).data ?? []
  return interruptedTogether(cutOff).map((entries) => (
    <InterruptedNotice key={entries[0].id} entries={entries} />
  ))
}

function InterruptedNotice({ entries }: { entries: Together }) {
  const [entry, ...more] = entries
  const keyName = useKeys().data?.find(({ id }) => id === entry.keyId)?.name
  const settle = useMutation(
    api.bindings.settle.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.bindings.interrupted.key() }),
    }),
  )
  const act = (action: 'restart' | 'dismiss') => {
    for (const { id } of entries) settle.mutate({ id, action })
  }
  return (
    <Notice
      tone="warn"
      beside="above"
      role="alert"
      actions={
        <>
          {entry.mayBeStopped && (
            <Button loading={settle.isPending} onClick={() => act('restart')}>
              {say`Start ${entry.instanceName}`}
            </Button>
          )}
          {entry.how !== undefined && (
            <Button onClick={() => openManySheet(againTarget(entries))}>
              {entry.action === 'bind' ? say`Bind again…` : say`Unbind again…`}
            </Button>
          )}
          <Button variant="default" disabled={settle.isPending} onClick={() => act('dismiss')}>
            {say`Dismiss`}
          </Button>
        </>
      }
    >
      {more.length === 0 ? interruptedSentence(entry, keyName) : interruptedManySentence(entries, keyName)}
      {settle.error !== null && <ErrorMessage problem={errorInfo(settle.error)} />}
    </Notice>
  )
}
