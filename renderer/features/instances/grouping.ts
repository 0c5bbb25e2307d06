import { say } from '../../../contract/words/say.js'
import type { Grouping } from '../../ui/use-entries.js'
import { stateWord } from './instance-words.js'
import { ACCOUNT_DISABLED, type InstanceRow } from './rows.js'

const tagsOf = ({ instance }: InstanceRow) => instance.tags ?? []

const groupings: Record<string, Grouping<InstanceRow> & { label: string }> = {
  account: { label: say`Account`, of: ({ accountName }) => accountName, none: say`No account` },
  region: { label: say`Region or zone`, of: ({ instance }) => instance.zone, none: say`No region` },
  state: {
    label: say`State`,
    of: ({ instance, disabled }) =>
      disabled
        ? ACCOUNT_DISABLED
        : instance.ownHost === undefined
          ? stateWord(instance.state)
          : say`own host`,
    none: say`Not known`,
  },
  key: { label: say`Key`, of: ({ key }) => key?.name ?? '', none: say`No key` },
  tag: { label: say`Tags`, of: (row) => tagsOf(row).join(', '), none: say`No tag` },
}

const TAG = 'tag:'
const ofTags = new Map<string, Grouping<InstanceRow>>()

/**
 * How rows are grouped: by account, region, state, key, all of their tags, or `tag:NAME` by the value of one. Undefined for
 * null, and for what nobody knows. The same for the same name.
 */
export function groupingOf(group: string | null): Grouping<InstanceRow> | undefined {
  if (group === null) return undefined
  if (!group.startsWith(TAG)) return Object.hasOwn(groupings, group) ? groupings[group] : undefined
  const known = ofTags.get(group)
  if (known !== undefined) return known
  const name = group.slice(TAG.length)
  const grouping = {
    none: say`No tag ${name}`,
    // Of one that is there twice all values: each row is in one group.
    of: (row: InstanceRow) =>
      tagsOf(row)
        .flatMap((tag) => (nameOf(tag) === name ? tag.slice(name.length + 1) : []))
        .join(', '),
  }
  ofTags.set(group, grouping)
  return grouping
}

/** What rows can be grouped by: tags only where there are any, single ones where they have values. */
export function groupChoices(rows: readonly InstanceRow[]): { value: string; label: string }[] {
  const names = new Map<string, number>()
  let tagged = false
  for (const row of rows)
    for (const tag of tagsOf(row)) {
      tagged = true
      const name = nameOf(tag)
      if (name !== null) names.set(name, (names.get(name) ?? 0) + 1)
    }
  const fixed = Object.entries(groupings).map(([value, { label }]) => ({ value, label }))
  const single = [...names].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, MOST_TAGS)
  return [
    ...fixed.filter(({ value }) => tagged || value !== 'tag'),
    ...single.map(([name]) => ({ value: `${TAG}${name}`, label: say`Tag ${name}` })),
  ]
}

const MOST_TAGS = 20

function nameOf(tag: string): string | null {
  const end = tag.indexOf('=')
  return end < 1 ? null : tag.slice(0, end)
}
