import { Button } from '@mantine/core'
import { IconCircle, IconCircleCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { say } from '../../../contract/words/say.js'
import { addingAccount } from '../accounts/AddAccountButton.js'
import { TryDemo } from '../demo/TryDemo.js'
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
          <TryDemo />
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
