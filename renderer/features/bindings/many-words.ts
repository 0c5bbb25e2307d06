import type { BindAction, BindJob, BindPlan, PlannedTarget } from '../../../contract/bindings.js'

/** Instances for which the same is said, and what. */
export interface SaidOf {
  /** Empty: all of them, in spite of what else is said of some. */
  names: string[]
  /** Of the same instances: two may have one name. */
  ids: string[]
  consequences: string[]
  warnings: string[]
}

type NameOf = (instanceId: string) => string

/** What the plans say, once for all instances for which it is the same but for their names. */
export function groupPlans(targets: PlannedTarget[], nameOf: NameOf): SaidOf[] {
  const groups = grouped(
    targets.flatMap(({ instanceId, plan }) => {
      if (plan === null) return []
      const name = nameOf(instanceId)
      return [
        {
          id: instanceId,
          name,
          consequences: [...plan.consequences, ...unsaid(plan)],
          warnings: plan.warnings,
        },
      ]
    }),
  )
  return said(groups.length > 1 ? withCommon(groups) : groups)
}

/** Why nothing can be done to the others, in the same way. */
export function groupProblems(targets: PlannedTarget[], nameOf: NameOf): SaidOf[] {
  return said(
    grouped(
      targets.flatMap(({ instanceId, problem }) => {
        if (problem === null) return []
        const why = [problem.message, ...(problem.advice === undefined ? [] : [problem.advice])]
        return [{ id: instanceId, name: nameOf(instanceId), consequences: [why.join(' ')], warnings: [] }]
      }),
    ),
  )
}

interface Said {
  id: string
  name: string
  consequences: string[]
  warnings: string[]
}

/** Sentences of any instance. */
type Group = SaidOf

function grouped(all: Said[]): Group[] {
  const groups = new Map<string, Group>()
  for (const { id, name, consequences, warnings } of all) {
    const shared = {
      consequences: consequences.map((sentence) => sentence.replace(wholeName(name), ANY)),
      warnings: warnings.map((sentence) => sentence.replace(wholeName(name), ANY)),
    }
    const key = JSON.stringify(shared)
    const group = groups.get(key) ?? { names: [], ids: [], ...shared }
    groups.set(key, group)
    group.names.push(name)
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
function said(groups: Group[]): SaidOf[] {
  return groups.map(({ names, ids, consequences, warnings }) => {
    const [name = ''] = names
    const word = (sentence: string) => inWords(sentence, names.length === 1 ? name : 'the instance')
    return { names, ids, consequences: consequences.map(word), warnings: warnings.map(word) }
  })
}

/** Stands for the name of the instance; no name and no sentence has it. */
const ANY = '\u0000'

function inWords(sentence: string, name: string): string {
  const atBegin = new RegExp(`(^|[.] )${ANY}`, 'g')
  const begun = name === 'the instance' ? sentence.replace(atBegin, '$1The instance') : sentence
  return begun.replaceAll(ANY, name)
}

function wholeName(name: string): RegExp {
  return new RegExp(`(?<![\\w.-])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`, 'g')
}

/** Keys that are no longer declared afterwards, where no sentence names them. */
function unsaid({ action, replaces, consequences }: BindPlan): string[] {
  const keys = replaces.filter((key) => !consequences.some((sentence) => sentence.includes(key)))
  if (keys.length === 0) return []
  return [`${action === 'bind' ? 'Replaced' : 'Taken away'}: ${keys.join(', ')}.`]
}

/** "Stop and bind 3 instances", "Unbind from 1 instance". */
export function manyVerb(action: BindAction, plans: Pick<BindPlan, 'stopsInstance'>[]): string {
  const stops = plans.some(({ stopsInstance }) => stopsInstance)
  const what = action === 'bind' ? (stops ? 'Stop and bind' : 'Bind') : stops ? 'Stop and unbind' : 'Unbind'
  return `${what} ${counted(plans.length)}`
}

/** "3 instances". */
export const counted = (count: number) => (count === 1 ? '1 instance' : `${count} instances`)

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
  const fine = jobs.filter(isFine).length
  const all = jobs.length + notBegun
  const what = jobs[0]?.action === 'unbind' ? 'Unbound from' : 'Bound to'
  return fine === all ? `${what} ${counted(all)}.` : `${what} ${fine} of ${counted(all)}. Look at the others.`
}
