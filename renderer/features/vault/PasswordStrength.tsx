import { Progress, Text } from '@mantine/core'
import { passwordStrength } from './strength.js'

const colours = ['gray', 'red', 'yellow', 'accent', 'accent'] as const

/** A bar and a word on how hard a password is to guess. Loaded when it is first shown: its word lists are large. */
export function PasswordStrength({ password }: { password: string }) {
  const { score, words } = passwordStrength(password)
  return (
    <div aria-live="polite">
      <Progress value={score * 25} color={colours[score]} size={4} aria-label="Strength of the password" />
      <Text size="xs" c="dimmed" mt="xs">
        {words === '' ? 'No password yet' : `Strength: ${words}`}
      </Text>
    </div>
  )
}
