import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core'
import { IconPencil, IconPlus } from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import type { Snippet } from '../../../contract/snippets.js'
import { errorInfo } from '../../api/errors.js'
import { Dialog } from '../../ui/Dialog.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { SnippetSheet } from './SnippetSheet.js'
import classes from './snippets.module.css'
import { UseSnippet } from './UseSnippet.js'
import { useSnippets } from './use-snippets.js'

interface Props {
  /** The name of the instance; null where nothing can be typed now. */
  into: string | null
  bracketed: boolean
  /** Types it into the terminal; `run`: with Enter after it. */
  onUse: (text: string, run: boolean) => void
  onClose: () => void
}

/** A list to pick a snippet from, by typing a part of it and Enter. */
export function SnippetPicker({ into, bracketed, onUse, onClose }: Props) {
  const { list } = useSnippets()
  const [search, setSearch] = useState('')
  const [at, setAt] = useState(0)
  const [picked, setPicked] = useState<Snippet | null>(null)
  const [editing, setEditing] = useState<Snippet | 'new' | null>(null)
  const shown = (list.data ?? []).filter((snippet) => matches(snippet, search))
  const current = shown[Math.min(at, shown.length - 1)]

  if (editing !== null)
    return <SnippetSheet snippet={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
  if (picked !== null && into !== null)
    return <UseSnippet snippet={picked} into={into} bracketed={bracketed} onUse={onUse} onClose={onClose} />
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) setAt(Math.min(Math.max(at + step, 0), shown.length - 1))
    else if (event.key === 'Enter' && current !== undefined && into !== null) setPicked(current)
    else return
    event.preventDefault()
  }
  return (
    <Dialog title="Snippets" size={560} onClose={onClose}>
      <TextInput
        aria-label="Find a snippet"
        placeholder="Find a snippet"
        data-autofocus
        role="combobox"
        aria-expanded={shown.length > 0}
        aria-controls="snippets-shown"
        aria-activedescendant={current === undefined ? undefined : `snippet-${current.id}`}
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={onKey}
      />
      {list.error !== null && <ErrorMessage problem={errorInfo(list.error)} />}
      {shown.length > 0 && (
        <div className={classes.rows}>
          <div id="snippets-shown" role="listbox" aria-label="Snippets" className={classes.list}>
            {shown.map((snippet) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field above
              <div
                key={snippet.id}
                id={`snippet-${snippet.id}`}
                role="option"
                tabIndex={-1}
                aria-selected={snippet === current}
                className={classes.row}
                onClick={() => setPicked(snippet)}
              >
                <span className={classes.name}>{snippet.name}</span>
                <code className={classes.text}>{snippet.text}</code>
              </div>
            ))}
          </div>
        </div>
      )}
      {list.data !== undefined && shown.length === 0 && (
        <p className={classes.dim}>
          {search === '' ? 'Commands that you use again and again can be kept here.' : 'No snippet has that.'}
        </p>
      )}
      <div className={classes.footer}>
        <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
          New snippet
        </Button>
        {current !== undefined && (
          <Tooltip label={`Edit ${current.name}`}>
            <ActionIcon aria-label={`Edit ${current.name}`} onClick={() => setEditing(current)}>
              <IconPencil size={16} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
    </Dialog>
  )
}

function matches({ name, text }: Snippet, search: string): boolean {
  const all = `${name}\n${text}`.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word))
}
