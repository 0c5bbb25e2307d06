import { ActionIcon, Button, Checkbox, Group, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import type { Account, CloudCapabilities, CloudKey } from '../../../contract/accounts.js'
import type { KeyPair } from '../../../contract/keys.js'
import { plural, say } from '../../../contract/words/say.js'
import { MenuGroups, type MenuItem } from '../../terminal/PaneMenu.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { useGoTo } from '../frame/navigation.js'
import { useKeys } from '../keys/key-queries.js'
import { wantKey } from '../keys/wanted-key.js'
import classes from './CloudKeys.module.css'
import { EditCloudKeySheet } from './EditCloudKeySheet.js'
import { KeepPublicKeySheet } from './KeepPublicKeySheet.js'
import { DeleteCloudKeysSheet } from './key-deletion/DeleteCloudKeysSheet.js'
import { idOfKey } from './key-deletion/use-deletions.js'

interface Props {
  account: Account
  capabilities: CloudCapabilities | undefined
  /** As they were told last. */
  keys: CloudKey[] | undefined
  /** The cloud is being asked for them. */
  asking: boolean
}

type OwnKey = Pick<KeyPair, 'id' | 'name' | 'description'>

type Open = { what: 'edit' | 'keep'; key: CloudKey } | { what: 'delete'; keys: CloudKey[] } | null

/** The public keys of an account: ours with the name they have here, then the others; with what the cloud lets us do. */
export function CloudKeys({ account, capabilities, keys = [], asking }: Props) {
  const own = useKeys().data ?? []
  const [open, setOpen] = useState<Open>(null)
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const oursFirst = [...keys].sort((a, b) => Number(b.keyId !== null) - Number(a.keyId !== null))
  const close = () => setOpen(null)
  const chosen = keys.filter((key) => marked.has(idOfKey(key)))
  const mark = (key: CloudKey, on: boolean) => {
    const next = new Set(marked)
    if (on) next.add(idOfKey(key))
    else next.delete(idOfKey(key))
    setMarked(next)
  }
  return (
    <>
      {chosen.length > 0 && (
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => setOpen({ what: 'delete', keys: chosen })}
          >
            {say`${plural(chosen.length, 'Delete 1 key…', 'Delete # keys…')}`}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setMarked(new Set())}>
            {say`Clear`}
          </Button>
        </Group>
      )}
      {keys.length === 0 &&
        (asking ? <StatusDot tone="busy">{say`Asking the cloud`}</StatusDot> : say`None yet.`)}
      <ul className={classes.list} data-long>
        {oursFirst.map((key) => (
          <li key={idOfKey(key)}>
            {keys.length > 1 && (
              <Checkbox
                size="xs"
                aria-label={say`Select ${key.name}${key.region === null ? '' : ` ${key.region}`}`}
                checked={marked.has(idOfKey(key))}
                onChange={(event) => mark(key, event.currentTarget.checked)}
              />
            )}
            <div className={classes.words}>
              <StatusDot tone={key.keyId === null ? 'idle' : 'ok'}>{key.name}</StatusDot>
              <span className={classes.whose}>{whose(key, own)}</span>
              <KeyFacts cloudKey={key} own={own} />
            </div>
            <KeyMenu
              cloudKey={key}
              capabilities={capabilities}
              onChoose={(what) => setOpen(what === 'delete' ? { what, keys: [key] } : { what, key })}
            />
          </li>
        ))}
      </ul>
      {open?.what === 'edit' && (
        <EditCloudKeySheet
          account={account}
          cloudKey={open.key}
          capabilities={capabilities}
          onClose={close}
        />
      )}
      {open?.what === 'keep' && <KeepPublicKeySheet account={account} cloudKey={open.key} onClose={close} />}
      {open?.what === 'delete' && (
        <DeleteCloudKeysSheet
          account={account}
          keys={open.keys}
          onClose={() => {
            setMarked(new Set())
            close()
          }}
        />
      )}
    </>
  )
}

function KeyFacts({ cloudKey, own }: { cloudKey: CloudKey; own: OwnKey[] }) {
  const { region, fingerprintMd5 } = cloudKey
  const description = cloudKey.description || ownOf(cloudKey, own)?.description
  return (
    <>
      {region !== null && <span className={classes.fact}>{region}</span>}
      {description && <span className={classes.fact}>{description}</span>}
      {fingerprintMd5 !== null && (
        <span className={`${classes.fact} lk-mono`} title={say`MD5 fingerprint, as clouds show it`}>
          {fingerprintMd5}
        </span>
      )}
    </>
  )
}

interface KeyMenuProps {
  cloudKey: CloudKey
  capabilities: CloudCapabilities | undefined
  onChoose: (what: 'edit' | 'keep' | 'delete') => void
}

function KeyMenu({ cloudKey, capabilities, onChoose }: KeyMenuProps) {
  const { keyId } = cloudKey
  const { renamesKeys = false, describesKeys = false } = capabilities ?? {}
  const goTo = useGoTo()
  const showOwn = (keyId: string) => {
    wantKey(keyId)
    goTo('keys')
  }
  const edit = renamesKeys
    ? describesKeys
      ? say`Rename or describe`
      : say`Rename`
    : describesKeys
      ? say`Describe`
      : ''
  const items: MenuItem[] = []
  if (edit !== '')
    items.push({ label: `${edit[0]?.toUpperCase()}${edit.slice(1)}…`, onPick: () => onChoose('edit') })
  if (keyId !== null) items.push({ label: say`Show in Keys`, onPick: () => showOwn(keyId) })
  else if (cloudKey.publicKey !== null)
    items.push({ label: say`Keep its public half in Latchkey…`, onPick: () => onChoose('keep') })
  items.push({ label: say`Delete from the account…`, danger: true, onPick: () => onChoose('delete') })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={say`What can be done with ${cloudKey.name}`}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <MenuGroups groups={[items]} />
      </Menu.Dropdown>
    </Menu>
  )
}

function whose(cloudKey: CloudKey, own: OwnKey[]): string {
  if (cloudKey.keyId === null) return say`not in this vault`
  const name = ownOf(cloudKey, own)?.name
  return name === undefined || name === cloudKey.name ? say`in this vault` : say`in this vault as ${name}`
}

const ownOf = ({ keyId }: CloudKey, own: OwnKey[]) => own.find(({ id }) => id === keyId)
