import { useRef, useState } from 'react'
import type { VaultStatus } from '../../../contract/vault.js'
import { say } from '../../../contract/words/say.js'
import { Consequences } from '../../ui/Consequences.js'
import { SecretInput } from '../../ui/SecretInput.js'
import { Sheet } from '../../ui/Sheet.js'
import { hear } from '../../words/language.js'
import { encryptingAnew, whatRemovingDoes } from './password-words.js'
import { StillWaiting } from './StillWaiting.js'
import { useSetPassword } from './use-set-password.js'

interface Props {
  vault: VaultStatus
  onDone: () => void
  onClose: () => void
}

/** Takes the password off a keychain, and says first what gets weaker. */
export function RemovePasswordSheet({ vault, onDone, onClose }: Props) {
  const [current, setCurrent] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const save = useSetPassword(onDone, () => field.current?.select())
  return (
    <Sheet
      title={say`Remove the password?`}
      verb={say`Remove password`}
      danger
      busy={save.isPending}
      disabled={current === ''}
      problem={save.problem}
      onSubmit={() => save.start({ current, next: null })}
      onClose={() => !save.isPending && onClose()}
    >
      <Consequences sentences={whatRemovingDoes(vault)} />
      <SecretInput
        ref={field}
        label={say`Current password`}
        value={current}
        data-autofocus
        error={hear(save.wrong)}
        onChange={(event) => {
          setCurrent(event.currentTarget.value)
          save.forget()
        }}
      />
      <StillWaiting since={save.isPending}>{encryptingAnew}</StillWaiting>
    </Sheet>
  )
}
