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
  let waiting: readonly Waiting[] = []
  const count = createLiveValue(0)
  const ears = new Set<(waiting: readonly Handed[]) => void>()
  const set = (now: readonly Waiting[]) => {
    waiting = now
    count.set(now.length)
    for (const tell of ears) tell(now.flatMap(({ from }) => from))
  }

  function add(one: Waiting): void {
    const { opening } = one
    if (waiting.some((other) => JSON.stringify(other.opening) === JSON.stringify(opening))) return
    if (waiting.length < MOST_WAITING) set(joined(waiting, one))
    else log.warn('openings.too-many', { kind: opening.kind })
  }

  return {
    hand(handed) {
      const from = handed.filter((one) => 'file' in one)
      if (from.length > 0)
        add({ from, opening: { kind: 'key-files', files: from.map(({ file }) => files.add(file)) } })
      for (const one of handed)
        if ('link' in one) add({ from: [withoutPassword(one)], opening: openingOf(one) })
    },
    onWaiting(listener) {
      ears.add(listener)
    },
    watch: async (_nothing, { signal }) => count.watch(signal),
    async take() {
      vault.secrets()
      const [first, ...rest] = waiting
      if (first === undefined) return null
      set(rest)
      return first.opening
    },
  }
}

interface Waiting {
  /** What it was made of, for a core that comes after this one. */
  from: readonly Handed[]
  opening: Opening
}

/** macOS hands over the files of one selection one by one: they are for one sheet. */
function joined(before: readonly Waiting[], one: Waiting): Waiting[] {
  const last = before.at(-1)
  if (one.opening.kind !== 'key-files' || last?.opening.kind !== 'key-files') return [...before, one]
  const files = [...last.opening.files, ...one.opening.files]
  return [
    ...before.slice(0, -1),
    { from: [...last.from, ...one.from], opening: { kind: 'key-files', files } },
  ]
}

/** The same link for whoever reads it, with another password. */
function withoutPassword({ link }: Extract<Handed, { link: string }>): Handed {
  return { link: link.replace(/^(ssh:\/\/[^:;@/?#]*:)[^;@/?#]+/i, '$1x') }
}

function openingOf({ link }: Extract<Handed, { link: string }>): Opening {
  try {
    return parseLink(link)
  } catch (error) {
    if (!isLatchkeyError(error)) throw error
    return { kind: 'refused', problem: error.info }
  }
}
