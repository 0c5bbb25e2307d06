import type { ActivityEntry } from '../../../contract/activity.js'
import type { ErrorInfo } from '../../../contract/errors.js'
import { LatchkeyError } from '../lib/error.js'
import { createLiveValue } from '../lib/live-value.js'
import { oneAtATime } from '../lib/one-at-a-time.js'
import type { Clock, GrowingFile, Log, TextFile } from '../ports.js'
import type { ActivityService } from '../services.js'
import { ChainEnd, checkChain, endOf, nextLine, noLines } from './chain.js'
import { createKnownEntries } from './known-entries.js'

export interface RecordParts {
  /** The lines, and the head of their chain. */
  file: GrowingFile
  head: TextFile
  clock: Clock
  log: Log
  /** Where it throws, the id stands for the name. */
  instanceName(instanceId: string): Promise<string>
}

/** What happened; number, time and link are added, and the instance's name. */
export type Happening = Omit<ActivityEntry, 'seq' | 'at' | 'instance'> & { instanceId?: string }

export interface ActivityRecord extends ActivityService {
  /**
   * Writes it down as having happened now. Never throws: what was done is done. Where the record can't be written, every
   * window says so.
   */
  note(happening: Happening): void
  /** Resolves when everything noted so far is on the disk, or could not be written. */
  settled(): Promise<void>
}

/** The record of what happened to the keys. It only grows. */
export function createActivityRecord({ file, head, clock, log, instanceName }: RecordParts): ActivityRecord {
  const inTurn = oneAtATime()
  const added = createLiveValue(0)
  const known = createKnownEntries(file)
  /** Those who look at the record: what was read is kept for them alone. */
  let watchers = 0
  let problem: ErrorInfo | null = null
  /** Read from the disk at the first entry, and after a failure anew. */
  let end: ChainEnd | null = null

  async function append(event: Omit<ActivityEntry, 'seq'>): Promise<void> {
    end ??= await begin()
    const next = nextLine(end, event)
    end = null
    await file.append(next.line)
    await head.write(`${JSON.stringify(next.end)}\n`)
    end = next.end
  }

  /** A record without a head counts as cut short: so the first line has one before it, also after a crash. */
  async function begin(): Promise<ChainEnd> {
    const [text, noted] = [await file.read(), await readHead()]
    if (text === '' && noted === null) await head.write(`${JSON.stringify(noLines)}\n`)
    return endOf(text, noted)
  }

  /** Null where there is none that can be read: the lines themselves are then all that is known. */
  async function readHead(): Promise<ChainEnd | null> {
    const text = await head.read()
    try {
      return ChainEnd.parse(JSON.parse(text))
    } catch (_damaged) {
      return null
    }
  }

  async function nameOf(instanceId: string): Promise<string> {
    try {
      return await instanceName(instanceId)
    } catch (error) {
      log.warn('activity.instance-unknown', { instanceId, problem: String(error) })
      return instanceId
    }
  }

  async function write(event: Omit<ActivityEntry, 'seq'>): Promise<void> {
    try {
      await append(event)
      problem = null
    } catch (cause) {
      log.error('activity.not-written', cause, { event: event.event })
      problem = notWritten(cause).info
    }
    added.set(added.get() + 1)
  }

  return {
    note(happening) {
      const { event, instanceId, ...rest } = happening
      const at = new Date(clock.now()).toISOString()
      void inTurn(async () => {
        const instance = instanceId && { id: instanceId, name: await nameOf(instanceId) }
        await write({ at, event, ...rest, ...(instance && { instance }) })
      })
    },

    settled: () => inTurn(async () => undefined),

    list: ({ text, events, limit }) =>
      inTurn(async () => {
        const words = text.toLowerCase().split(/\s+/).filter(Boolean)
        const matching = (await known.read()).filter(
          (entry) =>
            (events.length === 0 || events.includes(entry.event)) &&
            words.every((word) => searchText(entry).includes(word)),
        )
        if (watchers === 0) known.forget()
        return { entries: matching.slice(-limit).reverse(), matching: matching.length, problem }
      }),

    verify: () =>
      inTurn(async () => {
        const verdict = checkChain(await file.read(), await readHead())
        if (verdict.state === 'broken') known.forget() // what is shown next is what is there
        return verdict
      }),

    lines: () => inTurn(file.read),

    watch: async (_nothing, { signal }) => {
      watchers++
      signal?.addEventListener('abort', () => --watchers === 0 && known.forget(), { once: true })
      return added.watch(signal)
    },
  }
}

function searchText({ at, event, key, instance, account, detail = '' }: ActivityEntry): string {
  const names = [key, instance, account].map((named) => named?.name ?? '')
  return [at, event, ...names, key?.fingerprint ?? '', detail].join('\n').toLowerCase()
}

function notWritten(cause: unknown): LatchkeyError {
  return new LatchkeyError('file-unwritable', "The activity record can't be written.", {
    advice:
      'What happens meanwhile is missing from it. Make room on the disk, or see who may write in the profile folder.',
    detail: String(cause),
    cause,
  })
}
