import { Button, Group, TextInput } from '@mantine/core'
import type { KeyboardEvent } from 'react'
import { say } from '../../../../contract/words/say.js'
import { SecretInput } from '../../../ui/SecretInput.js'
import { hear } from '../../../words/language.js'
import { sourceName } from './found.js'
import type { FoundKey } from './found-key.js'
import { goOnFrom } from './go-to-row.js'
import type { Import } from './use-import.js'

interface Props {
  row: FoundKey
  keys: Import
  /** In a row of a table, where the label is read by screen readers only. */
  compact?: boolean
}

/** The name that a key gets in the vault. */
export function NameField({ row, keys, problem, compact = false }: Props & { problem: string | undefined }) {
  const words = compact
    ? { 'aria-label': say`Name for ${sourceName(row)}` }
    : { label: say`Name`, description: say`Accounts get the same name when you push the public key.` }
  return (
    <TextInput
      {...words}
      value={row.name}
      error={problem}
      disabled={keys.stop !== null}
      onChange={(event) => keys.changeRow(row.id, { name: event.currentTarget.value, named: true })}
    />
  )
}

/** The passphrase of one key. Enter or Unlock tries it; a wrong one stays, to be mended. */
export function PassphraseField({ row, keys, compact = false }: Props) {
  const words = compact
    ? { 'aria-label': say`Passphrase of ${sourceName(row)}`, placeholder: say`Passphrase` }
    : {
        label: say`Passphrase`,
        description:
          hear(row.wrong?.advice) ?? say`The key is encrypted. The passphrase is used once and not kept.`,
        'data-autofocus': true,
        autoFocus: true,
      }
  const ready = row.passphrase !== '' && row.progress.state === 'none' && keys.stop === null
  const open = (from: HTMLInputElement | HTMLButtonElement) => void goOnFrom(from, keys.open(row.id))
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (!compact || event.key !== 'Enter') return
    event.preventDefault()
    if (ready) open(event.currentTarget)
  }
  const input = (
    <SecretInput
      {...words}
      flex={1}
      value={row.passphrase}
      error={hear(row.wrong?.message)}
      onKeyDown={onKeyDown}
      onChange={(event) =>
        keys.changeRow(row.id, { passphrase: event.currentTarget.value, wrong: undefined })
      }
    />
  )
  if (!compact) return input
  return (
    <Group gap="xs" align="flex-start" wrap="nowrap">
      {input}
      <Button
        variant="default"
        h={30}
        aria-label={say`Unlock ${sourceName(row)}`}
        disabled={!ready}
        loading={row.progress.state === 'opening'}
        onClick={(event) => open(event.currentTarget)}
      >
        {say`Unlock`}
      </Button>
    </Group>
  )
}
