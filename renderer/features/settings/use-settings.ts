import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Settings } from '../../../contract/settings.js'
import { rpc } from '../../api/client.js'
import { api } from '../../api/queries.js'

/** The settings, and how to change them: each change is saved at once, one after the other. */
export function useSettings() {
  const client = useQueryClient()
  const { queryKey, ...query } = api.settings.get.queryOptions()
  const show = (settings: Settings) => client.setQueryData(queryKey, settings)
  const settings = useQuery({ queryKey, ...query })
  const save = useMutation({
    scope: { id: 'settings' },
    mutationFn: async (change: (before: Settings) => Settings) =>
      rpc.settings.set(change(await rpc.settings.get())),
    onMutate: (change) => {
      if (settings.data !== undefined) show(change(settings.data))
    },
    onSuccess(saved) {
      show(saved)
      // They say until when each key pair stays in the bin, and which are old.
      void client.invalidateQueries({ queryKey: api.map.key() })
      return client.invalidateQueries({ queryKey: api.keys.list.key() })
    },
    onError: () => client.invalidateQueries({ queryKey }),
  })
  return { settings, save }
}

export type SaveSettings = ReturnType<typeof useSettings>['save']
