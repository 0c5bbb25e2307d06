import type { KnownHost } from '../../../contract/known-hosts.js'
import { say } from '../../../contract/words/say.js'
import { timeText } from '../../ui/age.js'
import { CopyButton } from '../../ui/CopyButton.js'
import { DetailsPanel, Fact } from '../../ui/DetailsPanel.js'
import { Fingerprint } from '../../ui/Fingerprint.js'
import { hear } from '../../words/language.js'
import { rich } from '../../words/rich.js'
import { useNames } from './hashed-names.js'
import { markerWords, systemCommand } from './host-words.js'

interface Props {
  host: KnownHost
  /** Of the file that the line is in. */
  path: string
  onClose: () => void
}

/** Everything that a line says, and what clouds told of it. */
export function HostDetails({ host, path, onClose }: Props) {
  const { source, algorithm, fingerprint, marker, comment, addedAt, outdated, hashed, line } = host
  const { name, instanceName } = useNames(host)
  return (
    <DetailsPanel title={name === '' ? say`Hashed name` : name} onClose={onClose}>
      {outdated.map(({ name, reason, at }) => (
        <Fact key={name} label={say`May be out of date`}>
          {say`${hear(reason)} Noticed ${timeText(at)}.`}
        </Fact>
      ))}
      <Fact label={say`File`}>{say`${path}, line ${line}`}</Fact>
      <Fact label={hashed ? say`Hashed name` : say`Hosts`}>
        <span className="lk-mono">{host.host}</span>{' '}
        <CopyButton value={host.host} label={say`Copy the hosts`} />
      </Fact>
      {instanceName !== '' && <Fact label={say`Instance`}>{instanceName}</Fact>}
      {marker !== null && <Fact label={say`Marker`}>{markerWords[marker]}</Fact>}
      <Fact label={algorithm}>
        <Fingerprint value={fingerprint} />
      </Fact>
      {comment !== '' && <Fact label={say`Comment`}>{comment}</Fact>}
      {source === 'system' && <SystemLine host={host} name={name} path={path} />}
      {addedAt !== null && <Fact label={say`Trusted since`}>{timeText(addedAt)}</Fact>}
    </DetailsPanel>
  )
}

/** What only an administrator changes. */
function SystemLine({ host, name, path }: { host: KnownHost; name: string; path: string }) {
  const command = systemCommand(host, name, path)
  return (
    <Fact label={say`For all users`}>
      {say`Latchkey never changes this file, and does not go by it.`}{' '}
      {command === null ? (
        say`An administrator edits line ${host.line} of it by hand.`
      ) : (
        <>
          {rich`An administrator removes the host with: ${<span className="lk-mono">{command}</span>}`}{' '}
          <CopyButton value={command} label={say`Copy the command`} />
        </>
      )}
    </Fact>
  )
}
