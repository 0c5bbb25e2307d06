import { say } from '../../../contract/words/say.js'
import { ageText, timeText } from '../../ui/age.js'
import { TrustDot } from '../../ui/TrustDot.js'
import { gradeWord, type KeyTrust } from './instance-words.js'
import classes from './instances.module.css'

/** The key of an instance in a row. `now` in ms. */
export function KeyCell({ trust, now }: { trust: KeyTrust | null; now: number }) {
  if (trust === null) return <span className={classes.dim}>{say`none`}</span>
  const { grade, name, at, bound } = trust
  return (
    <span className={classes.key} title={titleOf(trust)}>
      <span className={classes.known}>
        <span className={classes.named}>
          {grade !== 'said' && <TrustDot grade={grade} />}
          <span className={bound ? classes.cut : `${classes.cut} ${classes.dim}`}>{name}</span>
        </span>
        <span className={classes.grade}>{gradeWord(grade)}</span>
      </span>
      {at !== undefined && <span className={classes.grade}>{ageText(at, now)}</span>}
    </span>
  )
}

/** In a narrow column the words after the name are left out. */
function titleOf({ grade, name, at }: KeyTrust): string {
  if (at !== undefined) return say`${name}, logged in ${timeText(at)}`
  return grade === 'said' ? say`${name}, not proven yet` : `${name}, ${gradeWord(grade)}`
}
