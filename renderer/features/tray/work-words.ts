import type { WorkKind } from '../../../contract/finished-work.js'
import { numberText, plural, say } from '../../../contract/words/say.js'
import type { WorkItem } from '../../../contract/work.js'
import { byteText } from '../../ui/byte-text.js'
import type { Tone } from '../../ui/tone.js'
import { hear } from '../../words/language.js'

type About = Pick<WorkItem, 'kind' | 'name' | 'on' | 'count'>

const titles: Record<WorkKind, (about: About) => string> = {
  key: ({ name }) => say`Making the key pair ${name}`,
  import: ({ name }) => say`Importing ${name}`,
  refresh: ({ name, count }) => {
    if (name === '') return say`Reading the instances`
    return count === 1
      ? say`Reading the instances of ${name}`
      : say`Reading the instances of ${plural(count, '# account', '# accounts')}`
  },
  test: ({ name }) => (name === '' ? say`Testing an account` : say`Testing the account ${name}`),
  push: ({ name }) => say`Putting ${name} on accounts`,
  sync: ({ name }) => say`Syncing keys to ${name}`,
  bind: ({ name, on, count }) =>
    count === 1
      ? say`Binding ${name} to ${on}`
      : say`Binding ${name} to ${plural(count, '# instance', '# instances')}`,
  unbind: ({ name, on, count }) =>
    count === 1
      ? say`Unbinding ${name} from ${on}`
      : say`Unbinding ${name} from ${plural(count, '# instance', '# instances')}`,
  copy: ({ name, on }) => say`Copying ${name}, ${on}`,
  start: ({ name, count }) =>
    count === 1 ? say`Starting ${name}` : say`Starting ${plural(count, '# instance', '# instances')}`,
  stop: ({ name, count }) =>
    count === 1 ? say`Stopping ${name}` : say`Stopping ${plural(count, '# instance', '# instances')}`,
  check: () => say`Checking every key`,
  move: () => say`Moving the vault`,
  backup: ({ name }) => say`Writing the backup ${name}`,
  restore: () => say`Restoring a backup`,
}

type HowFar = Pick<WorkItem, 'state' | 'step' | 'progress' | 'failed' | 'done'>

/** "Binding deploy to web-1". */
export const workTitle = (item: About): string => titles[item.kind](item)

/** How far it is, or how it ended: "3 of 12", "done", "2 of 12 failed". */
export function workState(item: Omit<About, 'kind' | 'name' | 'on'> & HowFar): string {
  const { state, step, progress, failed, count, done } = item
  if (state === 'done') return say`done`
  if (state === 'cancelled')
    return count > 1 ? say`cancelled, ${numberText(done)} of ${numberText(count)} done` : say`cancelled`
  if (state === 'failed') {
    if (count > 1) return say`${numberText(failed)} of ${numberText(count)} failed`
    return failed > 1 ? say`${plural(failed, '# failed', '# failed')}` : say`failed`
  }
  if (state === 'cancelling') return say`being cancelled`
  if (state === 'cut-off') return progress === null ? say`cut off` : say`cut off, ${farText(progress)}`
  if (state === 'asking') return say`waiting for your answer`
  const far = progress === null ? (step === null ? null : hear(step)) : farText(progress)
  if (state === 'paused') return far === null ? say`paused` : say`paused, ${far}`
  return far ?? say`under way`
}

/** So many names are said. */
const MOST_NAMES = 10

/** What a cancel came too late for; null where there is nothing. */
export function sentBeforeText({
  sentBefore,
  endedAt,
}: Pick<WorkItem, 'sentBefore' | 'endedAt'>): string | null {
  if (sentBefore.length === 0) return null
  const left = sentBefore.length - MOST_NAMES
  const some = sentBefore.slice(0, MOST_NAMES).join(', ')
  const names = left > 0 ? say`${some} and ${numberText(left)} more` : some
  return endedAt === null
    ? say`Sent before the rest was cancelled, so the cloud goes on with: ${names}.`
    : say`Sent before the rest was cancelled, so the cloud went on with: ${names}.`
}

function farText({ done, of, unit }: NonNullable<WorkItem['progress']>): string {
  if (unit === 'bytes') return say`${Math.floor((100 * done) / of)} % of ${byteText(of)}`
  return say`${numberText(done)} of ${numberText(of)}`
}

export const hasEnded = ({ endedAt }: Pick<WorkItem, 'endedAt'>): boolean => endedAt !== null

/** Something is left of it to be done: it stays until it is dismissed, or done. */
export const isLeft = ({ state }: Pick<WorkItem, 'state'>): boolean =>
  state === 'failed' || state === 'cut-off'

export function workTone({ state }: Pick<WorkItem, 'state'>): Tone {
  if (state === 'done') return 'ok'
  if (state === 'failed') return 'danger'
  if (state === 'asking' || state === 'cut-off') return 'warn'
  return state === 'running' || state === 'cancelling' ? 'busy' : 'idle'
}

/** What the status bar says of all of them, in as few words as it takes. */
export function barText(items: readonly WorkItem[]): { text: string; tone: Tone } {
  const active = items.filter((item) => !hasEnded(item))
  const unread = items.filter((item) => hasEnded(item) && !item.read)
  const failed = unread.filter(({ state }) => state === 'failed').length
  const [first] = active
  const well = unread.filter(({ state }) => state === 'done').length
  const cancelled = unread.filter(({ state }) => state === 'cancelled').length
  const ended = [
    failed > 0 && say`${plural(failed, '# failed', '# failed')}`,
    cancelled > 0 && say`${plural(cancelled, '# cancelled', '# cancelled')}`,
    well > 0 && say`${plural(well, '# done', '# done')}`,
  ]
    .filter(Boolean)
    .join(', ')
  if (first === undefined)
    return ended === ''
      ? { text: say`Nothing under way`, tone: 'idle' }
      : { text: ended, tone: failed > 0 ? 'danger' : cancelled > 0 ? 'idle' : 'ok' }
  const now =
    active.length === 1
      ? `${workTitle(first)}: ${workState(first)}`
      : say`${plural(active.length, '# under way', '# under way')}`
  const asks = active.some(({ state }) => state === 'asking')
  return { text: ended === '' ? now : `${now}; ${ended}`, tone: asks ? 'warn' : 'busy' }
}
