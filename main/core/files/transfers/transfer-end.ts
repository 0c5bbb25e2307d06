import { shownName } from '../../../../contract/file-names.js'
import type { Transfer } from '../../../../contract/transfers.js'
import { plural, told } from '../../../../contract/words/say.js'
import type { Happening } from '../../activity/record.js'

/** How a transfer ended, for the activity record: what, how many, where, and what was in the way. */
export function transferEnd(transfer: Transfer): Happening {
  const { direction, state, instanceId, files, doneFiles, failed, skipped, problems } = transfer
  const whole = state === 'done'
  const [first] = problems
  return {
    event: whole ? wholeEvents[direction] : `${direction}-unfinished`,
    instanceId,
    detail: [
      wayOf(transfer),
      whole && doneFiles === files
        ? told`${plural(files, '# file', '# files')}`
        : told`${doneFiles} of ${plural(files, '# file', '# files')}`,
      skipped > 0 && told`${skipped} skipped`,
      failed > 0 && told`${failed} failed`,
      state === 'cancelled' ? told`cancelled` : !whole && first?.problem.message,
    ]
      .filter(Boolean)
      .join(', '),
  }
}

function wayOf({ direction, name, source, from, to }: Transfer): string {
  const [what, where, there] = [name, from ?? '', to].map(shownName)
  if (direction === 'upload') return told`${what} to ${there}`
  if (source === null) return told`${what} from ${where} to ${there}`
  return told`${what} from ${where} on ${source.instanceName} to ${there}`
}

const wholeEvents = {
  upload: 'files-uploaded',
  download: 'files-downloaded',
  copy: 'files-copied',
} as const
