import { BrowserWindow, Notification } from 'electron'
import type { FinishedNotice } from './core-messages.js'
import type { SystemFacts } from './system-facts.js'

/** Those that are on the screen: one that nobody holds is not heard when it is clicked. */
const shown = new Set<Notification>()

/** Has the system tell that long work has ended, unless a window of Latchkey is in front. `onClick`: to be shown the place. */
export function notify({ title, body }: FinishedNotice, facts: SystemFacts, onClick: () => void): void {
  const inFront = BrowserWindow.getFocusedWindow() !== null
  if (inFront || !facts.settings.notifications || !Notification.isSupported()) return
  const notice = new Notification({ title, body })
  shown.add(notice)
  const forget = () => shown.delete(notice)
  notice.on('click', () => {
    forget()
    onClick()
  })
  notice.on('close', forget)
  notice.on('failed', forget)
  notice.show()
}
