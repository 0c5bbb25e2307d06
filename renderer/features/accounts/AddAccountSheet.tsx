import { Button, Group, NativeSelect } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { Account, CloudKindInfo } from '../../../contract/accounts.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { Sheet } from '../../ui/Sheet.js'
import { useCloseOnLock } from '../vault/use-close-on-lock.js'
import { AccountFormBody } from './AccountFormBody.js'
import { useAccountsChanged } from './account-queries.js'
import { CheckResult } from './CheckResult.js'
import { productChoices, useAccountForm } from './use-account-form.js'

interface Props {
  kinds: CloudKindInfo[]
  onAdded: (account: Account) => void
  onClose: () => void
}

/** Product, name and credentials of a cloud account, tried by a real call before anything is saved. */
export function AddAccountSheet({ kinds, onAdded, onClose }: Props) {
  useCloseOnLock(onClose)
  const form = useAccountForm(kinds)
  const changed = useAccountsChanged()
  const check = useMutation(api.accounts.check.mutationOptions({ gcTime: 0 }))
  const add = useMutation(api.accounts.add.mutationOptions({ gcTime: 0, onSuccess: changed }))
  const lab = useQuery({ ...api.host.info.queryOptions(), staleTime: Number.POSITIVE_INFINITY }).data?.lab
  const failed = add.error ?? check.error

  const submitted = () => {
    return { kind: form.kind.kind, values: form.submitted(), connection: form.connection }
  }
  const test = () => {
    add.reset()
    if (form.submit(false)) check.mutate(submitted())
  }
  const save = () => {
    check.reset()
    if (!form.submit(true)) return
    add.mutate({ ...submitted(), preset: form.preset.id, name: form.name }, { onSuccess: onAdded })
  }

  return (
    <Sheet
      title="Add an account"
      verb="Save account"
      size={560}
      busy={add.isPending}
      disabled={check.isPending}
      problem={failed === null ? undefined : errorInfo(failed)}
      aside={
        <Button variant="default" loading={check.isPending} disabled={add.isPending} onClick={test}>
          Test connection
        </Button>
      }
      onSubmit={save}
      onClose={onClose}
    >
      <Group justify="space-between" align="flex-end" gap="sm">
        <NativeSelect
          label="Which cloud is it?"
          description={form.preset.hint}
          data={productChoices(kinds)}
          value={form.product}
          onChange={(event) => {
            check.reset()
            form.choose(event.currentTarget.value)
          }}
        />
        {lab && (
          <Button variant="light" onClick={() => form.fill(lab.kind, lab.name, lab.values)}>
            Fill in the lab account
          </Button>
        )}
      </Group>
      <AccountFormBody form={form} onChange={check.reset} />
      {check.data !== undefined && <CheckResult check={check.data} />}
    </Sheet>
  )
}
