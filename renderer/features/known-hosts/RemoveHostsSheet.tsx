import { Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { KnownHost } from '../../../contract/known-hosts.js'
import { plural, say } from '../../../contract/words/say.js'
import { api } from '../../api/queries.js'
import { ConfirmSheet } from '../../ui/ConfirmSheet.js'
import { hear } from '../../words/language.js'
import { useNames } from './hashed-names.js'
import { entries, fileWords, removalConsequences, removedText, staysInLine } from './host-words.js'
import classes from './known-hosts.module.css'

/** What a removal has left to be said, and how it is undone. */
export interface Removed {
  text: string
  undoId: string
}

interface Props {
  hosts: KnownHost[]
  /** Only the names that may be out of date leave their lines. */
  outdatedOnly?: boolean
  onRemoved: (removed: Removed) => void
  onClose: () => void
}

const MOST_SHOWN = 100

/** Says which lines of which file go before any is touched. */
export function RemoveHostsSheet({ hosts, outdatedOnly = false, onRemoved, onClose }: Props) {
  const files = useQuery({ ...api.knownHosts.list.queryOptions(), select: (list) => list.files }).data
  const userFile = files?.find(({ source }) => source === 'user')?.path ?? '~/.ssh/known_hosts'
  const client = useQueryClient()
  const remove = useMutation(
    api.knownHosts.remove.mutationOptions({
      onSettled: () => client.invalidateQueries({ queryKey: api.knownHosts.key() }),
    }),
  )
  const confirm = async () => {
    const wanted = hosts.map(({ id, outdated }) =>
      outdatedOnly ? { id, names: outdated.map(({ name }) => name) } : { id },
    )
    const { removed, undoId, backup, problems } = await remove.mutateAsync({ entries: wanted })
    const said = problems.map(({ message, advice = '' }) => ` ${hear(message)} ${hear(advice)}`).join('')
    onRemoved({ text: removedText(wanted.length, removed, backup) + said, undoId })
  }
  return (
    <ConfirmSheet
      title={
        hosts.length === 1
          ? say`Remove this entry?`
          : say`Remove ${plural(hosts.length, '# entry', '# entries')}?`
      }
      consequences={removalConsequences(hosts, userFile, outdatedOnly)}
      verb={
        hosts.length === 1
          ? say`Remove the entry`
          : say`Remove ${plural(hosts.length, '# entry', '# entries')}`
      }
      onConfirm={confirm}
      onClose={onClose}
    >
      <Stack gap="xs">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls is reached by keyboard */}
        <ul className={classes.lines} aria-label={say`What is removed`} tabIndex={0}>
          {hosts.slice(0, MOST_SHOWN).map((host) => (
            <Line key={host.id} host={host} outdatedOnly={outdatedOnly} />
          ))}
          {hosts.length > MOST_SHOWN && <li>{say`and ${entries(hosts.length - MOST_SHOWN)} more`}</li>}
        </ul>
      </Stack>
    </ConfirmSheet>
  )
}

function Line({ host, outdatedOnly }: { host: KnownHost; outdatedOnly: boolean }) {
  const { source, line, algorithm, outdated } = host
  const { name: shown } = useNames(host)
  const names = outdated.map(({ name }) => name)
  const stays = outdatedOnly ? staysInLine(host, names) : null
  return (
    <li>
      <span className={classes.dim}>{say`${fileWords[source]}, line ${line}:`}</span>{' '}
      <strong>{stays === null ? shown || say`a hashed name` : names.join(', ')}</strong>{' '}
      <span className={classes.dim}>
        {algorithm}
        {stays !== null && ` (${say`${stays} stays`})`}
      </span>
      {outdated.map(({ name, reason }) => (
        <div key={name}>{hear(reason)}</div>
      ))}
    </li>
  )
}
