import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { useInventoryQuery } from '../instances/inventory-query.js'
import { useKeys } from '../keys/key-queries.js'
import { useSettings } from '../settings/use-settings.js'
import { stepsDone } from './guide-steps.js'

export interface Guide {
  /** Which of the three steps are done: a key, a place, a connection. */
  done: readonly [boolean, boolean, boolean]
  /** For good; all that it leads to is in its section. */
  skip(): void
}

/** The way to the first connection; null where it was skipped or came to its end, undefined before that is known. */
export function useGuide(): Guide | null | undefined {
  const { settings, save } = useSettings()
  const keys = useKeys().data
  const accounts = useQuery(api.accounts.list.queryOptions()).data
  const instances = useInventoryQuery().data?.instances
  const sessions = useStream(api.sessions.watchAll, undefined).value
  const shown = settings.data?.guide === 'shown'
  const done = stepsDone({ keys, accounts, instances, sessions })
  const over = shown && done?.[2] === true
  const { mutate } = save
  const end = () => mutate((before) => ({ ...before, guide: 'done' }))
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the last step is done
  useEffect(() => {
    if (over) end()
  }, [over])
  if (settings.isError) return null
  if (settings.data === undefined || (shown && done === null)) return undefined
  return shown && done !== null && !over ? { done, skip: end } : null
}
