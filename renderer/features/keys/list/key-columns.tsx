import type { KeyPair, KeyState } from '../../../../contract/keys.js'
import { say } from '../../../../contract/words/say.js'
import { ageText, timeText } from '../../../ui/age.js'
import type { Column } from '../../../ui/column.js'
import { trackFor } from '../../../ui/column-layout.js'
import { ShortFingerprint } from '../../../ui/KeyLabel.js'
import { keyTypeName } from '../../../ui/key-type.js'
import { expiryMark, timeInBin } from '../expiry.js'
import classes from './key-columns.module.css'

type KeyColumn = Column<KeyPair>

/** The columns of a view. `now` in ms, for ages; `used` counts the instances of each key pair, by its id. */
export function keyColumns(view: KeyState, now: number, used: ReadonlyMap<string, number>): KeyColumn[] {
  const age = ageColumn(now)
  const last: Record<KeyState, KeyColumn> = {
    active: usedColumn(used),
    archived: { ...age('stateSince', say`Archived`, ({ stateSince }) => stateSince), hideBelow: 582 },
    bin: leftColumn(now),
  }
  return [
    {
      id: 'name',
      header: say`Name`,
      value: ({ name }) => name,
      cell: (keyPair) => <Name keyPair={keyPair} now={now} />,
      width: 'minmax(240px, 2fr)',
    },
    { id: 'type', header: say`Type`, value: keyTypeName, width: '110px' },
    {
      id: 'fingerprint',
      header: 'SHA256',
      value: ({ fingerprint }) => fingerprint.slice(-8),
      cell: ({ fingerprint }) => <ShortFingerprint value={fingerprint} />,
      width: '104px',
      hideBelow: 470,
    },
    {
      id: 'tags',
      header: say`Tags`,
      value: ({ tags }) => tags.join(', '),
      cell: ({ tags }) => <span title={tags.join(', ')}>{tags.join(', ')}</span>,
      width: 'minmax(80px, 1fr)',
      hideBelow: 870,
    },
    { ...age('created', say`Added`, ({ createdAt }) => createdAt), hideBelow: 680 },
    { ...age('used', say`Last used`, ({ lastUsedAt }) => lastUsedAt), hideBelow: 790 },
    last[view],
  ]
}

function Name({
  keyPair: { name, storedIn, expiresOn, description },
  now,
}: {
  keyPair: KeyPair
  now: number
}) {
  const expiry = expiryMark(expiresOn, now)
  return (
    <span className={classes.name} title={[name, ...(description === '' ? [] : [description])].join('\n')}>
      <span className={classes.words}>{name}</span>
      {expiry !== null && (
        <span className={classes.mark} data-tone={expiry.tone}>
          {expiry.words}
        </span>
      )}
      {storedIn === null && <span className={classes.mark}>{say`public only`}</span>}
    </span>
  )
}

function ageColumn(now: number) {
  return (id: string, header: string, time: (keyPair: KeyPair) => string | null): KeyColumn => ({
    id,
    header,
    value: (keyPair) => time(keyPair) ?? '',
    cell: (keyPair) => {
      const at = time(keyPair)
      return at === null ? '' : <span title={timeText(at)}>{ageText(at, now)}</span>
    },
    width: trackFor(108, [header]),
  })
}

function usedColumn(used: ReadonlyMap<string, number>): KeyColumn {
  return {
    id: 'instances',
    header: say`Instances`,
    value: ({ id }) => used.get(id) ?? 0,
    cell: ({ id }) => used.get(id) ?? '',
    width: '96px',
    hideBelow: 570,
  }
}

function leftColumn(now: number): KeyColumn {
  return {
    id: 'left',
    header: say`Time left`,
    value: ({ purgeAt }) => purgeAt ?? '',
    cell: ({ purgeAt }) => (purgeAt === null ? '' : timeInBin(purgeAt, now)),
    width: '120px',
  }
}
