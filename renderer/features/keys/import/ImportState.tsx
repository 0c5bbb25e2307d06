import { Button, Group } from '@mantine/core'
import type { MouseEvent } from 'react'
import { plural, say } from '../../../../contract/words/say.js'
import { StatusDot } from '../../../ui/StatusDot.js'
import type { Tone } from '../../../ui/tone.js'
import { wantOf } from './found.js'
import { goToRow, type Want } from './go-to-row.js'
import type { Import } from './use-import.js'

/** What the import is at, with the way to stop it; or what it wants of the user, with the way there. */
export function ImportState({ keys, taken }: { keys: Import; taken: string[] }) {
  if (keys.stop !== null) {
    const { stop } = keys
    return (
      <Button variant="default" onClick={() => stop.abort()}>
        {say`Stop`}
      </Button>
    )
  }
  if (keys.reading !== null) return <StatusDot tone="busy">{say`Reading ${keys.reading}`}</StatusDot>
  const wants = keys.rows.map((row) => wantOf(row, keys.rows, taken))
  const count = (want: Want) => wants.filter((one) => one === want).length
  return (
    <Group gap="sm" role="status">
      <Wanted want="attention" tone="danger" words={attentionWords(count('attention'))} />
      <Wanted want="passphrase" tone="idle" words={passphraseWords(count('passphrase'))} />
    </Group>
  )
}

function Wanted({ want, tone, words }: { want: Want; tone: Tone; words: string | null }) {
  if (words === null) return null
  const show = ({ currentTarget: { form } }: MouseEvent<HTMLButtonElement>) => form && goToRow(form, want)
  return (
    <Group gap="sm" mr="sm">
      <StatusDot tone={tone}>{words}</StatusDot>
      <Button variant="default" size="compact-sm" aria-label={say`Show the first: ${words}`} onClick={show}>
        {say`Show`}
      </Button>
    </Group>
  )
}

function attentionWords(count: number): string | null {
  if (count === 0) return null
  return say`${plural(count, '# key needs attention', '# keys need attention')}`
}

function passphraseWords(count: number): string | null {
  if (count === 0) return null
  return say`${plural(count, '# key still needs its passphrase', '# keys still need their passphrase')}`
}
