import { say } from '../../contract/words/say.js'
import { CopyButton } from './CopyButton.js'
import classes from './Fingerprint.module.css'

/** A whole fingerprint, breakable anywhere, with copy. */
export function Fingerprint({ value, label = say`Copy fingerprint` }: { value: string; label?: string }) {
  return (
    <span className={classes.line} data-long>
      <span className={classes.value}>{value}</span>
      <CopyButton value={value} label={label} />
    </span>
  )
}
