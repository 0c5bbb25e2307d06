import { Button, Group, NativeSelect } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { Account, CloudKindInfo } from '../../../contract/accounts.js'
import { say } from '../../../contract/words/say.js'
import { api } from '../../api/queries.js'
import { hear } from '../../words/language.js'
import { AccountSheet } from './AccountSheet.js'
import { useAccountsChanged } from './account-queries.js'
import { productChoices, useAccountForm } from './use-account-form.js'

interface Props {
  kinds: CloudKindInfo[]
  onAdded: (account: Account) => void
  onClose: () => void
}

/** Product, name and credentials of a cloud account, tried by a real call before anything is saved. */
export function AddAccountSheet({ kinds, onAdded, onClose }: Props) {
  const form = useAccountForm(kinds)
  const changed = useAccountsChanged()
  const add = useMutation(api.accounts.add.mutationOptions({ onSuccess: changed }))
  const lab = useQuery({ ...api.host.info.queryOptions(), staleTime: Number.POSITIVE_INFINITY }).data?.lab
  const { kind, preset, name } = form

  return (
    <AccountSheet
      title={say`Add an account`}
      verb={say`Save account`}
      form={form}
      saving={add}
      onSave={(typed) =>
        add.mutate({ ...typed, kind: kind.kind, preset: preset.id, name }, { onSuccess: onAdded })
      }
      onClose={onClose}
      head={(onChange) => (
        <Group justify="space-between" align="flex-end" gap="sm">
          <NativeSelect
            label={say`Which cloud is it?`}
            description={hear(preset.hint)}
            data={productChoices(kinds)}
            value={form.product}
            onChange={(event) => {
              onChange()
              form.choose(event.currentTarget.value)
            }}
          />
          {lab && (
            <Button variant="light" onClick={() => form.fill(lab.kind, lab.name, lab.values)}>
              {say`Fill in the lab account`}
            </Button>
          )}
        </Group>
      )}
    />
  )
}
