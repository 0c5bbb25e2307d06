import { Button } from '@mantine/core'
import { say } from '../../../contract/words/say.js'
import { Notice } from '../../ui/Notice.js'
import { useGoTo } from '../frame/navigation.js'
import { useStore } from '../store.js'
import { paneMissing } from './move-window.js'

/** Says that a terminal which was to come from another window never will, and where to go on. */
export function PaneMissing() {
  const missing = useStore(paneMissing)
  const goTo = useGoTo()
  if (missing === null) return null
  const dismiss = () => paneMissing.change(() => null)
  const showSessions = () => {
    dismiss()
    goTo('sessions')
  }
  return (
    <Notice
      tone="warn"
      role="alert"
      actions={
        <>
          <Button variant="default" onClick={showSessions}>
            {say`Show sessions`}
          </Button>
          {missing === 'opened-for-it' && (
            <Button variant="default" onClick={() => window.close()}>
              {say`Close this window`}
            </Button>
          )}
          <Button variant="default" onClick={dismiss}>
            {say`Dismiss`}
          </Button>
        </>
      }
    >
      <strong>{say`The terminal did not come over.`}</strong>{' '}
      {say`Its window was closed in the middle of the move, or has kept it. Sessions has what is open in all windows, and what was last.`}
    </Notice>
  )
}
