import { Button } from '@mantine/core'
import { useState } from 'react'
import type { VaultStatus } from '../../../contract/vault.js'
import { say } from '../../../contract/words/say.js'
import { Notice } from '../../ui/Notice.js'
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
    <Notice
      tone="warn"
      role="alert"
      actions={
        <>
          <Button variant="default" onClick={look}>
            {say`Look at it`}
          </Button>
          <Button variant="default" onClick={() => setRead(true)}>
            {say`Dismiss`}
          </Button>
        </>
      }
    >
      {leftText(move)}
    </Notice>
  )
}
