import { useMutation, useQuery } from '@tanstack/react-query'
import type { OwnHost } from '../../../contract/hosts.js'
import { say } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import { api } from '../../api/queries.js'
import { ConfirmSheet } from '../../ui/ConfirmSheet.js'
import { hear } from '../../words/language.js'
import { useReachedThrough } from '../connection/use-reached-through.js'
import { tellDone } from '../undo/last-done.js'
import { instanceIdOf } from './host-instance.js'
import { hostsChanged } from './host-queries.js'

/** With all that was known of it. */
async function putBack(id: string): Promise<void> {
  await rpc.hosts.putBack({ id })
  await hostsChanged()
}

/** Forgets a host. Nothing changes on it. */
export function RemoveHostSheet({ host: { id, name }, onClose }: { host: OwnHost; onClose: () => void }) {
  const words = useQuery(api.hosts.removal.queryOptions({ input: { id }, gcTime: 0 })).data
  const remove = useMutation(api.hosts.remove.mutationOptions({ onSuccess: hostsChanged }))
  const through = useReachedThrough({ instanceIds: [instanceIdOf(id)] })
  if (words === undefined) return null
  return (
    <ConfirmSheet
      title={say`Remove the host ${name}?`}
      consequences={[...through, ...words.map(hear)]}
      verb={say`Remove host`}
      danger
      onConfirm={async () => {
        await remove.mutateAsync({ id })
        tellDone({ place: 'hosts', text: say`The host ${name} is removed.`, undo: () => putBack(id) })
      }}
      onClose={onClose}
    />
  )
}
