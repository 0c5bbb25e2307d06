import { rich } from '../../words/rich.js'
import classes from './questions.module.css'

/** The same key under other names: the machine may have another address, or several may share a key. */
export function AlsoKnownAs({ names }: { names: string[] }) {
  if (names.length === 0) return null
  return (
    <p className={classes.text}>
      {rich`The same key is already trusted as ${<strong>{names.join(', ')}</strong>}.`}
    </p>
  )
}
