import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ActivityEntry } from '../../../contract/activity.js'
import type { GrowingFile } from '../ports.js'
import { entriesOf } from './chain.js'

/** Some milliseconds of work: terminals go on in between. */
const LINES_A_TURN = 2_000

/**
 * The entries of the record's lines, oldest first. What was read once is kept, and only what was added since is read:
 * good for showing it. Whether anybody has changed it meanwhile, a look at the whole file tells.
 */
export function createKnownEntries(file: Pick<GrowingFile, 'readFrom'>) {
  let entries: ActivityEntry[] = []
  let bytes = 0

  const forget = () => {
    entries = []
    bytes = 0
  }

  async function read(): Promise<readonly ActivityEntry[]> {
    const added = await file.readFrom(bytes)
    if (added === null) {
      forget()
      return read()
    }
    bytes = added.end
    const lines = added.text.split('\n').slice(0, -1)
    for (let from = 0; from < lines.length; from += LINES_A_TURN) {
      for (const entry of entriesOf(`${lines.slice(from, from + LINES_A_TURN).join('\n')}\n`))
        entries.push(entry)
      await nextTurn()
    }
    return entries
  }

  return { read, forget }
}
