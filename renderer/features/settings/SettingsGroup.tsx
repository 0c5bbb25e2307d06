import { type ReactNode, useId } from 'react'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import classes from './settings.module.css'
import type { SaveSettings } from './use-settings.js'

interface Props {
  title: string
  /** Of what is saved as it is changed: told beside the title, a failure below. */
  save?: SaveSettings
  children: ReactNode
}

/** One subject of the settings. */
export function SettingsGroup({ title, save, children }: Props) {
  const id = useId()
  return (
    <section className={classes.group} aria-labelledby={id}>
      <div className={classes.head}>
        <h2 id={id} className={classes.title}>
          {title}
        </h2>
        <span role="status" className={classes.dim}>
          {save?.isSuccess === true && say`Saved`}
        </span>
      </div>
      {children}
      {save !== undefined && save.error !== null && <ErrorMessage problem={errorInfo(save.error)} />}
    </section>
  )
}
