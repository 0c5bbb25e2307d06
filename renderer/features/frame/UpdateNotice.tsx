import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { say } from '../../../contract/words/say.js'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { Notice } from '../../ui/Notice.js'
import { rich } from '../../words/rich.js'
import { updateWords } from '../settings/update-words.js'
import { useSettings } from '../settings/use-settings.js'

/** Asks once whether Latchkey may look for new versions, and tells of one that was found. Only in the desktop app. */
export function UpdateNotice() {
  const state = useStream(api.desktop.watch, undefined).value?.updates
  const { settings, save } = useSettings()
  const ask = useMutation(api.desktop.ask.mutationOptions())
  const [later, setLater] = useState<string | null>(null)
  const allowed = settings.data?.desktop.updates
  if (state === undefined || allowed === undefined || state.state === 'elsewhere') return null

  if (allowed === 'unasked') {
    const answer = (updates: 'look' | 'off') =>
      save.mutate((before) => ({ ...before, desktop: { ...before.desktop, updates } }))
    return (
      <Notice
        actions={
          <>
            <Button variant="default" onClick={() => answer('look')}>
              {say`Look once a day`}
            </Button>
            <Button variant="default" onClick={() => answer('off')}>
              {say`Don’t look`}
            </Button>
          </>
        }
      >
        {rich`${<strong>{say`May Latchkey look for new versions?`}</strong>} It asks where releases are published, and sends nothing about you or your keys; whoever runs that server sees your IP address. The settings can change it.`}
      </Notice>
    )
  }

  const { text, action } = updateWords(state)
  if ((state.state !== 'found' && state.state !== 'ready') || action === null || later === text) return null
  return (
    <Notice
      actions={
        <>
          <Button variant="default" onClick={() => ask.mutate({ wish: 'update', step: action.step })}>
            {action.label}
          </Button>
          <Button variant="default" onClick={() => setLater(text)}>
            {say`Later`}
          </Button>
        </>
      }
    >
      {text}
    </Notice>
  )
}
