import { useRef, useState } from 'react'
import type { VaultStatus } from '../../../contract/vault.js'
import { say } from '../../../contract/words/say.js'
import { Consequences } from '../../ui/Consequences.js'
import { SecretInput } from '../../ui/SecretInput.js'
import { Sheet } from '../../ui/Sheet.js'
import { hear } from '../../words/language.js'
import { slowedDown } from './lock-words.js'
import { checkPasswords, NewPassword, type NewPasswords } from './NewPassword.js'
import { encryptingAnew, whatChangingDoes, whatSettingDoes } from './password-words.js'
import { StillWaiting } from './StillWaiting.js'
import { useSetPassword } from './use-set-password.js'

interface Props {
  vault: VaultStatus
  onDone: () => void
  onClose: () => void
}

/** Sets the vault's first password, or changes the one it has. */
export function PasswordSheet({ vault, onDone, onClose }: Props) {
  const { hasPassword } = vault
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState<NewPasswords>({ password: '', again: '' })
  const [submitted, setSubmitted] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const save = useSetPassword(onDone, () => field.current?.select())
  const missing = hasPassword && current === '' ? say`Type the current password.` : undefined
  const wrong = checkPasswords(next)

  const submit = () => {
    setSubmitted(true)
    if (missing !== undefined || Object.keys(wrong).length > 0) return
    save.start({ next: next.password, ...(hasPassword ? { current } : {}) })
  }

  return (
    <Sheet
      title={hasPassword ? say`Change the password` : say`Set a password`}
      verb={hasPassword ? say`Change password` : say`Set password`}
      busy={save.isPending}
      problem={save.problem}
      onSubmit={submit}
      onClose={() => !save.isPending && onClose()}
    >
      {hasPassword && (
        <SecretInput
          ref={field}
          label={say`Current password`}
          value={current}
          data-autofocus
          error={hear(save.wrong) ?? (submitted ? missing : undefined)}
          onChange={(event) => {
            setCurrent(event.currentTarget.value)
            save.forget()
          }}
        />
      )}
      <NewPassword
        label={say`New password`}
        focused={!hasPassword}
        value={next}
        onChange={(value) => {
          setNext(value)
          save.forget()
        }}
        wrong={{
          ...(save.weak === undefined ? {} : { password: hear(save.weak) }),
          ...(submitted ? wrong : {}),
        }}
      />
      <Consequences sentences={hasPassword ? whatChangingDoes(vault) : whatSettingDoes(vault)} />
      <StillWaiting since={save.isPending}>{hasPassword ? slowedDown : encryptingAnew}</StillWaiting>
    </Sheet>
  )
}
