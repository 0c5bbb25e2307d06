import { Button } from '@mantine/core'
import { say } from '../../../contract/words/say.js'
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
          <CopyButton label={say`Copy details`} value={detailsText(problem)} />
          <Button variant="default" onClick={() => putAway(id)}>
            {say`Dismiss`}
          </Button>
        </>
      }
    >
      <strong>{to === 'running' ? say`${name} was not started:` : say`${name} was not stopped:`}</strong>{' '}
      {problem.message} {problem.advice}
    </Notice>
  ))
}
