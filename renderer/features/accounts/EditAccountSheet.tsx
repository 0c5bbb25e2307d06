import { useMutation } from '@tanstack/react-query'
import type { Account, CloudKindInfo } from '../../../contract/accounts.js'
import { say } from '../../../contract/words/say.js'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { inSentence } from '../vault/backend-words.js'
import { AccountSheet, type TypedAccount } from './AccountSheet.js'
import { useAccountsChanged } from './account-queries.js'
import { useAccountForm } from './use-account-form.js'

interface Props {
  account: Account
  kind: CloudKindInfo
  onClose: () => void
}

/** Another name, address or credentials. Only another name is saved without asking the cloud. */
export function EditAccountSheet({ account, kind, onClose }: Props) {
  const form = useAccountForm([kind], account)
  const changed = useAccountsChanged()
  const vault = useStream(api.vault.watch, undefined).value
  const edit = useMutation(api.accounts.edit.mutationOptions({ onSuccess: changed }))
  const { id } = account

  const save = (typed: TypedAccount) => {
    const what = isOnlyName(account, typed) ? {} : typed
    edit.mutate({ id, name: form.name, ...what }, { onSuccess: onClose })
  }
  return (
    <AccountSheet
      title={say`Edit ${account.name}`}
      verb={say`Save changes`}
      form={form}
      editedId={id}
      kept={say`Kept in ${inSentence(vault?.label ?? say`the vault`)}; empty leaves it as it is`}
      saving={edit}
      onSave={save}
      onClose={onClose}
    />
  )
}

/** No secret was typed and nothing else is another. */
function isOnlyName(account: Account, typed: TypedAccount): boolean {
  const text = (of: TypedAccount) => {
    const values = Object.entries(of.values).sort(([a], [b]) => a.localeCompare(b))
    return JSON.stringify([values, of.connection.ca, of.connection.ignoresTlsErrors])
  }
  return text(account) === text(typed)
}
