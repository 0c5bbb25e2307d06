import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { AccountConnection } from '../../../contract/accounts.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { Sheet } from '../../ui/Sheet.js'
import { useCloseOnLock } from '../vault/use-close-on-lock.js'
import { AccountFormBody } from './AccountFormBody.js'
import { CheckResult } from './CheckResult.js'
import type { AccountForm } from './use-account-form.js'

interface Props {
  title: string
  verb: string
  form: AccountForm
  /** The account that is edited: what is left empty is tried with the credentials that the vault has of it. */
  editedId?: string
  /** What an empty secret field says; without, the field is new. */
  kept?: string
  saving: { isPending: boolean; error: Error | null; reset: () => void }
  onSave: (typed: TypedAccount) => void
  onClose: () => void
  /** Gets what to call before the first change after a check. */
  head?: (onChange: () => void) => ReactNode
}

export interface TypedAccount {
  values: Record<string, string>
  connection: AccountConnection
}

/** The form of an account, new or not, with the button that tries what was typed by a real call. */
export function AccountSheet(props: Props) {
  const { title, verb, form, editedId, kept, saving, onSave, onClose, head } = props
  useCloseOnLock(onClose)
  const check = useMutation(api.accounts.check.mutationOptions())
  const failed = saving.error ?? check.error
  const typed = (): TypedAccount => ({ values: form.submitted(), connection: form.connection })
  const test = () => {
    saving.reset()
    const of = editedId === undefined ? {} : { id: editedId }
    if (form.submit(false)) check.mutate({ ...of, kind: form.kind.kind, ...typed() })
  }
  const save = () => {
    check.reset()
    if (form.submit(true)) onSave(typed())
  }
  return (
    <Sheet
      title={title}
      verb={verb}
      size={560}
      busy={saving.isPending}
      disabled={check.isPending}
      problem={failed === null ? undefined : errorInfo(failed)}
      result={check.data !== undefined && <CheckResult check={check.data} />}
      aside={
        <Button
          variant="default"
          loading={check.isPending}
          disabled={saving.isPending}
          data-submits
          onClick={test}
        >
          {say`Test connection`}
        </Button>
      }
      onSubmit={save}
      onClose={onClose}
    >
      {head?.(check.reset)}
      <AccountFormBody form={form} {...(kept !== undefined && { kept })} onChange={check.reset} />
    </Sheet>
  )
}
