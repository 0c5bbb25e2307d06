import type { BackupWork } from '../../../contract/backup.js'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { ProgressBar, ProgressCount } from '../../ui/ProgressBar.js'

interface Props {
  what: BackupWork['what']
  /** What is going on, as a sentence. */
  children: string
}

/** How far the host is with work under way: "12 of 340". A moving bar before it can tell. */
export function WorkProgress({ what, children }: Props) {
  const work = useStream(api.backup.watchWork, undefined).value
  const known = work?.what === what && work.total > 0 ? { done: work.done, of: work.total } : null
  return (
    <div>
      <ProgressBar label={children} progress={known} />
      <span role="status">{children}</span> {known !== null && <ProgressCount {...known} />}
    </div>
  )
}
