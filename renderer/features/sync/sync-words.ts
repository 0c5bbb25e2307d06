import type { ErrorInfo } from '../../../contract/errors.js'
import type { KeyPair } from '../../../contract/keys.js'
import type {
  DriftItem,
  SyncPlan,
  SyncRun,
  SyncRunStep,
  SyncStep,
  WantedRule,
} from '../../../contract/sync.js'
import type { Tone } from '../../ui/tone.js'

type Named = { id: string; name: string }

export const counted = (amount: number, noun: string) => `${amount} ${noun}${amount === 1 ? '' : 's'}`

/** Which key pairs a rule is for. */
export function ruleKeysWords(
  { keys }: Pick<WantedRule, 'keys'>,
  known: readonly Pick<KeyPair, 'id' | 'name'>[],
) {
  if (keys.kind === 'all') return 'All key pairs'
  if (keys.kind === 'tag') return `Tagged ${keys.tag}`
  return known.find(({ id }) => id === keys.keyId)?.name ?? 'A key pair'
}

/** On which accounts. */
export function ruleAccountsWords(
  { accounts }: Pick<WantedRule, 'accounts'>,
  known: readonly Named[],
): string {
  if (accounts.kind === 'all') return 'All accounts'
  const names = accounts.accountIds.flatMap((id) => known.find((account) => account.id === id)?.name ?? [])
  return names.join(', ')
}

export const isWork = ({ kind }: Pick<SyncStep, 'kind'>) => kind !== 'nothing' && kind !== 'not-taken'

/** What a step does, in the row of its key. */
export function stepWords({ kind, cloudName, keyName, key }: SyncStep): string {
  if (kind === 'push') return cloudName === keyName ? 'Push' : `Push as ${cloudName}`
  if (kind === 'rename') return `Rename ${key?.name ?? ''} to ${cloudName}`
  if (kind === 'remove') return cloudName === keyName ? 'Remove' : `Remove, there ${cloudName}`
  return kind === 'nothing' ? 'There already' : 'Not taken'
}

type Amounts = Record<'push' | 'rename' | 'remove', number>

function amounts(steps: readonly SyncStep[]): Amounts {
  const of = (kind: SyncStep['kind']) => steps.filter((step) => step.kind === kind).length
  return { push: of('push'), rename: of('rename'), remove: of('remove') }
}

/** The verb of the button: "Push 12 keys", "Push 2 keys and remove 1". */
export function verbWords(steps: readonly SyncStep[]): string {
  const { push, rename, remove } = amounts(steps)
  const parts = [
    [push, 'push'],
    [rename, 'rename'],
    [remove, 'remove'],
  ] as const
  const said = parts.filter(([amount]) => amount > 0)
  const words = said.map(([amount, verb], at) => `${verb} ${at === 0 ? counted(amount, 'key') : amount}`)
  const last = words.pop()
  if (last === undefined) return 'Push keys'
  const all = words.length === 0 ? last : `${words.join(', ')} and ${last}`
  return all.charAt(0).toUpperCase() + all.slice(1)
}

export const stepStates: Record<SyncRunStep['state'], { says: string; tone: Tone }> = {
  waiting: { says: 'Waiting', tone: 'idle' },
  running: { says: 'At work', tone: 'busy' },
  done: { says: 'Done', tone: 'ok' },
  already: { says: 'It was so already', tone: 'ok' },
  dropped: { says: 'No longer wanted', tone: 'idle' },
  failed: { says: 'Failed', tone: 'danger' },
}

export interface RunCounts {
  done: number
  failed: number
  left: number
  of: number
}

export function countsOf(steps: readonly SyncRunStep[]): RunCounts {
  const of = steps.length
  const failed = steps.filter(({ state }) => state === 'failed').length
  const left = steps.filter(({ state }) => state === 'waiting' || state === 'running').length
  return { done: of - failed - left, failed, left, of }
}

/** Why several steps failed where it is the same for all of them: it is then said once. */
export function sharedProblem(steps: readonly SyncRunStep[]): ErrorInfo | undefined {
  const problems = steps.flatMap(({ problem }) => problem ?? [])
  const [first] = problems
  const isShared = problems.length > 1 && problems.every(({ message }) => message === first?.message)
  return isShared ? first : undefined
}

/** How a run stands, as a sentence. */
export function runSentence({ state, steps }: Pick<SyncRun, 'state' | 'steps'>): string {
  const { done, failed, left, of } = countsOf(steps)
  const failing = failed > 0 ? `, ${failed} failed` : ''
  if (state === 'running') return `${done} of ${counted(of, 'step')} done${failing}.`
  if (state === 'cancelling') return 'Cancelling after the steps that run now.'
  if (state === 'interrupted') return `The sync was cut off: ${done} done${failing}, ${left} not begun.`
  return failed > 0 ? `${done} of ${counted(of, 'step')} done${failing}.` : `All ${counted(of, 'step')} done.`
}

/** The button that takes up what is left; null where nothing is. */
export function againVerb({ state, steps }: Pick<SyncRun, 'state' | 'steps'>): string | null {
  const { failed, left } = countsOf(steps)
  if (state === 'running' || state === 'cancelling') return null
  if (left > 0) return 'Resume'
  return failed > 0 ? `Retry ${failed} failed` : null
}

/** What a plan without work says. */
export function nothingSentence({ accounts, steps }: SyncPlan): string {
  const unread = accounts.filter(({ problem }) => problem !== undefined).length
  if (accounts.length === 0) return 'There is no account that a rule names.'
  if (unread === accounts.length) return 'No account could be read.'
  if (steps.length === 0)
    return 'No key pair of the vault fits a rule. Archived ones, and those in the bin, never do.'
  return 'Nothing to do: every key pair is where it belongs.'
}

/** What is otherwise, as a phrase after the name. */
export function driftWords({ kind, name, region, before, now }: DriftItem): string {
  const where = region === null ? '' : ` (${region})`
  const keys = (names: string[]) => (names.length === 0 ? 'none' : names.join(', '))
  switch (kind) {
    case 'key-added':
      return `Key ${name}${where} was added`
    case 'key-gone':
      return `Key ${name}${where} is gone`
    case 'key-renamed':
      return `Key ${before.join()}${where} is called ${name} now`
    case 'key-replaced':
      return `Another key is called ${name}${where} now`
    case 'instance-new':
      return `Instance ${name} is new, its keys: ${keys(now)}`
    case 'instance-gone':
      return `Instance ${name} is gone`
    case 'instance-keys':
      return `Instance ${name} declares ${keys(now)}, before ${keys(before)}`
  }
}

/** The notice: how many, gravest first. */
export function driftSentence(items: readonly Pick<DriftItem, 'kind'>[], since: string): string {
  const keys = items.filter(({ kind }) => kind.startsWith('key-')).length
  const declared = items.filter(({ kind }) => kind === 'instance-keys').length
  const instances = items.length - keys - declared
  const parts = [
    ...(keys > 0 ? [counted(keys, 'key')] : []),
    ...(declared > 0 ? [`declared keys of ${counted(declared, 'instance')}`] : []),
    ...(instances > 0 ? [`${counted(instances, 'instance')} new or gone`] : []),
  ]
  return `Changed outside Latchkey since ${since}: ${parts.join('; ')}.`
}
