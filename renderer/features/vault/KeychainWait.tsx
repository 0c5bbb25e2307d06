import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { VaultStatus } from '../../../contract/vault.js'
import { say } from '../../../contract/words/say.js'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { hear } from '../../words/language.js'
import classes from './KeychainWait.module.css'
import { systemIsAsking } from './lock-words.js'

/** While anything waits for a keychain that doesn't answer: says so, with a way to wait no longer. `banner`: over the whole width. */
export function KeychainWait({ banner = false }: { banner?: boolean }) {
  const vault = useStream(api.vault.watch, undefined).value
  const stop = useMutation(api.vault.stopWaiting.mutationOptions())
  return (
    <div aria-live="polite">
      {vault?.waiting === true && (
        <div className={classes.wait} data-banner={banner || undefined}>
          <span>{systemIsAsking(labelOf(vault))}</span>
          <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate(undefined)}>
            {say`Stop waiting`}
          </Button>
        </div>
      )}
    </div>
  )
}

/** A vault in a sealed file waits for a keychain where it moves to one, or away from one. */
function labelOf({ backend, label }: VaultStatus): string {
  return (backend === 'keychain' && label !== null ? hear(label) : null) ?? say`the system keychain`
}
