import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { Account, CloudKindInfo } from '../../../contract/accounts.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { Sheet } from '../../ui/Sheet.js'
import { inSentence } from '../vault/backend-words.js'
import { useCloseOnLock } from '../vault/use-close-on-lock.js'
import { AccountFormBody } from './AccountFormBody.js'
import { useAccountsChanged } from './account-queries.js'
import { CheckResult } from './CheckResult.js'
import { useAccountForm } from './use-account-form.js'

interface Props {
  account: Account
  kind: CloudKindInfo
  onClose: () => void
}

/** Another name, address or credentials. Only another name is saved without asking the cloud. */
export function EditAccountSheet({ account, kind, onClose }: Props) {
  useCloseOnLock(onClose)
  const form = useAccountForm([kind], account)
  const changed = useAccountsChanged()
  const vault = useStream(api.vault.watch, undefined).value
  const check = useMutation(api.accounts.check.mutationOptions({ gcTime: 0 }))
  const edit = useMutation(api.accounts.edit.mutationOptions({ gcTime: 0, onSuccess: changed }))
  const failed = edit.error ?? check.error
  const { id } = account

  const typed = () => ({ values: form.submitted(), connection: form.connection })
  const test = () => {
    edit.reset()
    if (form.submit(false)) check.mutate({ id, kind: kind.kind, ...typed() })
  }
  const save = () => {
    check.reset()
    if (!form.submit(true)) return
    const what = isOnlyName(account, typed()) ? {} : typed()
    edit.mutate({ id, name: form.name, ...what }, { onSuccess: onClose })
  }

  return (
    <Sheet
      title={`Edit ${account.name}`}
      verb="Save changes"
      size={560}
      busy={edit.isPending}
      disabled={check.isPending}
      problem={failed === null ? undefined : errorInfo(failed)}
      aside={
        <Button variant="default" loading={check.isPending} disabled={edit.isPending} onClick={test}>
          Test connection
        </Button>
      }
      onSubmit={save}
      onClose={onClose}
    >
      <AccountFormBody
        form={form}
        kept={`Kept in ${inSentence(vault?.label ?? 'the vault')}; empty leaves it as it is`}
        onChange={check.reset}
      />
      {check.data !== undefined && <CheckResult check={check.data} />}
    </Sheet>
  )
}

/** No secret was typed and nothing else is another. */
function isOnlyName(account: Account, typed: Pick<Account, 'values' | 'connection'>): boolean {
  const text = (of: Pick<Account, 'values' | 'connection'>) => {
    const values = Object.entries(of.values).sort(([a], [b]) => a.localeCompare(b))
    return JSON.stringify([values, of.connection.ca, of.connection.ignoresTlsErrors])
  }
  return text(account) === text(typed)
}
