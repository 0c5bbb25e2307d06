import { ageText, timeText } from '../../ui/age.js'
import { TrustDot } from '../../ui/TrustDot.js'
import type { KeyTrust } from './instance-words.js'
import classes from './instances.module.css'

/** The key of an instance in a row. `now` in ms. */
export function KeyCell({ trust, now }: { trust: KeyTrust | null; now: number }) {
  if (trust === null) return <span className={classes.dim}>none</span>
  const { grade, name, at, bound } = trust
  return (
    <span className={classes.key} title={at === undefined ? undefined : `Logged in ${timeText(at)}`}>
      <TrustDot grade={grade} />
      <span className={bound ? classes.cut : `${classes.cut} ${classes.dim}`}>{name}</span>
      <span className={classes.grade}>{at === undefined ? 'declared' : `proven ${ageText(at, now)}`}</span>
    </span>
  )
}
