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
import { plural, say } from '../../../contract/words/say.js'
import type { Tone } from '../../ui/tone.js'

type Named = { id: string; name: string }

/** Which key pairs a rule is for. */
export function ruleKeysWords(
  { keys }: Pick<WantedRule, 'keys'>,
  known: readonly Pick<KeyPair, 'id' | 'name'>[],
) {
  if (keys.kind === 'all') return say`All key pairs`
  if (keys.kind === 'tag') return say`Tagged ${keys.tag}`
  return known.find(({ id }) => id === keys.keyId)?.name ?? say`A key pair`
}

/** On which accounts. */
export function ruleAccountsWords(
  { accounts }: Pick<WantedRule, 'accounts'>,
  known: readonly Named[],
): string {
  if (accounts.kind === 'all') return say`All accounts`
  const names = accounts.accountIds.flatMap((id) => known.find((account) => account.id === id)?.name ?? [])
  return names.join(', ')
}

export const isWork = ({ kind }: Pick<SyncStep, 'kind'>) => kind !== 'nothing' && kind !== 'not-taken'

/** What a step does, in the row of its key. */
export function stepWords({ kind, cloudName, keyName, key }: SyncStep): string {
  if (kind === 'push') return cloudName === keyName ? say`Push` : say`Push as ${cloudName}`
  if (kind === 'rename') return say`Rename ${key?.name ?? ''} to ${cloudName}`
  if (kind === 'remove') return cloudName === keyName ? say`Remove` : say`Remove, there ${cloudName}`
  return kind === 'nothing' ? say`There already` : say`Not taken`
}

type Amounts = Record<'push' | 'rename' | 'remove', number>

function amounts(steps: readonly SyncStep[]): Amounts {
  const of = (kind: SyncStep['kind']) => steps.filter((step) => step.kind === kind).length
  return { push: of('push'), rename: of('rename'), remove: of('remove') }
}

/** The verb of the button: "Push 12 keys", "Push 2 keys and remove 1". */
export function verbWords(steps: readonly SyncStep[]): string {
  const { push, rename, remove } = amounts(steps)
  const first = push > 0 ? 'push' : rename > 0 ? 'rename' : 'remove'
  const words = [
    ...(push > 0 ? [say`Push ${plural(push, '# key', '# keys')}`] : []),
    ...(rename > 0
      ? [first === 'rename' ? say`Rename ${plural(rename, '# key', '# keys')}` : say`rename ${rename}`]
      : []),
    ...(remove > 0
      ? [first === 'remove' ? say`Remove ${plural(remove, '# key', '# keys')}` : say`remove ${remove}`]
      : []),
  ]
  const last = words.pop()
  if (last === undefined) return say`Push keys`
  return words.length === 0 ? last : say`${words.join(', ')} and ${last}`
}

export const stepStates: Record<SyncRunStep['state'], { says: string; tone: Tone }> = {
  waiting: { says: say`Waiting`, tone: 'idle' },
  running: { says: say`At work`, tone: 'busy' },
  done: { says: say`Done`, tone: 'ok' },
  already: { says: say`It was so already`, tone: 'ok' },
  dropped: { says: say`No longer wanted`, tone: 'idle' },
  failed: { says: say`Failed`, tone: 'danger' },
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
  if (state === 'cancelling') return say`Cancelling after the steps that run now.`
  if (state === 'interrupted')
    return failed > 0
      ? say`The sync was cut off: ${done} done, ${failed} failed, ${left} not begun.`
      : say`The sync was cut off: ${done} done, ${left} not begun.`
  if (failed > 0) return say`${done} of ${plural(of, '# step', '# steps')} done, ${failed} failed.`
  return state === 'running'
    ? say`${done} of ${plural(of, '# step', '# steps')} done.`
    : say`All ${plural(of, '# step', '# steps')} done.`
}

/** The button that takes up what is left; null where nothing is. */
export function againVerb({ state, steps }: Pick<SyncRun, 'state' | 'steps'>): string | null {
  const { failed, left } = countsOf(steps)
  if (state === 'running' || state === 'cancelling') return null
  if (left > 0) return say`Resume`
  return failed > 0 ? say`Retry ${failed} failed` : null
}

/** What a plan without work says. */
export function nothingSentence({ accounts, steps }: SyncPlan): string {
  const unread = accounts.filter(({ problem }) => problem !== undefined).length
  if (accounts.length === 0) return say`There is no account that a rule names.`
  if (unread === accounts.length) return say`No account could be read.`
  if (steps.length === 0)
    return say`No key pair of the vault fits a rule. Archived ones, and those in the bin, never do.`
  return say`Nothing to do: every key pair is where it belongs.`
}

/** What is otherwise, as a phrase after the name. */
export function driftWords({ kind, name, region, before, now }: DriftItem): string {
  const where = region === null ? '' : ` (${region})`
  const keys = (names: string[]) => (names.length === 0 ? say`none` : names.join(', '))
  switch (kind) {
    case 'key-added':
      return say`Key ${name}${where} was added`
    case 'key-gone':
      return say`Key ${name}${where} is gone`
    case 'key-renamed':
      return say`Key ${before.join()}${where} is called ${name} now`
    case 'key-replaced':
      return say`Another key is called ${name}${where} now`
    case 'instance-new':
      return say`Instance ${name} is new, its keys: ${keys(now)}`
    case 'instance-gone':
      return say`Instance ${name} is gone`
    case 'instance-keys':
      return say`Instance ${name} declares ${keys(now)}, before ${keys(before)}`
  }
}

/** The notice: how many, gravest first. */
export function driftSentence(items: readonly Pick<DriftItem, 'kind'>[], since: string): string {
  const keys = items.filter(({ kind }) => kind.startsWith('key-')).length
  const declared = items.filter(({ kind }) => kind === 'instance-keys').length
  const instances = items.length - keys - declared
  const parts = [
    ...(keys > 0 ? [say`${plural(keys, '# key', '# keys')}`] : []),
    ...(declared > 0 ? [say`declared keys of ${plural(declared, '# instance', '# instances')}`] : []),
    ...(instances > 0 ? [say`${plural(instances, '# instance', '# instances')} new or gone`] : []),
  ]
  return say`Changed outside Latchkey since ${since}: ${parts.join('; ')}.`
}
