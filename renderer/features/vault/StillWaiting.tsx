import classes from './StillWaiting.module.css'

/** Says what takes so long, once it takes longer than a password does. */
export function StillWaiting({ since, children }: { since: boolean; children: string }) {
  return <div role="status">{since && <span className={classes.late}>{children}</span>}</div>
}
