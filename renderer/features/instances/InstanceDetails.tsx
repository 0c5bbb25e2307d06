import type { ReactNode } from 'react'
import type { KeyPair } from '../../../contract/keys.js'
import { say } from '../../../contract/words/say.js'
import { timeText } from '../../ui/age.js'
import { CopyButton } from '../../ui/CopyButton.js'
import { DetailsPanel, Fact } from '../../ui/DetailsPanel.js'
import { KeyLabel } from '../../ui/KeyLabel.js'
import { TrustDot } from '../../ui/TrustDot.js'
import { OwnHostFacts } from '../hosts/OwnHostFacts.js'
import { NameplateFact } from '../nameplates/NameplateFact.js'
import { InstanceActions } from './InstanceActions.js'
import { InstanceStateDot } from './InstanceStateDot.js'
import { sshText, viaWords } from './instance-words.js'
import classes from './instances.module.css'
import type { InstanceRow } from './rows.js'

interface Props {
  row: InstanceRow
  /** A key is being bound to it. */
  binding: boolean
  keys: KeyPair[]
  onClose: () => void
}

/** Everything known of an instance: what the cloud says and what a login has proven are told apart. */
export function InstanceDetails({ row, binding, keys, onClose }: Props) {
  const { instance, accountName, disabled } = row
  const { state, cloudState, cloudId, zone, os, addresses, ssh, declared, proven, boundKeyId } = instance
  const inCloud = instance.ownHost === undefined
  const bound = keys.find(({ id }) => id === boundKeyId)
  const nameOf = (id: string) => keys.find((key) => key.id === id)?.name ?? say`a deleted key`
  const others = addresses.filter((address) => ssh.every(({ host }) => host !== address))
  const said = cloudState.toLowerCase() === state ? '' : ` (${cloudState})`
  return (
    <DetailsPanel title={instance.name} onClose={onClose}>
      <InstanceActions key={instance.id} row={row} binding={binding} />
      {inCloud && (
        <Fact label={say`State`}>
          <InstanceStateDot instance={instance} binding={binding} disabled={disabled} />
          {!disabled && said}
        </Fact>
      )}
      <Fact label={say`Bound key`}>
        {bound !== undefined ? (
          <KeyLabel keyPair={bound} />
        ) : boundKeyId === null ? (
          say`none`
        ) : (
          say`a deleted key`
        )}
      </Fact>
      {inCloud && (
        <Facts label={say`Declared by the cloud`} none={say`no key`}>
          {declared.map(({ cloudName, keyId }) => (
            <li key={cloudName}>
              <TrustDot grade="declared" /> {cloudName}
              {keyId === null && <span className={classes.dim}>{say`not in this vault`}</span>}
            </li>
          ))}
        </Facts>
      )}
      <Facts label={say`Proven by a login`} none={say`no key yet`}>
        {proven.map(({ keyId, user, at, outdatedAt }) => (
          <li key={`${keyId} ${user}`}>
            {outdatedAt === undefined && <TrustDot grade="proven" />} {nameOf(keyId)}
            <span className={classes.dim}>
              {outdatedAt === undefined
                ? say`as ${user}, ${timeText(at)}`
                : say`as ${user}, ${timeText(at)}; out of date: the cloud replaced it ${timeText(outdatedAt)}`}
            </span>
          </li>
        ))}
      </Facts>
      <Facts label={say`SSH`} none={say`No address that SSH could be tried on.`}>
        {ssh.map((address) => (
          <li key={`${address.host} ${address.port}`}>
            <span className={classes.mono}>{sshText(address)}</span>
            <CopyButton value={sshText(address)} label={say`Copy ${sshText(address)}`} />
            <span className={classes.dim}>{viaWords(address.via)}</span>
          </li>
        ))}
      </Facts>
      {others.length > 0 && (
        <Facts label={say`Other addresses`}>
          {others.map((address) => (
            <li key={address}>
              <span className={classes.mono}>{address}</span>
              <CopyButton value={address} label={say`Copy ${address}`} />
            </li>
          ))}
        </Facts>
      )}
      <NameplateFact instance={instance} />
      <Fact label={say`Account`}>{accountName}</Fact>
      {inCloud ? (
        <>
          <Fact label={say`Zone`}>{zone}</Fact>
          <Fact label={say`Operating system`}>{os}</Fact>
          <Fact label={say`Id in the cloud`}>
            <span className={classes.mono} data-long>
              {cloudId}
            </span>
          </Fact>
        </>
      ) : (
        <OwnHostFacts instance={instance} />
      )}
    </DetailsPanel>
  )
}

function Facts({ label, none, children }: { label: string; none?: string; children: ReactNode[] }) {
  return (
    <Fact label={label}>
      {children.length === 0 ? (
        <span className={classes.dim}>{none}</span>
      ) : (
        <ul className={classes.list}>{children}</ul>
      )}
    </Fact>
  )
}
