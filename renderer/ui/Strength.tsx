import { type ComponentProps, lazy, Suspense, useDeferredValue } from 'react'
import classes from './Strength.module.css'

const StrengthBar = lazy(async () => ({ default: (await import('./StrengthBar.js')).StrengthBar }))

/** A bar and a word on how hard a new password or passphrase is to guess. */
export function Strength({ value, what }: ComponentProps<typeof StrengthBar>) {
  const judged = useDeferredValue(value)
  return (
    <Suspense fallback={<div className={classes.strength} />}>
      <StrengthBar value={judged} what={what} />
    </Suspense>
  )
}
