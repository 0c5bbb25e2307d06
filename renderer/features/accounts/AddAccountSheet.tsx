import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type Account, AccountName, type CloudKindInfo } from '../../../contract/accounts.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { Fact } from '../../ui/DetailsPanel.js'
import { Sheet } from '../../ui/Sheet.js'
import { useCloseOnLock } from '../vault/use-close-on-lock.js'
import { AccountFields } from './AccountFields.js'
import { useAccountsChanged } from './account-queries.js'
import { CheckResult } from './CheckResult.js'
import { useAccountForm } from './use-account-form.js'

interface Props {
  kinds: CloudKindInfo[]
  onAdded: (account: Account) => void
  onClose: () => void
}

/** Name and credentials of a cloud account, tried by a real call before anything is saved. */
export function AddAccountSheet({ kinds, onAdded, onClose }: Props) {
  useCloseOnLock(onClose)
  const form = useAccountForm(kinds)
  const changed = useAccountsChanged()
  const check = useMutation(api.accounts.check.mutationOptions({ gcTime: 0 }))
  const add = useMutation(api.accounts.add.mutationOptions({ gcTime: 0, onSuccess: changed }))
  const lab = useQuery({ ...api.host.info.queryOptions(), staleTime: Number.POSITIVE_INFINITY }).data?.lab
  const failed = add.error ?? check.error

  const test = () => {
    add.reset()
    if (form.submit(false)) check.mutate({ kind: form.kind.kind, values: form.trimmed() })
  }
  const save = () => {
    check.reset()
    if (!form.submit(true)) return
    add.mutate({ kind: form.kind.kind, name: form.name, values: form.trimmed() }, { onSuccess: onAdded })
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
        {kinds.length > 1 ? (
          <NativeSelect
            label="Cloud"
            description={form.kind.hint}
            data={kinds.map(({ kind, label }) => ({ value: kind, label }))}
            value={form.kind.kind}
            onChange={(event) => form.choose(event.currentTarget.value)}
          />
        ) : (
          <Fact label={form.kind.label}>{form.kind.hint}</Fact>
        )}
        {lab && (
          <Button variant="light" onClick={() => form.fill(lab.name, lab.values)}>
            Fill in the lab account
          </Button>
        )}
      </Group>
      <TextInput
        label="Name"
        description="Your own word for this account, in Latchkey only."
        placeholder="production"
        value={form.name}
        error={form.left.has('name') ? AccountName.safeParse(form.name).error?.issues[0]?.message : undefined}
        data-autofocus
        onBlur={() => form.leave('name')}
        onChange={(event) => form.rename(event.currentTarget.value)}
      />
      <AccountFields
        fields={form.kind.fields}
        values={form.values}
        wrong={form.wrong}
        onChange={form.set}
        onLeave={form.leave}
      />
      {check.data !== undefined && <CheckResult check={check.data} />}
    </Sheet>
  )
}
