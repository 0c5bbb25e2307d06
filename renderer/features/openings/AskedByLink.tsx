import { Button, Stack } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { say } from '../../../contract/words/say.js'
import { Dialog } from '../../ui/Dialog.js'
import { Notice } from '../../ui/Notice.js'
import { SheetFooter } from '../../ui/Sheet.js'
import classes from './openings.module.css'

interface Props {
  title: string
  /** The button that does it, and what it does. Absent: there is nothing to do. */
  verb?: string
  onConfirm?: () => void
  /** What should make one think twice, as sentences. */
  warnings?: string[]
  /** Who asks, and what to think of it. */
  asker: string
  onClose: () => void
  children: ReactNode
}

/** So long the button can't be pressed: a click or a key that was meant for what was there before does nothing. */
const ARMED_MS = 500

/** The question about a link, which comes when nobody expects it: the keyboard is on the button that leaves all as it is. */
export function AskedByLink({ title, verb, onConfirm, warnings = [], asker, onClose, children }: Props) {
  const armed = useArmed()
  return (
    <Dialog title={title} size={520} onClose={onClose} closeOnClickOutside={false}>
      <Stack gap="md">
        <div className={classes.facts}>{children}</div>
        {warnings.length > 0 && (
          <Notice tone="warn" role="alert">
            {warnings.map((warning) => (
              <div key={warning}>{warning}</div>
            ))}
          </Notice>
        )}
        <p className={classes.dim}>{asker}</p>
        <SheetFooter>
          <Button variant="default" onClick={onClose} data-autofocus>
            {verb === undefined ? say`Close` : say`Cancel`}
          </Button>
          {verb !== undefined && (
            <Button onClick={onConfirm} disabled={!armed}>
              {verb}
            </Button>
          )}
        </SheetFooter>
      </Stack>
    </Dialog>
  )
}

function useArmed(): boolean {
  const [armed, setArmed] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setArmed(true), ARMED_MS)
    return () => clearTimeout(timer)
  }, [])
  return armed
}
