import { Stack } from '@mantine/core'
import { useState } from 'react'
import { say } from '../../../contract/words/say.js'
import { SecretInput } from '../../ui/SecretInput.js'
import { Strength } from '../../ui/Strength.js'

export interface NewPasswords {
  password: string
  again: string
}

interface Props {
  label: string
  /** In a dialog: begins here. */
  focused?: boolean
  value: NewPasswords
  onChange: (value: NewPasswords) => void
  wrong: Partial<Record<keyof NewPasswords, string>>
}

/** A new password, typed twice, with a word on its strength. */
export function NewPassword({ label, focused = false, value, onChange, wrong }: Props) {
  const [left, setLeft] = useState(false)
  const differ = left && value.again !== '' ? checkPasswords(value).again : undefined
  return (
    <Stack gap="md">
      <SecretInput
        label={label}
        data-autofocus={focused || undefined}
        description={say`Several random words are easier to type and harder to guess than one odd word. Without this password, and without a recovery kit, the keys are lost. Keep it in your password manager.`}
        value={value.password}
        error={wrong.password}
        onChange={(event) => onChange({ ...value, password: event.currentTarget.value })}
      />
      <Strength value={value.password} what="password" />
      <SecretInput
        label={say`The same password again`}
        value={value.again}
        error={wrong.again ?? differ}
        onBlur={() => setLeft(true)}
        onChange={(event) => onChange({ ...value, again: event.currentTarget.value })}
      />
    </Stack>
  )
}

/** What is wrong with each field; empty if nothing is. */
export function checkPasswords({ password, again }: NewPasswords): Props['wrong'] {
  if (password === '') return { password: say`Type a password.` }
  return password === again ? {} : { again: say`The two passwords differ.` }
}
