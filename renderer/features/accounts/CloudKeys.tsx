import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import type { Account, CloudCapabilities, CloudKey } from '../../../contract/accounts.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { useKeys } from '../keys/key-queries.js'
import classes from './CloudKeys.module.css'
import { DeleteCloudKeySheet } from './DeleteCloudKeySheet.js'
import { EditCloudKeySheet } from './EditCloudKeySheet.js'
import { KeepPublicKeySheet } from './KeepPublicKeySheet.js'

interface Props {
  account: Account
  capabilities: CloudCapabilities | undefined
  keys: CloudKey[] | undefined
}

type Open = { what: 'edit' | 'keep' | 'delete'; key: CloudKey } | null

/** The public keys of an account: ours with the name they have here, then the others; with what the cloud lets us do. */
export function CloudKeys({ account, capabilities, keys }: Props) {
  const own = useKeys().data ?? []
  const [open, setOpen] = useState<Open>(null)
  if (keys === undefined) return <StatusDot tone="busy">Asking the cloud</StatusDot>
  if (keys.length === 0) return 'None yet.'
  const oursFirst = [...keys].sort((a, b) => Number(b.keyId !== null) - Number(a.keyId !== null))
  const close = () => setOpen(null)
  return (
    <>
      <ul className={classes.list}>
        {oursFirst.map((key) => (
          <li key={keyOf(key)}>
            <div className={classes.words}>
              <StatusDot tone={key.keyId === null ? 'idle' : 'ok'}>{key.name}</StatusDot>
              <span className={classes.whose}>{whose(key, own)}</span>
              <KeyFacts cloudKey={key} />
            </div>
            <KeyMenu cloudKey={key} capabilities={capabilities} onChoose={(what) => setOpen({ what, key })} />
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
        <DeleteCloudKeySheet
          account={account}
          cloudKey={open.key}
          keepsUsedKeys={capabilities?.keepsUsedKeys ?? false}
          onClose={close}
        />
      )}
    </>
  )
}

function KeyFacts({ cloudKey: { region, description, fingerprintMd5 } }: { cloudKey: CloudKey }) {
  return (
    <>
      {region !== null && <span className={classes.fact}>{region}</span>}
      {description !== null && description !== '' && <span className={classes.fact}>{description}</span>}
      {fingerprintMd5 !== null && (
        <span className={`${classes.fact} lk-mono`} title="MD5 fingerprint, as clouds show it">
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
  const { renamesKeys = false, describesKeys = false } = capabilities ?? {}
  const edit = [...(renamesKeys ? ['Rename'] : []), ...(describesKeys ? ['describe'] : [])].join(' or ')
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={`What can be done with ${cloudKey.name}`}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {edit !== '' && (
          <Menu.Item
            onClick={() => onChoose('edit')}
          >{`${edit[0]?.toUpperCase()}${edit.slice(1)}…`}</Menu.Item>
        )}
        {cloudKey.keyId === null && cloudKey.publicKey !== null && (
          <Menu.Item onClick={() => onChoose('keep')}>Keep its public half in Latchkey…</Menu.Item>
        )}
        <Menu.Item c="var(--lk-danger)" onClick={() => onChoose('delete')}>
          Delete from the account…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** Names can repeat in other regions. */
const keyOf = ({ region, cloudKeyId, name }: CloudKey) => JSON.stringify([region, cloudKeyId, name])

function whose({ keyId, name: cloudName }: CloudKey, own: { id: string; name: string }[]): string {
  if (keyId === null) return 'not in this vault'
  const name = own.find(({ id }) => id === keyId)?.name
  return name === undefined || name === cloudName ? 'in this vault' : `in this vault as ${name}`
}
