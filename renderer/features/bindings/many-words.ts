import type { BindAction, BindJob, BindPlan, PlannedTarget } from '../../../contract/bindings.js'
import { inEnglish, type Said } from '../../../contract/words/said.js'
import { plural, say } from '../../../contract/words/say.js'
import { hear } from '../../words/language.js'

/** Instances for which the same is said, and what. */
export interface SaidOf {
  /** As the list calls them. Empty: all of them, in spite of what else is said of some. */
  names: string[]
  /** Of the same instances: two may have one name. */
  ids: string[]
  consequences: string[]
  warnings: string[]
}

/** What instances are called: by themselves in sentences, and in lists, where two of one name are told apart. */
export interface Naming {
  nameOf: (instanceId: string) => string
  labelOf: (instanceId: string) => string
}

/** What the plans say, once for all instances for which it is the same but for their names. */
export function groupPlans(targets: PlannedTarget[], naming: Naming): SaidOf[] {
  const groups = grouped(
    targets.flatMap(({ instanceId, plan }) => {
      if (plan === null) return []
      const consequences = [...plan.consequences, ...unsaid(plan)]
      return [{ id: instanceId, consequences, warnings: plan.warnings }]
    }),
    naming,
  )
  return said(groups.length > 1 ? withCommon(groups) : groups, naming)
}

/** Why nothing can be done to the others, in the same way. */
export function groupProblems(targets: PlannedTarget[], naming: Naming): SaidOf[] {
  return said(
    grouped(
      targets.flatMap(({ instanceId, problem }) => {
        if (problem === null) return []
        const why = [problem.message, ...(problem.advice === undefined ? [] : [problem.advice])]
        return [{ id: instanceId, consequences: [why.join(' ')], warnings: [] }]
      }),
      naming,
    ),
    naming,
  )
}

interface Told {
  id: string
  consequences: Said[]
  warnings: Said[]
}

/** Sentences of any instance. */
type Group = SaidOf

function grouped(all: Told[], { nameOf, labelOf }: Naming): Group[] {
  const groups = new Map<string, Group>()
  for (const { id, consequences, warnings } of all) {
    const name = wholeName(nameOf(id))
    const shared = {
      consequences: consequences.map((sentence) => hear(inEnglish(sentence).replace(name, ANY))),
      warnings: warnings.map((sentence) => hear(inEnglish(sentence).replace(name, ANY))),
    }
    const key = JSON.stringify(shared)
    const group = groups.get(key) ?? { names: [], ids: [], ...shared }
    groups.set(key, group)
    group.names.push(labelOf(id))
    group.ids.push(id)
  }
  return [...groups.values()]
}

/** What is said of every group is said once, after them. */
function withCommon(groups: Group[]): Group[] {
  const isCommon = (of: 'consequences' | 'warnings') => (sentence: string) =>
    groups.every((group) => group[of].includes(sentence))
  const part = (group: Group, common: boolean) => ({
    consequences: group.consequences.filter((one) => isCommon('consequences')(one) === common),
    warnings: group.warnings.filter((one) => isCommon('warnings')(one) === common),
  })
  const own = groups.map((group) => ({ names: group.names, ids: group.ids, ...part(group, false) }))
  const common = groups.slice(0, 1).map((group) => ({ names: [], ids: [], ...part(group, true) }))
  return [...own, ...common].filter(
    ({ names, consequences, warnings }) => names.length > 0 || consequences.length + warnings.length > 0,
  )
}

/** In words: with the name where it is of one. */
function said(groups: Group[], { nameOf }: Naming): SaidOf[] {
  return groups.map(({ names, ids, consequences, warnings }) => {
    const [id = ''] = ids
    const word = (sentence: string) => inWords(sentence, names.length === 1 ? nameOf(id) : null)
    return { names, ids, consequences: consequences.map(word), warnings: warnings.map(word) }
  })
}

/** Stands for the name of the instance; no name and no sentence has it. */
const ANY = '\u0000'

/** `name`: null where it is of several. */
function inWords(sentence: string, name: string | null): string {
  if (name !== null) return sentence.replaceAll(ANY, name)
  const any = say`the instance`
  const atBegin = new RegExp(`(?<=^|[.] )${ANY}`, 'g')
  return sentence.replace(atBegin, any.charAt(0).toUpperCase() + any.slice(1)).replaceAll(ANY, any)
}

function wholeName(name: string): RegExp {
  return new RegExp(`(?<![\\w.-])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`, 'g')
}

/** Keys that are no longer declared afterwards, where no sentence names them. */
function unsaid({ action, replaces, consequences }: BindPlan): string[] {
  const keys = replaces.filter((key) => !consequences.some((sentence) => inEnglish(sentence).includes(key)))
  if (keys.length === 0) return []
  return [action === 'bind' ? say`Replaced: ${keys.join(', ')}.` : say`Taken away: ${keys.join(', ')}.`]
}

/** "Bind 3 instances", "Stop and unbind 1 instance"; where not all of them are stopped, "Stop 8 and bind 9 instances". */
export function manyVerb(action: BindAction, plans: Pick<BindPlan, 'stopsInstance'>[]): string {
  const stopped = plans.filter(({ stopsInstance }) => stopsInstance).length
  const all = plans.length
  if (stopped === 0)
    return action === 'bind'
      ? say`Bind ${plural(all, '# instance', '# instances')}`
      : say`Unbind ${plural(all, '# instance', '# instances')}`
  if (stopped === all)
    return action === 'bind'
      ? say`Stop and bind ${plural(all, '# instance', '# instances')}`
      : say`Stop and unbind ${plural(all, '# instance', '# instances')}`
  return action === 'bind'
    ? say`Stop ${stopped} and bind ${plural(all, '# instance', '# instances')}`
    : say`Stop ${stopped} and unbind ${plural(all, '# instance', '# instances')}`
}

/** Whether it can't begin without a password. */
export function lacksPassword({ by, login }: Pick<BindPlan, 'by' | 'login'>): boolean {
  return by === 'ssh' && login?.kind === 'password'
}

/** As long as no password is typed, what would need one is left as it is. */
export function withoutPassword(target: PlannedTarget): PlannedTarget {
  if (target.plan === null || !lacksPassword(target.plan)) return target
  const message = say`It would be logged in to with a password, and none is typed.`
  const advice = say`Type it, or choose what else logs in.`
  return { ...target, plan: null, problem: { code: 'input-invalid', message, advice, retryable: false } }
}

/** "3 instances". */
export const counted = (count: number) => say`${plural(count, '# instance', '# instances')}`

/** Whether a job came to what was wanted. A key that is set on an instance that stays stopped is. */
export function isFine({ result, steps }: Pick<BindJob, 'result' | 'steps'>): boolean {
  if (result === null) return false
  const proves = steps.some(({ name }) => name === 'prove')
  return (
    result.outcome === 'proven' ||
    result.outcome === 'removed' ||
    (result.outcome === 'not-proven' && !proves)
  )
}

/** How jobs that were begun together have ended. `notBegun`: how many more could not be. */
export function batchSentence(jobs: BindJob[], notBegun: number): string {
  const isWhole = notBegun === 0 && jobs.every(isFine)
  const lacksUsers = jobs.some(({ result }) => result?.others?.some(({ outcome }) => outcome === 'failed'))
  const { fine, all } = amounts(jobs, notBegun)
  const ended =
    jobs[0]?.action === 'unbind'
      ? fine === all
        ? say`Unbound from ${plural(all, '# instance', '# instances')}.`
        : say`Unbound from ${fine} of ${plural(all, '# instance', '# instances')}.`
      : fine === all
        ? say`Bound to ${plural(all, '# instance', '# instances')}.`
        : say`Bound to ${fine} of ${plural(all, '# instance', '# instances')}.`
  return [
    ended,
    ...(isWhole ? [] : [say`Look at the others.`]),
    ...(lacksUsers ? [say`Not every further user has the key.`] : []),
  ].join(' ')
}

/** "Bound deploy to 5 of 6 instances": what has come of them once all have ended. */
export function batchEnded(jobs: BindJob[], notBegun: number, keyName: string): string {
  const { fine, all } = amounts(jobs, notBegun)
  if (jobs[0]?.action === 'unbind')
    return fine === all
      ? say`Unbound ${keyName} from ${plural(all, '# instance', '# instances')}`
      : say`Unbound ${keyName} from ${fine} of ${plural(all, '# instance', '# instances')}`
  return fine === all
    ? say`Bound ${keyName} to ${plural(all, '# instance', '# instances')}`
    : say`Bound ${keyName} to ${fine} of ${plural(all, '# instance', '# instances')}`
}

const amounts = (jobs: BindJob[], notBegun: number) => ({
  fine: jobs.filter(isFine).length,
  all: jobs.length + notBegun,
})
