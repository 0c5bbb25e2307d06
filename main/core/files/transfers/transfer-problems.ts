import type { ErrorInfo } from '../../../../contract/errors.js'
import { shownName } from '../../../../contract/file-names.js'
import type { Transfer } from '../../../../contract/transfers.js'
import { told } from '../../../../contract/words/say.js'
import { isLatchkeyError, LatchkeyError } from '../../lib/error.js'
import type { FileMark } from './copy-file.js'
import type { TransferRecord } from './journal.js'

/** How a transfer of an earlier run is shown: nobody has told the window of its end yet. */
export function cutOff({ about: { name, from }, startedAt }: TransferRecord): Partial<Transfer> {
  const problem: ErrorInfo = {
    code: 'transfer-interrupted',
    message: 'Latchkey ended while this was under way.',
    advice:
      from === null
        ? 'Drop or choose the same files once more: it goes on from where it was.'
        : 'Retry goes on from where it was.',
    retryable: true,
  }
  return { state: 'failed', failed: 0, problems: [{ path: name, problem }], endedAt: startedAt }
}

/** What is half copied could not be taken back: the user is told where it is. */
export function partsLeft(cause: unknown, parts: FileMark[], instanceName: string): LatchkeyError {
  const [first] = parts
  const own = parts.find(({ was }) => was !== undefined)
  const more = parts.length > 1 ? ` ${told`and ${parts.length - 1} more`}` : ''
  const where = own ?? first
  const left = `${shownName(where?.part ?? '')}${more}`
  const what =
    own?.was === undefined ? `Left behind is ${left}.` : `${shownName(own.was.path)} is called ${left} now.`
  const known = isLatchkeyError(cause) ? cause : null
  return new LatchkeyError(
    known?.code ?? 'ssh-closed',
    `What is half copied could not be taken back. ${what}`,
    {
      advice: `Retry goes on with it. Clear it again when ${instanceName} can be reached, or to leave it as it is.`,
      detail: cause instanceof Error ? cause.message : '',
      retryable: true,
      cause,
    },
  )
}

export function noSuchTransfer(): LatchkeyError {
  return new LatchkeyError('transfer-not-found', 'This transfer is no longer there.')
}

/** The window that had the files has gone. */
export function sourceGone(): LatchkeyError {
  return new LatchkeyError('source-gone', 'No window holds these files any more.', {
    advice: 'Drop or choose them once more: what is half copied is gone on with.',
  })
}
