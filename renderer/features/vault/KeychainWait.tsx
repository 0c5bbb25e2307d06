import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import classes from './KeychainWait.module.css'
import { systemIsAsking } from './lock-words.js'

/** While anything waits for a keychain that doesn't answer: says so, with a way to wait no longer. `banner`: over the whole width. */
export function KeychainWait({ banner = false }: { banner?: boolean }) {
  const vault = useStream(api.vault.watch, undefined).value
  const stop = useMutation(api.vault.stopWaiting.mutationOptions())
  return (
    <div role="status">
      {vault?.waiting === true && (
        <div className={classes.wait} data-banner={banner || undefined}>
          <span>{systemIsAsking(vault.label ?? 'The system keychain')}</span>
          <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate(undefined)}>
            Stop waiting
          </Button>
        </div>
      )}
    </div>
  )
}
