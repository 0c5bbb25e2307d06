import { type MutationFilters, type MutationOptions, useMutation, useQuery } from '@tanstack/react-query'
import type { Settings } from '../../../contract/settings.js'
import { rpc } from '../../api/client.js'
import { api, queryClient } from '../../api/queries.js'

type Change = (before: Settings) => Settings

/** What was asked for and is not saved yet. */
const pending = new Set<Change>()

const withPending = (saved: Settings) => [...pending].reduce((settings, change) => change(settings), saved)

const asked = api.settings.get.queryOptions()
const { queryKey } = asked

/** The settings with what is not saved yet: what the host answers meanwhile, for another window, puts no control back. */
export const settingsQuery: typeof asked = {
  ...asked,
  queryFn: async (context) => withPending(await asked.queryFn(context)),
}

/** How a change is seen at once, and saved after those before it. */
const saving: MutationOptions<Settings, Error, Change> = {
  scope: { id: 'settings' },
  mutationFn: async (change) => rpc.settings.set(change(await rpc.settings.get())),
  onMutate(change) {
    pending.add(change)
    queryClient.setQueryData(queryKey, (now) => now && change(now))
  },
  onSuccess(saved, change) {
    pending.delete(change)
    queryClient.setQueryData(queryKey, withPending(saved))
    // They say until when each key pair stays in the bin, and which are old.
    void queryClient.invalidateQueries({ queryKey: api.map.key() })
    return queryClient.invalidateQueries({ queryKey: api.keys.list.key() })
  },
  onError(_error, change) {
    pending.delete(change)
    return queryClient.invalidateQueries({ queryKey })
  },
}

/** Finds the changes that are not saved yet. */
export const isSavingSettings: MutationFilters = {
  predicate: ({ options }) => options.scope?.id === saving.scope?.id,
}

/** The settings, and how to change them. */
export function useSettings() {
  const settings = useQuery(settingsQuery)
  const save = useMutation(saving)
  return { settings, save }
}

/** Changes the settings from outside of a component. Throws what saving fails with. */
export async function changeSettings(change: Change): Promise<void> {
  await queryClient.getMutationCache().build(queryClient, saving).execute(change)
}

export type SaveSettings = ReturnType<typeof useSettings>['save']
