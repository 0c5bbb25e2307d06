import type { KeyPair } from '../../../contract/keys.js'
import { ageText, timeText } from '../../ui/age.js'
import type { Column } from '../../ui/DataTable.js'
import { keyTypeName, ShortFingerprint } from '../../ui/KeyLabel.js'

/** The columns of the key pairs. `now` in ms, for ages. */
export const keyColumns = (now: number): Column<KeyPair>[] => [
  { id: 'name', header: 'Name', value: ({ name }) => name, width: 'minmax(140px, 2fr)' },
  { id: 'type', header: 'Type', value: keyTypeName, width: '110px' },
  {
    id: 'fingerprint',
    header: 'SHA256',
    value: ({ fingerprint }) => fingerprint.slice(-8),
    cell: ({ fingerprint }) => <ShortFingerprint value={fingerprint} />,
    width: '110px',
  },
  { id: 'origin', header: 'Origin', value: ({ origin }) => origin, width: '100px', hideBelow: 620 },
  {
    id: 'comment',
    header: 'Comment',
    value: ({ comment }) => comment,
    width: 'minmax(80px, 1fr)',
    hideBelow: 780,
  },
  {
    id: 'created',
    header: 'Added',
    value: ({ createdAt }) => createdAt,
    cell: ({ createdAt }) => <span title={timeText(createdAt)}>{ageText(createdAt, now)}</span>,
    width: '110px',
    hideBelow: 480,
  },
]

/** Whether a key pair has the words of the filter in its name, comment, type or fingerprints. */
export function matches(keyPair: KeyPair, filter: string): boolean {
  const { name, comment, fingerprint, fingerprintMd5 } = keyPair
  const text = [name, comment, keyTypeName(keyPair), fingerprint, fingerprintMd5].join(' ').toLowerCase()
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
