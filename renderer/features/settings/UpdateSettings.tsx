import { Button, Checkbox, Group } from '@mantine/core'
import type { UpdateState } from '../../../contract/desktop.js'
import { say } from '../../../contract/words/say.js'
import classes from './settings.module.css'
import { type UpdateStep, updateWords } from './update-words.js'

interface Props {
  /** The user has allowed to look for new versions. */
  looks: boolean
  onLooks: (looks: boolean) => void
  state: UpdateState
  onStep: (step: UpdateStep) => void
}

/** Whether to look for new versions, and what came of it. */
export function UpdateSettings({ looks, onLooks, state, onStep }: Props) {
  const { text, action } = updateWords(state)
  const elsewhere = state.state === 'elsewhere'
  return (
    <>
      <Checkbox
        label={say`Look for new versions`}
        description={
          elsewhere
            ? text
            : say`At each start and once a day, where releases are published. Nothing about you or your keys is sent; whoever runs that server sees your IP address. It is downloaded and installed only when you say so.`
        }
        checked={looks && !elsewhere}
        disabled={elsewhere}
        onChange={(event) => onLooks(event.currentTarget.checked)}
      />
      {!elsewhere && (
        <Group gap="sm" className={classes.below} role="status">
          {action !== null && (
            <Button variant="default" onClick={() => onStep(action.step)}>
              {action.label}
            </Button>
          )}
          <span className={classes.dim}>{text}</span>
        </Group>
      )}
    </>
  )
}
