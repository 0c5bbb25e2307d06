import type { AccountCheck } from '../../../contract/accounts.js'
import { StatusDot } from '../../ui/StatusDot.js'
import classes from './CheckResult.module.css'

/** What a real call with the credentials found. */
export function CheckResult({ check }: { check: AccountCheck }) {
  const { user, product, zones, keyCount, instanceCount } = check
  return (
    <div role="status" className={classes.result}>
      <StatusDot tone="ok">{`Connected as ${user}`}</StatusDot>
      <span>
        {product}. {zones.length === 1 ? 'Zone' : 'Zones'}: {zones.join(', ') || 'none'}.{' '}
        {counted(keyCount, 'key pair')}, {counted(instanceCount, 'instance')}.
      </span>
    </div>
  )
}

function counted(count: number, word: string): string {
  return count === 1 ? `1 ${word}` : `${count} ${word}s`
}
