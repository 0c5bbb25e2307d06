import type { CloudKey } from '../../../contract/accounts.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { useKeys } from '../keys/key-queries.js'
import classes from './CloudKeys.module.css'

/** The public keys of an account: ours with the name they have here, then the others. */
export function CloudKeys({ keys }: { keys: CloudKey[] | undefined }) {
  const own = useKeys().data ?? []
  if (keys === undefined) return <StatusDot tone="busy">Asking the cloud</StatusDot>
  if (keys.length === 0) return 'None yet.'
  const oursFirst = [...keys].sort((a, b) => Number(b.keyId !== null) - Number(a.keyId !== null))
  return (
    <ul className={classes.list}>
      {oursFirst.map(({ name, keyId, fingerprintMd5 }) => (
        <li key={name} title={fingerprintMd5 === null ? undefined : `MD5 ${fingerprintMd5}`}>
          <StatusDot tone={keyId === null ? 'idle' : 'ok'}>{name}</StatusDot>
          <span className={classes.whose}>{whose(keyId, own, name)}</span>
        </li>
      ))}
    </ul>
  )
}

function whose(keyId: string | null, own: { id: string; name: string }[], cloudName: string): string {
  if (keyId === null) return 'not in this vault'
  const name = own.find(({ id }) => id === keyId)?.name
  return name === undefined || name === cloudName ? 'in this vault' : `in this vault as ${name}`
}
