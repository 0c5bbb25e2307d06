import type { AccountCheck } from '../../../contract/accounts.js'
import { say } from '../../../contract/words/say.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { hear } from '../../words/language.js'
import classes from './CheckResult.module.css'
import { whatThereIs } from './check-words.js'

/** What a real call with the credentials found. */
export function CheckResult({ check }: { check: AccountCheck }) {
  const { user, project, product, regions, missing } = check
  return (
    <div role="status" className={classes.result} data-part={missing.length > 0 || undefined}>
      <StatusDot tone={missing.length === 0 ? 'ok' : 'warn'}>
        {project === null
          ? say`Connected as ${hear(user)}`
          : say`Connected as ${hear(user)} in ${hear(project)}`}
      </StatusDot>
      <span>
        {product}. {regions.length === 1 ? say`Region` : say`Regions`}: {regions.join(', ') || say`none`}.{' '}
        {whatThereIs(check)}
      </span>
      {missing.map(hear).map((sentence) => (
        <span key={sentence}>{sentence}</span>
      ))}
    </div>
  )
}
