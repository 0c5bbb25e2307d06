import { Anchor, Button, Group } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { ConsoleAddress } from '../../../contract/recovery.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { mayOpen } from '../../terminal/open-beside.js'
import { CopyButton } from '../../ui/CopyButton.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import classes from './recovery.module.css'
import { howLong } from './recovery-words.js'

/**
 * Opens the instance's screen in the browser. Its address lets in whoever has it: it is asked for on the click that opens it,
 * never shown nor part of the page, and forgotten when it has no use any more.
 */
export function OpenConsole({ instanceId }: { instanceId: string }) {
  const [told, setTold] = useState<ConsoleAddress | null>(null)
  const ask = useMutation({
    ...api.recovery.console.mutationOptions(),
    gcTime: 0,
    onMutate: () => setTold(null),
    onSuccess: (address) => {
      setTold(address)
      ask.reset()
    },
  })
  useEffect(() => {
    if (told === null) return
    if (mayOpen(told.address)) openBeside(told.address)
    const forget = setTimeout(() => setTold(null), told.validS * 1000)
    return () => clearTimeout(forget)
  }, [told])
  return (
    <>
      {ask.error !== null && <ErrorMessage problem={errorInfo(ask.error)} />}
      <Group gap="sm">
        <Button variant="default" loading={ask.isPending} onClick={() => ask.mutate({ instanceId })}>
          {say`Open the console in the browser`}
        </Button>
      </Group>
      {told !== null && !mayOpen(told.address) && (
        <p className={classes.dim}>
          {say`The cloud gives an address that is not encrypted: others on the way can read what is typed there. Latchkey opens https addresses alone.`}{' '}
          <CopyButton value={told.address} label={say`Copy the address of the console`} /> {howLong(told)}
        </p>
      )}
      {told !== null && mayOpen(told.address) && (
        <p className={classes.dim}>
          {say`If no page came up:`}{' '}
          <Anchor component="button" type="button" size="sm" onClick={() => openBeside(told.address)}>
            {say`open it at ${new URL(told.address).host}`}
          </Anchor>
          . {howLong(told)}
        </p>
      )}
    </>
  )
}

/** By a link that is in no document, so that nothing that reads the page reads the address. */
function openBeside(address: string): void {
  const link = { href: address, target: '_blank', rel: 'noopener noreferrer' }
  Object.assign(document.createElement('a'), link).click()
}
