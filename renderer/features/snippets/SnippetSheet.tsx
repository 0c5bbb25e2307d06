import { Button, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Snippet } from '../../../contract/snippets.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { Sheet } from '../../ui/Sheet.js'
import { wrongIn } from '../../ui/what-is-wrong.js'
import { tellDone } from '../undo/last-done.js'
import classes from './snippets.module.css'
import { putSnippetBack, useSnippets } from './use-snippets.js'

const Typed = Snippet.pick({ name: true, text: true })

/** Makes a snippet, or changes one. */
export function SnippetSheet({ snippet, onClose }: { snippet: Snippet | null; onClose: () => void }) {
  const { save, remove } = useSnippets()
  const [name, setName] = useState(snippet?.name ?? '')
  const [text, setText] = useState(snippet?.text ?? '')
  const [tried, setTried] = useState(false)
  const read = Typed.safeParse({ name, text })
  const wrong = (field: 'name' | 'text') =>
    tried ? wrongIn(Typed, { name, text }).find(({ path }) => path[0] === field)?.message : undefined
  const submit = () => {
    setTried(true)
    if (!read.success) return
    save.mutate({ ...read.data, ...(snippet === null ? {} : { id: snippet.id }) }, { onSuccess: onClose })
  }
  const drop = (one: Snippet) =>
    remove.mutate(
      { id: one.id },
      {
        onSuccess() {
          const text = say`The snippet ${one.name} is deleted.`
          tellDone({ place: 'snippets', text, undo: () => putSnippetBack(one) })
          onClose()
        },
      },
    )
  const failed = save.error ?? remove.error
  return (
    <Sheet
      title={snippet === null ? say`New snippet` : say`Edit ${snippet.name}`}
      verb={say`Save`}
      size={560}
      busy={save.isPending || remove.isPending}
      problem={failed === null ? undefined : errorInfo(failed)}
      aside={
        snippet !== null && (
          <Button variant="default" onClick={() => drop(snippet)}>
            {say`Delete`}
          </Button>
        )
      }
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label={say`Name`}
        data-autofocus
        value={name}
        error={wrong('name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Textarea
        label={say`Text`}
        description={say`{{name}} is asked for when you use it, {{name=default}} with something to begin with.`}
        autosize
        minRows={3}
        maxRows={12}
        spellCheck={false}
        classNames={{ input: classes.code ?? '' }}
        value={text}
        error={wrong('text')}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <p className={classes.dim}>
        {say`Snippets are kept as they are, and are in backups: leave passwords and tokens out.`}
      </p>
    </Sheet>
  )
}
