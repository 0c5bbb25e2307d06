import { SegmentedControl } from '@mantine/core'
import type { KeyState } from '../../../../contract/keys.js'
import { say } from '../../../../contract/words/say.js'
import classes from './KeyViews.module.css'

export const views: { view: KeyState; label: string }[] = [
  { view: 'active', label: say`Active` },
  { view: 'archived', label: say`Archived` },
  { view: 'bin', label: say`Bin` },
]

interface Props {
  view: KeyState
  /** How many of each the filter lets through. */
  counts: Record<KeyState, number>
  onChange: (view: KeyState) => void
}

/** Which key pairs the table shows. */
export function KeyViews({ view, counts, onChange }: Props) {
  return (
    <div className={classes.bar}>
      <SegmentedControl
        aria-label={say`Which key pairs`}
        data={views.map((one) => ({
          value: one.view,
          label: (
            <>
              {one.label} <span className={classes.count}>{counts[one.view]}</span>
            </>
          ),
        }))}
        value={view}
        onChange={(value) => onChange(value as KeyState)}
      />
    </div>
  )
}
