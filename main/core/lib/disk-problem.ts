import { constants } from 'node:os'
import type { ErrorInfo } from '../../../contract/errors.js'

/** An ErrorInfo with every word that there is. */
interface DiskProblem extends Pick<ErrorInfo, 'code' | 'message' | 'retryable'> {
  advice: string
  detail: string
}

const reasons: Record<string, Pick<DiskProblem, 'message' | 'advice'>> = {
  ENOSPC: { message: 'The disk is full.', advice: 'Make room on it, then try again.' },
  EDQUOT: { message: 'Your share of the disk is used up.', advice: 'Make room on it, then try again.' },
  EROFS: {
    message: 'The disk can only be read.',
    advice:
      'Mount it for writing too, then try again. A system does so by itself when a disk begins to fail.',
  },
}

/** Whether a file could not be written for want of a disk that takes it: what to say then, else null. */
export function diskProblem(error: unknown): DiskProblem | null {
  const reason = reasons[codeOf(error)]
  if (reason === undefined || !(error instanceof Error)) return null
  return { code: 'file-unwritable', ...reason, detail: error.message, retryable: true }
}

/** Node has a name for each of them but that of a quota, which is "Unknown system error -122" on Linux. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const { code, errno } = error as NodeJS.ErrnoException
  return errno === -constants.errno.EDQUOT ? 'EDQUOT' : String(code ?? '')
}
