import type { App } from 'electron'
import { z } from 'zod'
import { Handed, handedBy } from '../../core/openings/handed.js'

/** What a second start gives the first one, which `requestSingleInstanceLock` carries; Chromium changes its arguments. */
export const SecondStart = z.object({ handed: z.array(Handed) })
export type SecondStart = z.infer<typeof SecondStart>

export interface Openings {
  /** From now on `open` gets what the system hands over, and at once what came before; `show` then brings a window to the front. */
  passTo(open: (handed: Handed[]) => void, show: () => void): void
}

/**
 * Listens to what the system hands over: `first` came with the command line, the rest comes from second starts and from
 * macOS, which may call before the app is ready. Call it before the first wait.
 */
export function listenForOpenings(app: Pick<App, 'on'>, first: Handed[]): Openings {
  let waiting = first
  let open: ((handed: Handed[]) => void) | null = null
  const take = (handed: Handed[]) => {
    if (handed.length === 0) return
    if (open === null) waiting = [...waiting, ...handed]
    else open(handed)
  }
  app.on('second-instance', (_event, _args, _cwd, given) => {
    const told = SecondStart.safeParse(given)
    if (told.success) take(told.data.handed)
  })
  const takeOne = (event: { preventDefault(): void }, text: string) => {
    event.preventDefault()
    const one = handedBy(text, '/')
    take(one === null ? [] : [one])
  }
  app.on('open-url', takeOne)
  app.on('open-file', takeOne)
  return {
    passTo(to, show) {
      if (waiting.length > 0) to(waiting) // the window that shows it is being opened
      waiting = []
      open = (handed) => {
        to(handed)
        show()
      }
    },
  }
}
