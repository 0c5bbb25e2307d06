import { Button } from '@mantine/core'
import { useState } from 'react'
import type { VaultStatus } from '../../../contract/vault.js'
import classes from '../frame/Notices.module.css'
import { useGoTo } from '../frame/navigation.js'
import { leftText } from './move-words.js'

/** Says once that a move has left something behind; the settings say it as long as it is so. */
export function MoveNotice({ vault: { move } }: { vault: VaultStatus }) {
  const [read, setRead] = useState(false)
  const goTo = useGoTo()
  if (read || move?.state !== 'waiting') return null
  const look = () => {
    setRead(true)
    goTo('settings')
  }
  return (
    <div className={classes.notices} role="alert">
      <span className={classes.notice}>{leftText(move)}</span>
      <Button variant="default" onClick={look}>
        Look at it
      </Button>
      <Button variant="default" onClick={() => setRead(true)}>
        Dismiss
      </Button>
    </div>
  )
}
