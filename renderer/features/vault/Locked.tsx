import { useQuery } from '@tanstack/react-query'
import { DEMO_PASSWORD } from '../../../contract/demo.js'
import type { VaultStatus } from '../../../contract/vault.js'
import { plural, say } from '../../../contract/words/say.js'
import { Cover } from '../../ui/Cover.js'
import { SetAside } from '../backup/SetAside.js'
import { useDemo } from '../demo/use-demo.js'
import { useConnection } from '../frame/Connection.js'
import { paneState } from '../sessions/panes.js'
import { terminalStore } from '../sessions/terminals.js'
import { settingsQuery } from '../settings/use-settings.js'
import { useStore } from '../store.js'
import { howToOpen, whyLocked } from './lock-words.js'
import { UnlockForm } from './UnlockForm.js'

/** The vault exists and is shut: by a password, or by the system's keychain. */
export function Locked({ vault }: { vault: VaultStatus }) {
  const demo = useDemo()
  const settings = useQuery(settingsQuery)
  const connected = useStore(terminalStore).panes.filter((pane) => paneState(pane) === 'open').length
  const { lockedBy } = vault
  // A host that has stopped says why by a banner; that it locked at its end was nobody's wish.
  const isThere = useConnection() === 'open'
  const waits = lockedBy === 'idle' && settings.isPending
  return (
    <Cover title={say`Latchkey is locked`}>
      {isThere && lockedBy !== undefined && !waits && (
        <p>
          {whyLocked(lockedBy, settings.data?.lock.idleMinutes)} {connectedText(connected)}
        </p>
      )}
      <p>{howToOpen(vault)}</p>
      {demo?.is === 'here' && <p>{say`This is a demo: its password is ${DEMO_PASSWORD}.`}</p>}
      <UnlockForm vault={vault} verb={say`Unlock`} />
      <SetAside />
    </Cover>
  )
}

function connectedText(count: number): string {
  if (count === 0) return ''
  return say`${plural(count, 'One terminal stays connected.', '# terminals stay connected.')}`
}
