import { useState } from 'react'
import type { VaultStatus } from '../contract/vault.js'
import classes from './App.module.css'
import { api } from './api/queries.js'
import { useStream } from './api/stream.js'
import { FinishFirstRestore } from './features/backup/FirstRestore.js'
import { DemoOver } from './features/demo/DemoOver.js'
import { demoOver } from './features/demo/demo-over.js'
import { ConnectionBanner, ConnectionScreen, useConnection } from './features/frame/Connection.js'
import { Frame } from './features/frame/Frame.js'
import { useDensity } from './features/settings/density.js'
import { forgetFilledIn } from './features/snippets/UseSnippet.js'
import { useStore } from './features/store.js'
import { FirstRun } from './features/vault/FirstRun.js'
import { KeychainWait } from './features/vault/KeychainWait.js'
import { Locked } from './features/vault/Locked.js'
import { Unavailable } from './features/vault/Unavailable.js'
import { useCloseOnLock } from './features/vault/use-close-on-lock.js'
import { DensityOf } from './ui/density.js'
import { DialogNotice } from './ui/overlays.js'

/** The window: a connection first, then a vault, then everything else. */
export function App() {
  const connection = useConnection()
  const vault = useStream(api.vault.watch, undefined).value
  // Read beside it, so that no row changes its height after it was shown.
  const density = useDensity()
  const over = useStore(demoOver)
  if (over !== null)
    return (
      <div className={classes.app}>
        <DemoOver back={over.back} />
      </div>
    )
  if (vault === undefined || density === undefined) {
    return (
      <div className={classes.app}>
        <ConnectionScreen state={connection} />
      </div>
    )
  }
  return (
    <div className={classes.app}>
      <ConnectionBanner state={connection} />
      <DialogNotice value={<KeychainWait />}>
        <DensityOf value={density}>
          <Window vault={vault} />
        </DensityOf>
      </DialogNotice>
    </div>
  )
}

/** Once the vault has been open the frame stays mounted under the lock screen: open terminals are not lost. */
function Window({ vault }: { vault: VaultStatus }) {
  const open = vault.state === 'open'
  const [opened, setOpened] = useState(open)
  useCloseOnLock(forgetFilledIn)
  if (open && !opened) setOpened(true)
  return (
    <>
      {opened && <Frame vault={vault} covered={!open} />}
      {open && <FinishFirstRestore />}
      {vault.state === 'none' && <FirstRun vault={vault} />}
      {vault.state === 'locked' && <Locked vault={vault} />}
      {vault.state === 'unavailable' && <Unavailable vault={vault} />}
    </>
  )
}
