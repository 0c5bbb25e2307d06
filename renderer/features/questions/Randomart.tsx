import { say } from '../../../contract/words/say.js'
import classes from './questions.module.css'

/** The picture that `ssh-keygen -lv` prints of a key: two keys are told apart by it at a glance. */
export function Randomart({ art, of }: { art: string; of: string }) {
  return (
    <pre
      className={classes.randomart}
      role="img"
      aria-label={say`Randomart of ${of}, as ssh-keygen -lv prints it`}
    >
      {art}
    </pre>
  )
}
