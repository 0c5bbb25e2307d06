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
  return rows.map((row) => new InstanceItem(row, show, ages.get(row.id), open.has(row.id)))
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
      return row === undefined ? [] : new UserItem(row, show, user)
    })
    .slice(0, most)
}

/**
 * What it shows is made when it is shown: of ten thousand instances fifty are, and to word all of them with each opening of
 * the palette held its first key up.
 */
class InstanceItem implements PaletteItem {
  readonly kind = 'instance'
  readonly icon = IconServer2

  constructor(
    protected readonly row: InstanceRow,
    protected readonly show: ShowInstance,
    readonly recent?: number,
    private readonly isOpen = false,
  ) {}

  get id() {
    return this.row.id
  }
  get title() {
    return this.row.instance.name
  }
  get plate() {
    return this.row.plate
  }
  get haystack() {
    return this.row.haystack
  }
  get facts() {
    const { plate, accountName } = this.row
    return [plate?.name, this.address, accountName].filter(Boolean).join('  ')
  }
  get lacks() {
    return whatItLacks(this.row)
  }
  get does() {
    if (this.lacks !== undefined) return say`Details`
    return this.isOpen ? say`Connect once more` : say`Connect`
  }
  protected get address() {
    const { addresses, ssh } = this.row.instance
    const [best] = ssh
    return best === undefined ? addresses[0] : sshText(best)
  }

  run() {
    if (this.lacks === undefined) this.connect()
    else this.details()
  }
  details() {
    this.show(this.id)
  }
  protected connect() {
    connectTo(this.row.instance)
  }
}

/** The instance as the user of an earlier session. */
class UserItem extends InstanceItem {
  constructor(
    row: InstanceRow,
    show: ShowInstance,
    private readonly user: string,
  ) {
    super(row, show)
  }

  override get id() {
    return `recent ${this.user} ${this.row.id}`
  }
  override get facts() {
    const { plate, accountName } = this.row
    const there = [this.address, accountName].filter(Boolean).join('  ')
    return [plate?.name, `${this.user}@${there}`].filter(Boolean).join('  ')
  }
  override details() {
    this.show(this.row.id)
  }
  protected override connect() {
    connectTo(this.row.instance, this.user)
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
