import classes from './TrustDot.module.css'

/** How far it is known that an instance trusts a key. */
export type TrustGrade = 'declared' | 'observed' | 'proven'

/**
 * Hollow: the cloud says so. Half: it was seen in authorized_keys. Full: a login succeeded. Always with its word beside it,
 * or in the header above it.
 */
export function TrustDot({ grade }: { grade: TrustGrade }) {
  return <span className={classes.dot} data-grade={grade} aria-hidden />
}
