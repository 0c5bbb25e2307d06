import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Settings } from '../../../contract/settings.js'
import { rpc } from '../../api/client.js'
import { api } from '../../api/queries.js'

type Change = (before: Settings) => Settings

/** What was asked for and is not saved yet. */
const pending = new Set<Change>()

const withPending = (saved: Settings) => [...pending].reduce((settings, change) => change(settings), saved)

/** The settings, and how to change them: each change is seen at once, and saved one after the other. */
export function useSettings() {
  const client = useQueryClient()
  const { queryKey, ...query } = api.settings.get.queryOptions()
  const settings = useQuery({ queryKey, ...query })
  const save = useMutation({
    scope: { id: 'settings' },
    mutationFn: async (change: Change) => rpc.settings.set(change(await rpc.settings.get())),
    onMutate(change) {
      pending.add(change)
      client.setQueryData(queryKey, (now) => now && change(now))
    },
    onSuccess(saved, change) {
      pending.delete(change)
      client.setQueryData(queryKey, withPending(saved))
      // They say until when each key pair stays in the bin, and which are old.
      void client.invalidateQueries({ queryKey: api.map.key() })
      return client.invalidateQueries({ queryKey: api.keys.list.key() })
    },
    onError(_error, change) {
      pending.delete(change)
      return client.invalidateQueries({ queryKey })
    },
  })
  return { settings, save }
}

export type SaveSettings = ReturnType<typeof useSettings>['save']
