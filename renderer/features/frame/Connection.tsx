import { Button } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { say } from '../../../contract/words/say.js'
import { type ConnectionState, connect, connectionState, onConnectionChange } from '../../api/connection.js'
import { Cover } from '../../ui/Cover.js'
import { Notice } from '../../ui/Notice.js'

/** Follows the connection to the host. */
export function useConnection(): ConnectionState {
  return useSyncExternalStore(onConnectionChange, connectionState)
}

const words: Record<Exclude<ConnectionState, 'open' | 'connecting'>, { title: string; advice: string }> = {
  'host-gone': {
    title: say`Latchkey's host has stopped`,
    advice: say`Start Latchkey again. This page connects by itself when the same host is back.`,
  },
  'host-restarted': {
    title: say`Latchkey was started again`,
    advice: say`This page belongs to the run before. Open the address that Latchkey printed when it started.`,
  },
  'no-ticket': {
    title: say`This address is not enough to get in`,
    advice: say`Open the whole address that Latchkey printed, with the part after the # sign. For a new one press Enter in the terminal where Latchkey runs.`,
  },
  'ticket-used': {
    title: say`This address is used or too old`,
    advice: say`Each address lets one page in, once. Use the page that it opened, or press Enter in the terminal where Latchkey runs for a new address.`,
  },
}

/** The whole window while there has been no connection yet. */
export function ConnectionScreen({ state }: { state: ConnectionState }) {
  if (state === 'open') return null
  if (state === 'connecting') return <Cover title={say`Connecting to Latchkey`} late />
  const { title, advice } = words[state]
  return (
    <Cover title={title}>
      <p>{advice}</p>
      {state === 'host-gone' && <RetryButton />}
    </Cover>
  )
}

/** Above the window once it has been connected; what is shown below stays. */
export function ConnectionBanner({ state }: { state: ConnectionState }) {
  if (state === 'open' || state === 'connecting') return null
  const { title, advice } = words[state]
  return (
    <Notice tone="warn" role="alert" actions={state === 'host-gone' && <RetryButton />}>
      <strong>{title}.</strong> {advice}
    </Notice>
  )
}

function RetryButton() {
  return (
    <Button variant="default" onClick={() => void connect()}>
      {say`Try again`}
    </Button>
  )
}
