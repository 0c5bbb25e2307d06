import { Checkbox } from '@mantine/core'
import { say } from '../../../contract/words/say.js'

interface Props {
  checked: boolean
  onChange: (checked: boolean) => void
}

/** Whether a keychain gets a password of the user's on top. */
export function OwnPassword({ checked, onChange }: Props) {
  return (
    <Checkbox
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
      label={say`Also ask for a password of your own`}
      description={say`Then the keychain alone opens nothing, and Latchkey can lock by itself when you are away. You type it at each start; you can set, change or remove it later in the settings.`}
    />
  )
}
