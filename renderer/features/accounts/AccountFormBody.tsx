import { Stack, TextInput } from '@mantine/core'
import { AccountName } from '../../../contract/accounts.js'
import { say } from '../../../contract/words/say.js'
import { wrongWith } from '../../ui/what-is-wrong.js'
import { AccountFields } from './AccountFields.js'
import { ConnectionFields } from './ConnectionFields.js'
import { PastedFile } from './PastedFile.js'
import type { AccountForm } from './use-account-form.js'

interface Props {
  form: AccountForm
  /** What an empty secret field says; without, the field is new. */
  kept?: string
  /** Before the first change after a check: what was found is no longer what would be. */
  onChange: () => void
}

/** Name and fields of an account. */
export function AccountFormBody({ form, kept, onChange }: Props) {
  const changed =
    <A extends unknown[]>(change: (...to: A) => void) =>
    (...to: A) => {
      onChange()
      change(...to)
    }
  return (
    <Stack gap="lg">
      {form.kind.readsPasted && <PastedFile kind={form.kind.kind} onRead={changed(form.take)} />}
      <TextInput
        label={say`Name`}
        description={say`Your own word for this account, in Latchkey only.`}
        placeholder={say`production`}
        value={form.name}
        error={form.left.has('name') ? wrongWith(AccountName, form.name) : undefined}
        data-autofocus
        onBlur={() => form.leave('name')}
        onChange={(event) => form.rename(event.currentTarget.value)}
      />
      <AccountFields
        fields={form.fields}
        values={form.values}
        wrong={form.wrong}
        kept={kept}
        onChange={changed(form.set)}
        onLeave={form.leave}
      />
      <ConnectionFields connection={form.connection} onChange={changed(form.connect)} />
    </Stack>
  )
}
