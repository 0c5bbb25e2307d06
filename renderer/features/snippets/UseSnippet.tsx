import { Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Snippet } from '../../../contract/snippets.js'
import { say } from '../../../contract/words/say.js'
import { Sheet } from '../../ui/Sheet.js'
import { fillIn, placeholdersIn } from './placeholders.js'
import classes from './snippets.module.css'

interface Props {
  snippet: Snippet
  into: string
  /** The program is told that lines are pasted; otherwise each runs as it is typed. */
  bracketed: boolean
  onUse: (text: string, run: boolean) => void
  onClose: () => void
}

/** What was filled in last, by the placeholder's name, until the vault is locked or the window goes. */
const remembered = new Map<string, string>()

/** Somebody will have named one "password". */
export function forgetFilledIn(): void {
  remembered.clear()
}

/** Shows what will be typed, asks for what it lacks, and types it. */
export function UseSnippet({ snippet, into, bracketed, onUse, onClose }: Props) {
  const asked = placeholdersIn(snippet.text)
  const [values, setValues] = useState(
    () => new Map(asked.map(({ name, preset }) => [name, remembered.get(name) ?? preset])),
  )
  const [run, setRun] = useState(false)
  const text = fillIn(snippet.text, values)
  const missing = asked.some(({ name }) => values.get(name) === '')
  const use = () => {
    for (const [name, value] of values) remembered.set(name, value)
    onUse(text, run)
    onClose()
  }
  return (
    <Sheet
      title={say`${snippet.name} into ${into}`}
      verb={run ? say`Run` : 'Insert'}
      size={560}
      disabled={missing}
      onSubmit={use}
      onClose={onClose}
    >
      {asked.map(({ name }, n) => (
        <TextInput
          key={name}
          label={name}
          spellCheck={false}
          autoComplete="off"
          data-autofocus={n === 0 || undefined}
          value={values.get(name) ?? ''}
          onChange={(event) => setValues(new Map(values).set(name, event.currentTarget.value))}
        />
      ))}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls is reached by keyboard */}
      <pre className={classes.preview} tabIndex={0}>
        {text}
      </pre>
      {text.includes('\n') && !bracketed && (
        <p className={classes.dim}>{say`Each line but the last runs as soon as it is typed.`}</p>
      )}
      <Checkbox
        label={say`Press Enter after it, so that it runs`}
        checked={run}
        data-autofocus={asked.length === 0 || undefined}
        onChange={(event) => setRun(event.currentTarget.checked)}
      />
    </Sheet>
  )
}
