import { queryClient } from '../../api/queries.js'
import { createStore } from '../store.js'
import { changeSettings, settingsQuery } from './use-settings.js'

/** What is to be said about it; null: nothing, or it was read. */
export const readerNews = createStore<'on' | 'off' | null>(null)

/** Whether terminals are read out, as far as the window has read it. */
const readsOut = (): boolean =>
  queryClient.getQueryData(settingsQuery.queryKey)?.terminal.screenReader ?? false

/** Has all terminals read out, or no longer, and says which. Throws what saving fails with. */
export async function toggleReader(): Promise<void> {
  const on = !readsOut()
  await changeSettings((before) => ({ ...before, terminal: { ...before.terminal, screenReader: on } }))
  readerNews.change(() => (on ? 'on' : 'off'))
}
