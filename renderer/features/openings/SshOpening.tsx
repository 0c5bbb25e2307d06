import { Select } from '@mantine/core'
import { useState } from 'react'
import type { Opening } from '../../../contract/openings.js'
import { say } from '../../../contract/words/say.js'
import { Fact } from '../../ui/DetailsPanel.js'
import { KeyLabel } from '../../ui/KeyLabel.js'
import { useGoTo } from '../frame/navigation.js'
import { openHostDialog } from '../hosts/host-dialogs.js'
import { useHosts } from '../hosts/host-queries.js'
import { connectTo } from '../instances/actions.js'
import { mainAction, sshText } from '../instances/instance-words.js'
import type { InstanceRow } from '../instances/rows.js'
import { wantInstance } from '../instances/wanted-instance.js'
import { useKeys } from '../keys/key-queries.js'
import { HostColourSign, ProductionTag } from '../nameplates/HostMark.js'
import { AskedByLink } from './AskedByLink.js'
import { rowsAt } from './known-places.js'
import { linkWarnings, reachedElsewhere, severalWarnings, userWarnings } from './opening-words.js'
import classes from './openings.module.css'
import { useRows } from './use-rows.js'

type Ssh = Extract<Opening, { kind: 'ssh' }>

interface Props {
  opening: Ssh
  onDone: () => void
}

const ASKER = say`A link outside Latchkey asks for this. Go on only if you meant to follow it.`

/** An ssh: link: where it leads, and whether that is known here. Nothing is connected to before the click. */
export function SshOpening({ opening, onDone }: Props) {
  const rows = useRows()?.rows
  const hosts = useHosts().data
  if (rows === undefined || hosts === undefined) return null
  const known = rowsAt(rows, hosts, opening)
  if (known.length === 0) return <Unknown opening={opening} onDone={onDone} />
  return <Known opening={opening} known={known} onDone={onDone} />
}

function Unknown({ opening, onDone }: Props) {
  const goTo = useGoTo()
  const { user, host, port } = opening
  const add = () => {
    onDone()
    goTo('instances')
    openHostDialog({ kind: 'add', from: { host, port, user } })
  }
  return (
    <AskedByLink
      title={say`Add ${host} as a host?`}
      verb={say`Add as a host…`}
      onConfirm={add}
      warnings={linkWarnings(opening)}
      asker={say`${ASKER} Nothing is saved before you save it in the form.`}
      onClose={onDone}
    >
      <Place opening={opening} user={user ?? say`the link names none`} />
      <Fact label={say`Known as`}>{say`none of your instances and hosts`}</Fact>
      <Fact label={say`Key`}>{say`none yet: choose it in the form`}</Fact>
    </AskedByLink>
  )
}

function Known({ opening, known, onDone }: Props & { known: InstanceRow[] }) {
  const goTo = useGoTo()
  const [chosen, setChosen] = useState<string | null>(null)
  const row = known.find(({ id }) => id === chosen) ?? known[0]
  if (row === undefined) return null
  const { instance, disabled, plate } = row
  const user = opening.user ?? instance.user
  const action = mainAction(instance, disabled)
  const connects = action.kind === 'connect'
  const confirm = () => {
    onDone()
    if (connects) return connectTo(instance, user === instance.user ? undefined : user)
    goTo('instances')
    wantInstance(instance.id)
  }
  const elsewhere = reachedElsewhere(instance, opening)
  return (
    <AskedByLink
      title={connects ? say`Connect to ${instance.name}?` : say`Show ${instance.name}?`}
      verb={connects ? say`Connect` : say`Show instance`}
      onConfirm={confirm}
      warnings={[
        ...severalWarnings(known.length),
        ...linkWarnings(opening),
        ...userWarnings(instance, opening),
      ]}
      asker={ASKER}
      onClose={onDone}
    >
      <Place opening={opening} user={opening.user === null ? say`${user} (the link names none)` : user} />
      <Fact label={say`Known as`}>
        {known.length > 1 ? (
          <>
            <Select
              aria-label={say`Which of those that have this address`}
              data={known.map(({ id, instance, accountName }) => ({
                value: id,
                label: `${instance.name} (${accountName})`,
              }))}
              value={row.id}
              onChange={setChosen}
              allowDeselect={false}
            />
            <ProductionTag plate={plate} />
          </>
        ) : (
          <span className={classes.known}>
            <HostColourSign plate={plate} />
            {instance.name} ({row.accountName})
            <ProductionTag plate={plate} />
          </span>
        )}
      </Fact>
      {elsewhere !== undefined && (
        <Fact label={say`Reached at`}>
          <span className={classes.mono}>{sshText(elsewhere)}</span>
        </Fact>
      )}
      <Fact label={say`Key`}>
        <BoundKey row={row} />
      </Fact>
      {action.kind === 'none' && <p className={classes.dim}>{action.reason}</p>}
      {action.kind === 'bind' && (
        <p className={classes.dim}>{say`Connect needs a key that is bound to it.`}</p>
      )}
    </AskedByLink>
  )
}

function Place({ opening: { host, port }, user }: { opening: Ssh; user: string }) {
  return (
    <>
      <Fact label={say`User`}>
        <span className={classes.mono}>{user}</span>
      </Fact>
      <Fact label={say`Host`}>
        <strong className={classes.mono}>{host}</strong>
      </Fact>
      <Fact label={say`Port`}>
        <span className={classes.mono}>{port}</span>
      </Fact>
    </>
  )
}

function BoundKey({ row: { instance } }: { row: InstanceRow }) {
  const keys = useKeys().data ?? []
  const bound = keys.find(({ id }) => id === instance.boundKeyId)
  if (bound !== undefined) return <KeyLabel keyPair={bound} />
  if (instance.boundKeyId !== null) return say`a deleted key`
  return instance.otherWayIn ? say`none: another way in was chosen under Connection` : say`none is bound`
}
