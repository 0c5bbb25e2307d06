import { Checkbox, Stack } from '@mantine/core'
import type { ChosenWay } from '../../../contract/remedies.js'
import { say } from '../../../contract/words/say.js'
import type { FieldsProps } from './connection-form.js'

const ways: { way: ChosenWay; label: string; description: string }[] = [
  {
    way: 'agent',
    label: say`My own SSH agent`,
    description: say`All its keys in its order. Some servers end a login after a few.`,
  },
  {
    way: 'prompts',
    label: say`What the server asks`,
    description: say`Codes, second factors, a new password: each is asked here when it wants it.`,
  },
  { way: 'password', label: say`Password`, description: say`Asked each time, never kept.` },
]

/** What may be tried beside the bound key. */
export function WayFields({ form, set }: FieldsProps) {
  const chosen = ways.filter(({ way }) => form.ways[way]).map(({ way }) => way)
  const choose = (now: string[]) =>
    set({
      ways: {
        agent: now.includes('agent'),
        prompts: now.includes('prompts'),
        password: now.includes('password'),
      },
    })
  return (
    <Checkbox.Group
      label={say`Other ways in`}
      description={say`Exactly the bound key is offered first, then only what is ticked here. Without a bound key, only this.`}
      value={chosen}
      onChange={choose}
    >
      <Stack gap="xs" mt="xs">
        {ways.map(({ way, label, description }) => (
          <Checkbox key={way} value={way} label={label} description={description} />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
