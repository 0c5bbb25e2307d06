import { Button, Stack } from '@mantine/core'
import { say } from '../../contract/words/say.js'
import { CopyButton } from '../ui/CopyButton.js'
import { Dialog } from '../ui/Dialog.js'
import { Notice } from '../ui/Notice.js'
import { SheetFooter } from '../ui/Sheet.js'
import classes from './LinkDialog.module.css'
import { type Link, linkFacts } from './link-facts.js'
import { openBeside } from './open-beside.js'

/** Shows where a link of the terminal really leads, before anything of it is opened. */
export function LinkDialog({ link, onClose }: { link: Link; onClose: () => void }) {
  const facts = linkFacts(link)
  if (facts === null) return null
  const { address, before, host, after, opens, warnings } = facts
  const open = () => {
    openBeside(address)
    onClose()
  }
  return (
    <Dialog
      title={opens ? say`Open ${host} in the browser?` : say`A link to ${host}`}
      size={560}
      onClose={onClose}
    >
      <Stack gap="md">
        <div className={classes.address} data-testid="link-address">
          {before}
          <strong>{host}</strong>
          {after}
        </div>
        {warnings.length > 0 && (
          <Notice tone="warn" role="alert">
            <ul className={classes.warnings}>
              {warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          </Notice>
        )}
        <p
          className={classes.dim}
        >{say`A program in the terminal made this link. Latchkey did not check it.`}</p>
        <SheetFooter aside={<CopyButton words label={say`Copy`} value={address} />}>
          <Button variant="default" onClick={onClose} data-autofocus={warnings.length > 0 || undefined}>
            {opens ? say`Cancel` : say`Close`}
          </Button>
          {opens && (
            <Button onClick={open} data-autofocus={warnings.length === 0 || undefined}>
              {say`Open`}
            </Button>
          )}
        </SheetFooter>
      </Stack>
    </Dialog>
  )
}
