import { Checkbox, Group, NumberInput, Select, Stack } from '@mantine/core'
import type { ConnectionOptions } from '../../../contract/connection.js'
import { say } from '../../../contract/words/say.js'
import type { FieldsProps } from './connection-form.js'

const families = [
  { value: 'any', label: say`IPv4 or IPv6` },
  { value: 'ipv4', label: 'IPv4 only' },
  { value: 'ipv6', label: 'IPv6 only' },
]

/** What concerns the network. */
export function TransportFields({ form, problems, set }: FieldsProps) {
  const seconds = (field: 'keepAliveSeconds' | 'connectSeconds') => ({
    value: form[field],
    error: problems[field],
    onChange: (value: string | number) => set({ [field]: value === '' ? Number.NaN : Number(value) }),
    suffix: ' s',
    allowDecimal: false,
    allowNegative: false,
  })
  return (
    <Stack gap="sm" mt="xs">
      <Group gap="sm" grow align="flex-start">
        <NumberInput
          label={say`Keep-alive`}
          description={say`How often a silent server is asked whether it is there; 0 for never.`}
          {...seconds('keepAliveSeconds')}
        />
        <NumberInput
          label={say`Time limit`}
          description={say`For connecting, and again for the login. Your typing is not counted.`}
          {...seconds('connectSeconds')}
        />
      </Group>
      <Select
        label={say`Address family`}
        data={families}
        value={form.addressFamily}
        onChange={(value) => set({ addressFamily: (value ?? 'any') as ConnectionOptions['addressFamily'] })}
        allowDeselect={false}
      />
      <Checkbox
        label={say`Compress`}
        description={say`Helps on slow lines only; on fast ones it costs speed.`}
        checked={form.compression}
        onChange={(event) => set({ compression: event.currentTarget.checked })}
      />
    </Stack>
  )
}
