import { Autocomplete, Button, Group } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { KeyPair } from '../../../contract/keys.js'
import { instanceLink } from '../../../contract/openings.js'
import { say } from '../../../contract/words/say.js'
import { timeText } from '../../ui/age.js'
import { CopyButton } from '../../ui/CopyButton.js'
import { DetailsPanel, Fact } from '../../ui/DetailsPanel.js'
import { KeyLabel } from '../../ui/KeyLabel.js'
import { TrustDot } from '../../ui/TrustDot.js'
import { ConnectionSheet } from '../connection/ConnectionSheet.js'
import { openFiles } from '../files/files-store.js'
import { openForwardDialog } from '../forwards/forward-dialogs.js'
import { OwnHostFacts } from '../hosts/OwnHostFacts.js'
import { ShowInMap } from '../map/ShowInMap.js'
import { NameplateFact } from '../nameplates/NameplateFact.js'
import { RecoverySheet } from '../recovery/RecoverySheet.js'
import { bindTo, connectTo, unbindFrom } from './actions.js'
import { InstanceStateDot } from './InstanceStateDot.js'
import { mainAction, sshText, usersOffered, viaWords } from './instance-words.js'
import classes from './instances.module.css'
import { readAgain } from './inventory-query.js'
import { PowerButton } from './PowerButton.js'
import type { InstanceRow } from './rows.js'

interface Props {
  row: InstanceRow
  /** A key is being bound to it. */
  binding: boolean
  keys: KeyPair[]
  onClose: () => void
}

/** Everything known of an instance: what the cloud says and what a login has proven are told apart. */
export function InstanceDetails({ row: { instance, accountName, disabled }, binding, keys, onClose }: Props) {
  const { state, cloudState, cloudId, zone, os, addresses, ssh, declared, proven, boundKeyId } = instance
  const inCloud = instance.ownHost === undefined
  const bound = keys.find(({ id }) => id === boundKeyId)
  const nameOf = (id: string) => keys.find((key) => key.id === id)?.name ?? say`a deleted key`
  const others = addresses.filter((address) => ssh.every(({ host }) => host !== address))
  const said = cloudState.toLowerCase() === state ? '' : ` (${cloudState})`
  return (
    <DetailsPanel title={instance.name} onClose={onClose}>
      <ConnectForm key={instance.id} instance={instance} binding={binding} disabled={disabled} />
      <NameplateFact instance={instance} />
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
      <Fact label={say`Account`}>{accountName}</Fact>
      {inCloud ? (
        <>
          <Fact label={say`Zone`}>{zone}</Fact>
          <Fact label={say`Operating system`}>{os}</Fact>
          <Fact label={say`Id in the cloud`}>
            <span className={classes.mono}>{cloudId}</span>
          </Fact>
        </>
      ) : (
        <OwnHostFacts instance={instance} />
      )}
    </DetailsPanel>
  )
}

interface ConnectProps extends Pick<InstanceRow, 'instance' | 'disabled'> {
  binding: boolean
}

/** The login user, Connect, Bind, and the instance's power. */
function ConnectForm({ instance, binding, disabled }: ConnectProps) {
  const [user, setUser] = useState(instance.user)
  const [recovering, setRecovering] = useState(false)
  const [connecting, setConnecting] = useState(false)
  const action = mainAction(instance, disabled)
  const chosen = user.trim()
  const connects = action.kind === 'connect' && chosen !== ''
  const submit = (event: FormEvent) => {
    if (event.target !== event.currentTarget) return // of a sheet: for React a dialog is a child of the form that opens it
    event.preventDefault()
    if (connects) connectTo(instance, chosen === instance.user ? undefined : chosen)
  }
  return (
    <>
      <form onSubmit={submit}>
        <Autocomplete
          label={say`Login user`}
          data={usersOffered([instance.user, ...instance.userGuesses], user)}
          value={user}
          onChange={setUser}
          maxLength={64}
          filter={({ options }) => options}
          autoComplete="off"
          spellCheck={false}
          mb="sm"
        />
        <Group gap="sm">
          <Button type="submit" disabled={!connects}>
            {say`Connect`}
          </Button>
          <Button
            variant="default"
            disabled={action.kind !== 'connect'}
            onClick={() => openFiles({ instanceId: instance.id, instanceName: instance.name })}
          >
            {say`Browse files`}
          </Button>
          <Button
            variant={action.kind === 'bind' ? 'filled' : 'default'}
            disabled={disabled || instance.state === 'gone'}
            onClick={() => bindTo(instance, chosen === '' ? instance.user : chosen)}
          >
            {say`Bind…`}
          </Button>
          <Button variant="default" disabled={disabled} onClick={() => unbindFrom(instance)}>
            {say`Unbind…`}
          </Button>
          <Button variant="default" onClick={() => setConnecting(true)}>
            {say`Connection…`}
          </Button>
          {!disabled && !binding && <PowerButton instance={instance} />}
          <Button
            variant="default"
            disabled={disabled || instance.state === 'gone'}
            onClick={() => setRecovering(true)}
          >
            {say`No key opens this…`}
          </Button>
          <Button
            variant="default"
            disabled={disabled || instance.state === 'gone'}
            onClick={() => openForwardDialog({ kind: 'add', instanceId: instance.id })}
          >
            {say`Forward a port…`}
          </Button>
          <CopyButton words label={say`Copy link`} value={instanceLink(instance.id)} />
          <ShowInMap of="instances" id={instance.id} />
        </Group>
        {action.kind === 'none' && <p className={classes.dim}>{action.reason}</p>}
        {action.kind === 'bind' && (
          <p className={classes.dim}>{say`Connect needs a bound key, or another way in under Connection.`}</p>
        )}
      </form>
      {connecting && (
        <ConnectionSheet
          instanceId={instance.id}
          instanceName={instance.name}
          onSaved={() => {
            setConnecting(false)
            void readAgain([instance.accountId])
          }}
          onClose={() => setConnecting(false)}
        />
      )}
      {recovering && (
        <RecoverySheet
          instanceId={instance.id}
          instanceName={instance.name}
          onClose={() => setRecovering(false)}
        />
      )}
    </>
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
