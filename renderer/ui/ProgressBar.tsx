import { say } from '../../contract/words/say.js'
import classes from './ProgressBar.module.css'

interface Props {
  label: string
  /** How far it is; null while nobody can tell, and then the bar moves. */
  progress: { done: number; of: number } | null
}

/** A thin bar across the whole width. */
export function ProgressBar({ label, progress }: Props) {
  return (
    <progress
      className={classes.bar}
      aria-label={label}
      {...(progress !== null && { value: progress.done, max: progress.of })}
    />
  )
}

/** "12 of 340", in digits that don't jump. */
export function ProgressCount({ done, of }: { done: number; of: number }) {
  return <span className={classes.count}>{say`${done} of ${of}`}</span>
}
