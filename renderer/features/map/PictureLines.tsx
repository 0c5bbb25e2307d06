import classes from './MapPicture.module.css'
import type { PictureRow } from './picture-layout.js'

/** px; the boxes of the columns stand on the same rows. */
export const ROW_HEIGHT = 36

/** The columns' edges in percent of the width, as in MapPicture.module.css. */
const KEY_END = '28%'
const ACCOUNT_START = '38%'
const ACCOUNT_END = '62%'
const INSTANCE_START = '72%'

/** px above or below the middle of a row: the grades never lie on each other. */
const lanes = { declared: -7, observed: 0, proven: 7 }

/**
 * The lines of each row. What an account holds and declares goes from key to account and from account to instance; what was
 * observed and proven goes from key to instance, behind the account.
 */
export function PictureLines({ rows }: { rows: PictureRow[] }) {
  return (
    <svg className={classes.lines} aria-hidden>
      {rows.map(({ grades, account }, index) => {
        const middle = (index + 0.5) * ROW_HEIGHT
        const y = (grade: keyof typeof lanes) => middle + lanes[grade]
        const line = (grade: string, at: number, x1: string, x2: string) => (
          <line className={classes.line} data-grade={grade} x1={x1} x2={x2} y1={at} y2={at} />
        )
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
          <g key={index}>
            {account?.held === true && line('held', y('declared'), KEY_END, ACCOUNT_START)}
            {grades?.declared === true && line('declared', y('declared'), ACCOUNT_END, INSTANCE_START)}
            {grades?.observed === true && line('observed', y('observed'), KEY_END, INSTANCE_START)}
            {grades?.proven === true && line('proven', y('proven'), KEY_END, INSTANCE_START)}
          </g>
        )
      })}
    </svg>
  )
}
