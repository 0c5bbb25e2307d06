import { Button } from '@mantine/core'
import { CopyButton } from '../../ui/CopyButton.js'
import { detailsText } from '../../ui/details-text.js'
import { Notice } from '../../ui/Notice.js'
import { useStore } from '../store.js'
import { failedPowers, putAway } from './power.js'

/** The instances that could not be started or stopped, above the status bar. */
export function PowerNotices() {
  return useStore(failedPowers).map(({ id, name, to, problem }) => (
    <Notice
      key={id}
      tone="warn"
      beside="above"
      role="alert"
      actions={
        <>
          <CopyButton label="Copy details" value={detailsText(problem)} />
          <Button variant="default" onClick={() => putAway(id)}>
            Dismiss
          </Button>
        </>
      }
    >
      <strong>
        {name} was not {to === 'running' ? 'started' : 'stopped'}:
      </strong>{' '}
      {problem.message} {problem.advice}
    </Notice>
  ))
}
