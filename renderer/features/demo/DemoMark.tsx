import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { say } from '../../../contract/words/say.js'
import { ConfirmSheet } from '../../ui/ConfirmSheet.js'
import classes from './DemoMark.module.css'
import { leaveDemo } from './demo-over.js'
import { useDemo } from './use-demo.js'

/** In a demo: says so in the status bar and in the window's title, and is the way out of it. */
export function DemoMark() {
  const demo = useDemo()
  const [asking, setAsking] = useState(false)
  const here = demo?.is === 'here'
  useEffect(() => {
    if (here) document.title = say`Latchkey demo`
  }, [here])
  if (!here) return null
  return (
    <span className={classes.mark}>
      <strong
        className={classes.word}
        title={say`A simulated cloud on this computer. All that you make here is deleted when you leave.`}
      >
        {say`Demo`}
      </strong>
      <Button variant="subtle" size="compact-xs" className={classes.leave} onClick={() => setAsking(true)}>
        {say`Leave the demo`}
      </Button>
      {asking && (
        <ConfirmSheet
          title={say`Leave the demo?`}
          consequences={[
            say`Its key pairs, its account and everything else that was made in it are deleted for good.`,
            say`Its terminals end, and its simulated cloud and servers stop.`,
            say`Your own Latchkey is as it was.`,
          ]}
          verb={say`Leave and delete`}
          danger
          stay={say`Stay`}
          onConfirm={() => leaveDemo(demo.back)}
          onClose={() => setAsking(false)}
        />
      )}
    </span>
  )
}
