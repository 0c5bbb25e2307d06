import type { KnownHost } from '../../../contract/known-hosts.js'
import { say } from '../../../contract/words/say.js'
import { timeText } from '../../ui/age.js'
import type { Column } from '../../ui/column.js'
import { trackFor } from '../../ui/column-layout.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { useNames } from './hashed-names.js'
import { fileWords, markerWords } from './host-words.js'
import classes from './known-hosts.module.css'

export const hostColumns: Column<KnownHost>[] = [
  {
    id: 'host',
    header: say`Host`,
    value: ({ host, hashed }) => (hashed ? `~${host}` : host),
    cell: (host) => <HostCell host={host} />,
    width: 'minmax(180px, 1.5fr)',
  },
  {
    id: 'instance',
    header: say`Instance`,
    value: ({ instanceName }) => instanceName ?? '',
    cell: (host) => <InstanceCell host={host} />,
    width: 'minmax(90px, 0.7fr)',
    hideBelow: 720,
  },
  {
    id: 'file',
    header: say`File`,
    value: ({ source }) => fileWords[source],
    width: trackFor(80, Object.values(fileWords)),
  },
  {
    id: 'state',
    header: say`State`,
    value: ({ outdated, marker }) => (outdated.length > 0 ? 'a' : (marker ?? 'z')),
    cell: ({ outdated, marker }) =>
      outdated.length > 0 ? (
        <span title={outdated.map(({ reason }) => reason).join(' ')}>
          <StatusDot tone="warn">{say`may be old`}</StatusDot>
        </span>
      ) : (
        marker !== null && markerWords[marker]
      ),
    width: trackFor(120, [say`may be old`, ...Object.values(markerWords)]),
  },
  {
    id: 'algorithm',
    header: say`Algorithm`,
    value: ({ algorithm }) => algorithm,
    width: '170px',
    hideBelow: 1100,
  },
  {
    id: 'fingerprint',
    header: say`Host key`,
    value: ({ fingerprint }) => fingerprint,
    cell: ({ fingerprint }) => <span className="lk-mono">{fingerprint}</span>,
    width: 'minmax(240px, 2fr)',
  },
  {
    id: 'added',
    header: say`Trusted since`,
    value: ({ addedAt }) => addedAt ?? '',
    cell: ({ addedAt }) => (addedAt === null ? say`unknown` : timeText(addedAt)),
    width: '180px',
    hideBelow: 1100,
  },
]

function HostCell({ host }: { host: KnownHost }) {
  const { name } = useNames(host)
  if (!host.hashed) return <span title={host.host}>{host.host}</span>
  return (
    <span title={say`The line has its name hashed.`}>
      {name} <span className={classes.dim}>{say`(hashed)`}</span>
    </span>
  )
}

function InstanceCell({ host }: { host: KnownHost }) {
  return <span className={classes.dim}>{useNames(host).instanceName}</span>
}
