import { Button } from '@mantine/core'
import { IconCircle, IconCircleCheck } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { say } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { addingAccount } from '../accounts/AddAccountButton.js'
import { useAccountsChanged } from '../accounts/account-queries.js'
import { useGoTo } from '../frame/navigation.js'
import { openHostDialog } from '../hosts/host-dialogs.js'
import classes from './first-run.module.css'
import { nextStep } from './guide-steps.js'
import type { Guide } from './use-guide.js'

/** Three steps to the first connection. Only the next one has buttons; what is done says so. */
export function GuideSteps({ guide, onLeave }: { guide: Guide; onLeave?: () => void }) {
  const goTo = useGoTo()
  const next = nextStep(guide.done)
  const lead = (to: Parameters<typeof goTo>[0], then?: () => unknown) => () => {
    onLeave?.()
    goTo(to)
    then?.()
  }
  const steps: { title: string; words: string; actions: ReactNode }[] = [
    {
      title: say`A key pair`,
      words: say`Make one, or import what you have in ~/.ssh or in a file.`,
      actions: <Button onClick={lead('keys')}>{say`Make or import a key`}</Button>,
    },
    {
      title: say`An account or a host`,
      words: say`An account of a cloud brings its instances; a host is any other machine.`,
      actions: (
        <>
          <Button onClick={lead('accounts', () => addingAccount.change(() => true))}>
            {say`Add an account`}
          </Button>
          <Button variant="default" onClick={lead('instances', () => openHostDialog({ kind: 'add' }))}>
            {say`Add a host`}
          </Button>
          <DemoCloud onDone={lead('instances')} />
        </>
      ),
    },
    {
      title: say`The first connection`,
      words: say`Bind the key to an instance; then Enter on its row connects.`,
      actions: <Button onClick={lead('instances')}>{say`Choose an instance`}</Button>,
    },
  ]
  return (
    <>
      <ol className={classes.steps}>
        {steps.map(({ title, words, actions }, index) => (
          <li key={title} className={classes.step} aria-current={index === next ? 'step' : undefined}>
            {guide.done[index] ? (
              <IconCircleCheck size={18} className={classes.done} aria-hidden />
            ) : (
              <IconCircle size={18} className={classes.open} aria-hidden />
            )}
            <div className={classes.words}>
              <strong>{title}</strong>
              <span className={classes.dim}>{guide.done[index] ? say`Done` : words}</span>
              {index === next && <div className={classes.actions}>{actions}</div>}
            </div>
          </li>
        ))}
      </ol>
      <Button variant="subtle" className={classes.skip} onClick={guide.skip}>
        {say`Skip these steps`}
      </Button>
    </>
  )
}

/** Only where a demo cloud runs beside Latchkey: its account is one like all others, and is removed like them. */
function DemoCloud({ onDone }: { onDone: () => void }) {
  const lab = useQuery({ ...api.host.info.queryOptions(), staleTime: Number.POSITIVE_INFINITY }).data?.lab
  const changed = useAccountsChanged()
  const add = useMutation(
    api.accounts.add.mutationOptions({
      async onSuccess({ id }) {
        await changed()
        onDone()
        // Its instances are what the user waits for; a failure is told by the tray and the section.
        rpc.instances.refresh({ accountId: id }).catch(() => undefined)
      },
    }),
  )
  if (!lab) return null
  const { kind, values } = lab
  return (
    <>
      <Button
        variant="default"
        loading={add.isPending}
        onClick={() => add.mutate({ kind, name: say`Demo cloud`, values })}
      >
        {say`Try it with the demo cloud`}
      </Button>
      {add.error !== null && <ErrorMessage problem={errorInfo(add.error)} />}
    </>
  )
}
