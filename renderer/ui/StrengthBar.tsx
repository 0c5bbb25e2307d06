import { Progress, Text } from '@mantine/core'
import { say } from '../../contract/words/say.js'
import { passwordStrength } from './strength.js'

interface Props {
  /** A password or a passphrase. */
  value: string
  what: 'password' | 'passphrase'
}

const none = { password: say`No password yet`, passphrase: say`No passphrase yet` }
const colours = ['gray', 'red', 'yellow', 'accent', 'accent'] as const

/** Comes with large lists of words: shown through `Strength`, which loads it when it is first needed. */
export function StrengthBar({ value, what }: Props) {
  const { score, words } = passwordStrength(value)
  return (
    <div aria-live="polite">
      <Progress
        value={score * 25}
        color={colours[score]}
        size={4}
        aria-label={what === 'password' ? say`Strength of the password` : say`Strength of the passphrase`}
      />
      <Text size="xs" c="dimmed" mt="xs">
        {words === '' ? none[what] : say`Strength: ${words}`}
      </Text>
    </div>
  )
}
