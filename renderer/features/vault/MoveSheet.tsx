import { useState } from 'react'
import type { BackendChoice, VaultStatus } from '../../../contract/vault.js'
import { say } from '../../../contract/words/say.js'
import { Consequences } from '../../ui/Consequences.js'
import { Dialog } from '../../ui/Dialog.js'
import { SecretInput } from '../../ui/SecretInput.js'
import { Sheet } from '../../ui/Sheet.js'
import { hear } from '../../words/language.js'
import { MoveProgress } from './MoveProgress.js'
import { moveVerb, whatMovingDoes } from './move-words.js'
import { checkPasswords, NewPassword, type NewPasswords } from './NewPassword.js'
import { OwnPassword } from './OwnPassword.js'
import type { Move } from './use-move.js'

interface Props {
  vault: VaultStatus
  to: BackendChoice
  move: Move
  onClose: () => void
}

/** Moves the vault to another place: says what that means, asks for what protects it, and shows how far it is. */
export function MoveSheet({ vault, to, move, onClose }: Props) {
  const form = useMoveForm(vault, to)
  const running = vault.move?.state === 'running' ? vault.move : undefined
  if (running !== undefined && move.isPending) {
    return (
      <Dialog title={moveVerb(to)} onClose={onClose}>
        <MoveProgress move={running} onHide={onClose} />
      </Dialog>
    )
  }
  const submit = () => {
    const input = form.submit()
    if (input !== null && !move.isPending) move.start(input)
  }
  return (
    <Sheet
      title={moveVerb(to)}
      verb={say`Move`}
      size={560}
      busy={move.isPending}
      problem={move.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      <Consequences sentences={whatMovingDoes(vault, to, form.withPassword)} />
      <Fields vault={vault} to={to} form={form} move={move} />
    </Sheet>
  )
}

function Fields({ vault, to, form, move }: Omit<Props, 'onClose'> & { form: MoveForm }) {
  const changing = <T,>(set: (value: T) => void) => {
    return (value: T) => {
      set(value)
      move.forget()
    }
  }
  const { wrong } = form
  return (
    <>
      {vault.hasPassword && (
        <SecretInput
          label={say`Current password`}
          value={form.current}
          data-autofocus
          error={hear(move.wrong) ?? wrong.current}
          onChange={(event) => changing(form.setCurrent)(event.currentTarget.value)}
        />
      )}
      {!to.needsPassword && <OwnPassword checked={form.own} onChange={form.setOwn} />}
      {form.withPassword && (
        <NewPassword
          label={to.needsPassword ? say`Password of the sealed file` : say`New password`}
          focused={!vault.hasPassword}
          value={form.next}
          onChange={changing(form.setNext)}
          wrong={{ ...(move.weak !== undefined && { password: hear(move.weak) }), ...wrong.next }}
        />
      )}
    </>
  )
}

function useMoveForm({ hasPassword }: VaultStatus, { backend, needsPassword }: BackendChoice) {
  const [current, setCurrent] = useState('')
  const [own, setOwn] = useState(hasPassword)
  const [next, setNext] = useState<NewPasswords>({ password: '', again: '' })
  const [submitted, setSubmitted] = useState(false)
  const withPassword = needsPassword || own
  const missing = hasPassword && current === '' ? say`Type the current password.` : undefined
  const wrongNext = withPassword ? checkPasswords(next) : {}
  return {
    ...{ current, own, next, withPassword, setCurrent, setOwn, setNext },
    wrong: submitted ? { current: missing, next: wrongNext } : { current: undefined, next: {} },
    /** Null where something is missing, which is told from then on. */
    submit() {
      setSubmitted(true)
      if (missing !== undefined || Object.keys(wrongNext).length > 0) return null
      return {
        to: backend,
        ...(hasPassword && { current }),
        ...(withPassword && { password: next.password }),
      }
    },
  }
}

type MoveForm = ReturnType<typeof useMoveForm>
