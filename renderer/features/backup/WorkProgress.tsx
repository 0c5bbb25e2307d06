import type { BackupWork } from '../../../contract/backup.js'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import classes from './WorkProgress.module.css'

interface Props {
  what: BackupWork['what']
  /** What is going on, as a sentence. */
  children: string
}

/** How far the host is with work under way: "12 of 340". A moving bar before it can tell. */
export function WorkProgress({ what, children }: Props) {
  const work = useStream(api.backup.watchWork, undefined).value
  const known = work?.what === what && work.total > 0 ? work : null
  return (
    <div>
      <progress
        className={classes.bar}
        aria-label={children}
        {...(known !== null && { value: known.done, max: known.total })}
      />
      <span role="status">{children}</span>{' '}
      {known !== null && (
        <span className={classes.count}>
          {known.done} of {known.total}
        </span>
      )}
    </div>
  )
}
