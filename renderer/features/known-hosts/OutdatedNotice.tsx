import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { KnownHost } from '../../../contract/known-hosts.js'
import { say } from '../../../contract/words/say.js'
import { api } from '../../api/queries.js'
import { Notice } from '../../ui/Notice.js'
import { hear } from '../../words/language.js'
import { entries } from './host-words.js'

interface Props {
  /** Those that are offered for removal. */
  hosts: KnownHost[]
  onReview: () => void
}

/** That clouds told of changes after which entries may be wrong. Nothing is removed by itself. */
export function OutdatedNotice({ hosts, onReview }: Props) {
  const client = useQueryClient()
  const keep = useMutation(
    api.knownHosts.keep.mutationOptions({
      onSettled: () => client.invalidateQueries({ queryKey: api.knownHosts.key() }),
    }),
  )
  if (hosts.length === 0) return null
  const [first] = hosts.flatMap(({ outdated }) => outdated)
  return (
    <Notice
      tone="warn"
      actions={
        <>
          <Button onClick={onReview}>{say`Review and remove…`}</Button>
          <Button
            variant="default"
            loading={keep.isPending}
            onClick={() => keep.mutate({ ids: hosts.map(({ id }) => id) })}
          >
            {hosts.length === 1 ? say`Keep it` : say`Keep them`}
          </Button>
        </>
      }
    >
      <strong>{say`${entries(hosts.length)} may be out of date.`}</strong> {hear(first?.reason)}
      {hosts.length > 1 && ` ${say`And more.`}`}
    </Notice>
  )
}
