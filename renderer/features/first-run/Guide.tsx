import { IconFlag } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { say } from '../../../contract/words/say.js'
import { Dialog } from '../../ui/Dialog.js'
import classes from './first-run.module.css'
import { GuideSteps } from './GuideSteps.js'
import { useGuide } from './use-guide.js'

/** In place of a section's empty state while the way to the first connection is shown. */
export function GuideOr({ children }: { children: ReactNode }) {
  const guide = useGuide()
  if (guide === null) return children
  if (guide === undefined) return null
  return (
    <section className={classes.page} aria-label={say`Get started`}>
      <h2 className={classes.title}>{say`Three steps to your first connection`}</h2>
      <GuideSteps guide={guide} />
    </section>
  )
}

/** Leads back to the steps from every section, as long as they are not done. */
export function GuideEntry({ entry, label }: { entry: string; label: string }) {
  const guide = useGuide()
  const [open, setOpen] = useState(false)
  if (guide === null || guide === undefined) return null
  const done = guide.done.filter(Boolean).length
  return (
    <>
      <button
        type="button"
        className={entry}
        title={say`Get started: ${done} of 3 steps are done`}
        onClick={() => setOpen(true)}
      >
        <IconFlag size={16} aria-hidden />
        <span className={label}>{say`Get started`}</span>
      </button>
      {open && (
        <Dialog title={say`Three steps to your first connection`} onClose={() => setOpen(false)}>
          <GuideSteps guide={guide} onLeave={() => setOpen(false)} />
        </Dialog>
      )}
    </>
  )
}
