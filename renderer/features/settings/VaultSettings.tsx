import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import type { VaultStatus } from '../../../contract/vault.js'
import { say } from '../../../contract/words/say.js'
import { hear } from '../../words/language.js'
import { backendWords } from '../vault/backend-words.js'
import { MoveSettings } from '../vault/MoveSettings.js'
import { PasswordSheet } from '../vault/PasswordSheet.js'
import { RemovePasswordSheet } from '../vault/RemovePasswordSheet.js'
import { useCloseOnLock } from '../vault/use-close-on-lock.js'
import { SettingsGroup } from './SettingsGroup.js'
import classes from './settings.module.css'

/** Where keys live, and the password that protects them. */
export function VaultSettings({ vault }: { vault: VaultStatus }) {
  const { backend, label, hasPassword } = vault
  const [sheet, setSheet] = useState<'password' | 'remove' | null>(null)
  const [done, setDone] = useState('')
  useCloseOnLock(() => setSheet(null))
  const open = (which: 'password' | 'remove') => {
    setDone('')
    setSheet(which)
  }
  const finish = (said: string) => {
    setSheet(null)
    setDone(said)
  }
  const props = { vault, onClose: () => setSheet(null) }
  return (
    <SettingsGroup title={say`Vault`}>
      <dl className={classes.facts}>
        <dt>{say`Private keys are in`}</dt>
        <dd>
          {label !== null && hear(label)}
          {backend !== null && <div className={classes.dim}>{backendWords[backend].protects}</div>}
        </dd>
        <dt>{say`Password`}</dt>
        <dd>
          {hasPassword ? say`Set` : say`Not set`}
          <div className={classes.dim}>{passwordText(vault)}</div>
        </dd>
      </dl>
      <Group gap="sm">
        <Button variant="default" onClick={() => open('password')}>
          {hasPassword ? say`Change password` : say`Set a password`}
        </Button>
        {hasPassword && backend === 'keychain' && (
          <Button variant="default" onClick={() => open('remove')}>
            {say`Remove password`}
          </Button>
        )}
        <span role="status">{done}</span>
      </Group>
      <MoveSettings vault={vault} />
      {sheet === 'password' && (
        <PasswordSheet
          {...props}
          onDone={() => finish(hasPassword ? say`The password was changed.` : say`The password was set.`)}
        />
      )}
      {sheet === 'remove' && (
        <RemovePasswordSheet {...props} onDone={() => finish(say`The password was removed.`)} />
      )}
    </SettingsGroup>
  )
}

function passwordText({ hasPassword, passwordCost, backend, label }: VaultStatus): string {
  if (!hasPassword)
    return say`${hear(label ?? '')} opens with your login. A password of your own protects the keys from other programs too, and lets Latchkey lock by itself.`
  const cost = passwordCost === null ? '' : ` ${say`Each guess at it costs ${hear(passwordCost)}.`}`
  const opens =
    backend === 'sealed-file'
      ? say`The only way into the sealed file.`
      : say`Needed on top of ${hear(label ?? '')}.`
  return `${opens}${cost}`
}
