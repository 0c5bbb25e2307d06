import type { AccountCheck } from '../../../contract/accounts.js'
import { StatusDot } from '../../ui/StatusDot.js'
import classes from './CheckResult.module.css'

/** What a real call with the credentials found. */
export function CheckResult({ check }: { check: AccountCheck }) {
  const { user, project, product, regions, keyCount, instanceCount, missing } = check
  return (
    <div role="status" className={classes.result}>
      <StatusDot tone={missing.length === 0 ? 'ok' : 'warn'}>
        {`Connected as ${user}${project === null ? '' : ` in ${project}`}`}
      </StatusDot>
      <span>
        {product}. {regions.length === 1 ? 'Region' : 'Regions'}: {regions.join(', ') || 'none'}.{' '}
        {counted(keyCount, 'key pair')}, {counted(instanceCount, 'instance')}.
      </span>
      {missing.map((sentence) => (
        <span key={sentence}>{sentence}</span>
      ))}
    </div>
  )
}

function counted(count: number | null, word: string): string {
  if (count === null) return `${word}s can't be listed`
  return count === 1 ? `1 ${word}` : `${count} ${word}s`
}
