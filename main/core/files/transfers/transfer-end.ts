import { shownName } from '../../../../contract/file-names.js'
import type { Transfer } from '../../../../contract/transfers.js'
import type { Happening } from '../../activity/record.js'

/** How a transfer ended, for the activity record: what, how many, where, and what was in the way. */
export function transferEnd(transfer: Transfer): Happening {
  const {
    direction,
    state,
    instanceId,
    source,
    name,
    from,
    to,
    files,
    doneFiles,
    failed,
    skipped,
    problems,
  } = transfer
  const whole = state === 'done'
  const on = source === null ? '' : ` on ${source.instanceName}`
  const verb = direction === 'upload' ? 'to' : `from ${shownName(from ?? '')}${on} to`
  const [first] = problems
  return {
    event: whole ? wholeEvents[direction] : `${direction}-unfinished`,
    instanceId,
    detail: [
      `${shownName(name)} ${verb} ${shownName(to)}`,
      whole && doneFiles === files ? counted(files) : `${doneFiles} of ${counted(files)}`,
      skipped > 0 && `${skipped} skipped`,
      failed > 0 && `${failed} failed`,
      state === 'cancelled' ? 'cancelled' : !whole && first?.problem.message,
    ]
      .filter(Boolean)
      .join(', '),
  }
}

const wholeEvents = {
  upload: 'files-uploaded',
  download: 'files-downloaded',
  copy: 'files-copied',
} as const

const counted = (files: number) => (files === 1 ? '1 file' : `${files} files`)
