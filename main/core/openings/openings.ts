import type { Opening } from '../../../contract/openings.js'
import { isLatchkeyError } from '../lib/error.js'
import { createLiveValue } from '../lib/live-value.js'
import type { Log } from '../ports.js'
import type { OpeningsService, VaultService } from '../services.js'
import type { Handed } from './handed.js'
import type { OpenedFiles } from './opened-files.js'
import { parseLink } from './parse-link.js'

interface Parts {
  vault: Pick<VaultService, 'secrets'>
  files: OpenedFiles
  log: Log
}

/** So many wait at most: a web page may call for links as often as it likes. */
const MOST_WAITING = 20

/**
 * What the system hands over waits here until a page takes it, which it can once the vault is open. Nothing is done with it
 * but that it is read: everything else is the user's choice.
 */
export function createOpenings({ vault, files, log }: Parts): OpeningsService {
  let waiting: readonly Opening[] = []
  const count = createLiveValue(0)
  const set = (now: readonly Opening[]) => {
    waiting = now
    count.set(now.length)
  }

  function add(opening: Opening): void {
    if (waiting.some((one) => JSON.stringify(one) === JSON.stringify(opening))) return
    if (waiting.length < MOST_WAITING) set(joined(waiting, opening))
    else log.warn('openings.too-many', { kind: opening.kind })
  }

  return {
    hand(handed) {
      const paths = handed.flatMap((one) => ('file' in one ? [one.file] : []))
      if (paths.length > 0) add({ kind: 'key-files', files: paths.map(files.add) })
      for (const one of handed) if ('link' in one) add(openingOf(one))
    },
    watch: async (_nothing, { signal }) => count.watch(signal),
    async take() {
      vault.secrets()
      const [first, ...rest] = waiting
      if (first === undefined) return null
      set(rest)
      return first
    },
  }
}

/** macOS hands over the files of one selection one by one: they are for one sheet. */
function joined(before: readonly Opening[], opening: Opening): Opening[] {
  const last = before.at(-1)
  if (opening.kind !== 'key-files' || last?.kind !== 'key-files') return [...before, opening]
  return [...before.slice(0, -1), { ...last, files: [...last.files, ...opening.files] }]
}

function openingOf({ link }: Extract<Handed, { link: string }>): Opening {
  try {
    return parseLink(link)
  } catch (error) {
    if (!isLatchkeyError(error)) throw error
    return { kind: 'refused', problem: error.info }
  }
}
