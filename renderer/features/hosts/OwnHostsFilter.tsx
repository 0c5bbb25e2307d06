import { Button } from '@mantine/core'
import { useMemo } from 'react'
import { type InstanceRow, OWN_HOSTS } from '../instances/rows.js'

interface Props {
  rows: InstanceRow[]
  filter: string
  onChange: (filter: string) => void
}

/** Narrows the list to the user's own hosts; only where there are others too. */
export function OwnHostsFilter({ rows, filter, onChange }: Props) {
  const count = useMemo(() => rows.filter(({ instance }) => instance.ownHost !== undefined).length, [rows])
  if (count === 0 || count === rows.length) return null
  const on = filter === OWN_HOSTS
  return (
    <Button
      variant={on ? 'light' : 'default'}
      aria-pressed={on}
      onClick={() => onChange(on ? '' : OWN_HOSTS)}
    >
      {OWN_HOSTS} ({count})
    </Button>
  )
}
