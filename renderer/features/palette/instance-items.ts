import { IconServer2 } from '@tabler/icons-react'
import type { RecentSession } from '../../../contract/session-list.js'
import { say } from '../../../contract/words/say.js'
import { connectTo } from '../instances/actions.js'
import { mainAction, sshText, stateWord } from '../instances/instance-words.js'
import type { InstanceRow } from '../instances/rows.js'
import type { PaletteItem } from './palette-item.js'

/** Shows an instance's row and its details. */
export type ShowInstance = (id: string) => void

/** The instances, as the table's rows have them; those used lately know it. `open`: those that have a session here. */
export function instanceItems(
  rows: readonly InstanceRow[],
  recent: readonly RecentSession[],
  show: ShowInstance,
  open: ReadonlySet<string>,
): PaletteItem[] {
  const ages = new Map(recent.map(({ instanceId }, index) => [instanceId, index] as const).reverse())
  return rows.map((row) => {
    const item = instanceItem(row, show, ages.get(row.id))
    return open.has(row.id) && item.lacks === undefined ? { ...item, does: say`Connect once more` } : item
  })
}

/** The last sessions, each on an instance that is still there, as the user of that session. */
export function recentItems(
  rows: readonly InstanceRow[],
  recent: readonly RecentSession[],
  show: ShowInstance,
  most: number,
): PaletteItem[] {
  const wanted = new Set(recent.map(({ instanceId }) => instanceId))
  const rowOf = new Map(rows.filter(({ id }) => wanted.has(id)).map((row) => [row.id, row]))
  return recent
    .flatMap(({ instanceId, user }) => {
      const row = rowOf.get(instanceId)
      return row === undefined ? [] : asUser(instanceItem(row, show), row, user)
    })
    .slice(0, most)
}

function asUser(item: PaletteItem, { id, instance, plate }: InstanceRow, user: string): PaletteItem {
  const own = plate?.name ? `${plate.name}  ` : ''
  const facts = `${own}${user}@${item.facts.slice(own.length)}`
  const named = { ...item, id: `recent ${user} ${id}`, facts }
  return item.lacks === undefined ? { ...named, run: () => connectTo(instance, user) } : named
}

function instanceItem(row: InstanceRow, show: ShowInstance, recent?: number): PaletteItem {
  const { id, instance, accountName, plate, haystack } = row
  const [best] = instance.ssh
  const address = best === undefined ? instance.addresses[0] : sshText(best)
  const lacks = whatItLacks(row)
  const details = () => show(id)
  return {
    id,
    kind: 'instance',
    title: instance.name,
    plate,
    facts: [plate?.name, address, accountName].filter(Boolean).join('  '),
    haystack,
    icon: IconServer2,
    does: lacks === undefined ? say`Connect` : say`Details`,
    lacks,
    recent,
    run: lacks === undefined ? () => connectTo(instance) : details,
    details,
  }
}

/** Why Connect is not to be had, in two or three words; its details say more. */
function whatItLacks({ instance, disabled }: InstanceRow): string | undefined {
  const action = mainAction(instance, disabled)
  if (action.kind === 'connect') return undefined
  if (action.kind === 'bind') return say`no bound key`
  if (instance.state === 'gone') return say`no longer there`
  if (instance.ssh.length === 0) return say`no address`
  if (instance.boundKeyId === null && instance.otherWayIn === undefined) return say`no bound key`
  return stateWord('stopped')
}
