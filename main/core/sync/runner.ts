import type { SyncRun, SyncRunStep } from '../../../contract/sync.js'
import { accountNamed, keyNamed } from '../activity/profile-events.js'
import type { ActivityRecord, Happening } from '../activity/record.js'
import type { Cloud } from '../clouds/cloud.js'
import { publicKeyLine } from '../keys/public-key.js'
import { problemOf } from '../lib/problem.js'
import type { Clock, Log, ProfileStore } from '../ports.js'
import { type AccountRecord, isShown, type KeyRecord } from '../profile.js'
import { carryOut } from './carry-out.js'
import { identityOf } from './held-keys.js'
import type { SyncJournal } from './journal.js'
import { type Held, readHeld } from './look.js'
import { createRunState } from './run-state.js'
import { isRuled, wantedOn } from './wanted.js'

export interface RunnerParts {
  profile: ProfileStore
  clock: Clock
  log: Log
  journal: SyncJournal
  note: ActivityRecord['note']
  /** Told of what was found done: by a call whose answer was lost, or by somebody who wanted the same. */
  foundDone(happening: Happening): void
  cloud(accountId: string): Promise<Cloud>
}

/** Pushes to one account that are under way at a time. */
const AT_ONCE = 3

type Done = Pick<SyncRunStep, 'state' | 'problem'>

/**
 * Carries runs out, one at a time: accounts side by side; within one what is removed and renamed first, in its order, then
 * what is pushed. Before anything is done at an account it is read anew, and what is done already is left alone.
 */
export function createRunner({ profile, clock, log, journal, note, foundDone, cloud }: RunnerParts) {
  const state = createRunState({ clock, journal })
  let reading = new AbortController()

  let loading: Promise<void> | null = null

  /** What an earlier run of the program has left; whoever looks at the run or starts one waits for it. */
  function loaded(): Promise<void> {
    loading ??= journal.load().then((run) => state.set(run))
    return loading
  }

  const mark = (ids: ReadonlySet<string>, done: Done) =>
    state.change((run) => ({
      ...run,
      steps: run.steps.map((step) => (ids.has(step.id) ? { ...plainStep(step), ...done } : step)),
    }))

  const markOne = (step: SyncRunStep, done: Done) => mark(new Set([step.id]), done)
  const isStopping = () => state.get()?.state !== 'running'

  async function runStep(step: SyncRunStep, open: Cloud, held: Held): Promise<void> {
    if (isStopping()) return
    const { account, key } = subjectOf(step)
    if (account === undefined || key === undefined || !isStillMeant(step)) {
      markOne(step, { state: 'dropped' })
      return
    }
    markOne(step, { state: 'running' })
    try {
      const line = publicKeyLine(Buffer.from(key.blob, 'base64'), key.comment)
      const { state, problem } = await carryOut(step, { ...identityOf(key), line }, open, held)
      const tell = state === 'done' ? note : foundDone
      tell(happeningOf(step, account, key))
      markOne(step, problem === null ? { state } : { state: 'failed', problem: problem.info })
    } catch (error) {
      markOne(step, { state: 'failed', problem: problemOf(error, 'sync.step-failed', log) })
    }
  }

  function subjectOf({ accountId, keyId }: SyncRunStep) {
    const { accounts, keys } = profile.read()
    const account = accounts.find(({ id, phase }) => id === accountId && phase === 'stored')
    return { account, key: keys.find((key) => key.id === keyId && isShown(key)) }
  }

  /** The rules may have changed since, and a run may be resumed days later. */
  function isStillMeant({ kind, accountId, keyId }: SyncRunStep): boolean {
    const now = profile.read()
    const isWanted = wantedOn(now, accountId).has(keyId)
    // Where no rule says anything by now, nothing goes.
    return kind === 'remove' ? !isWanted && isRuled(now.wanted, accountId) : isWanted
  }

  async function runAccount(accountId: string): Promise<void> {
    const due = () => (state.get()?.steps ?? []).filter((step) => step.accountId === accountId && isDue(step))
    try {
      const open = await cloud(accountId)
      const held = await readHeld(open, reading.signal)
      const isPush = ({ kind }: SyncRunStep) => kind === 'push'
      for (const step of due().filter((one) => !isPush(one))) await runStep(step, open, held)
      await someAtOnce(due().filter(isPush), async (step) => runStep(step, open, held))
    } catch (error) {
      if (reading.signal.aborted) return
      const problem = problemOf(error, 'sync.account-failed', log)
      mark(new Set(due().map(({ id }) => id)), { state: 'failed', problem })
    }
  }

  async function runAll(): Promise<void> {
    const accounts = state.get()?.accounts ?? []
    await Promise.all(accounts.map(({ accountId }) => runAccount(accountId)))
    const endedAt = new Date(clock.now()).toISOString()
    state.change((run) => ({ ...run, endedAt, state: run.steps.some(isDue) ? 'interrupted' : 'ended' }))
    await journal.settled()
  }

  return {
    loaded,
    live: state.live,
    last: state.get,
    /** Resolves when it is on the disk that the run begins; it then goes on by itself. Throws what the disk throws. */
    async start(run: SyncRun): Promise<{ run: SyncRun; ended: Promise<void> }> {
      const before = state.get()
      const begun: SyncRun = { ...run, state: 'running', endedAt: null }
      reading = new AbortController()
      state.set(begun)
      try {
        await journal.begin(begun)
      } catch (error) {
        state.set(before)
        throw error
      }
      return { run: begun, ended: runAll() }
    },
    isRunning: () => ['running', 'cancelling'].includes(state.get()?.state ?? ''),
    stop(): void {
      if (state.get()?.state !== 'running') return
      state.change((run) => ({ ...run, state: 'cancelling' }))
      reading.abort()
    },
    forget(): void {
      state.set(null)
      journal.note(null)
    },
  }
}

/** As the activity record has it. */
function happeningOf(
  { kind, cloudName, key: held }: SyncRunStep,
  account: AccountRecord,
  key: KeyRecord,
): Happening {
  const about = { account: accountNamed(account), key: keyNamed(key) }
  if (kind === 'push') return { event: 'key-pushed', ...about, detail: `as ${cloudName}` }
  if (kind === 'remove') return { event: 'account-key-deleted', ...about, detail: cloudName }
  return { event: 'account-key-renamed', ...about, detail: `${held?.name} to ${cloudName}` }
}

const isDue = ({ state }: SyncRunStep) => state === 'waiting'

function plainStep({ problem: _problem, ...step }: SyncRunStep): SyncRunStep {
  return step
}

async function someAtOnce<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all]
  const next = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, next))
}
