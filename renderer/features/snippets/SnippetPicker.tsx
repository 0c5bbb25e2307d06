import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core'
import { IconPencil, IconPlus } from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import type { Snippet } from '../../../contract/snippets.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { Dialog } from '../../ui/Dialog.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { LastDone } from '../undo/LastDone.js'
import { SnippetList, snippetOption, snippetsShown } from './SnippetList.js'
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

/** Picks a snippet, or makes one, and then asks how it is to be used. */
export function SnippetPicker({ into, bracketed, onUse, onClose }: Props) {
  const [picked, setPicked] = useState<Snippet | null>(null)
  const [editing, setEditing] = useState<Snippet | 'new' | null>(null)
  if (editing !== null)
    return <SnippetSheet snippet={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
  if (picked !== null && into !== null)
    return <UseSnippet snippet={picked} into={into} bracketed={bracketed} onUse={onUse} onClose={onClose} />
  return (
    <FindSnippet
      usable={into !== null}
      onPick={setPicked}
      onNew={() => setEditing('new')}
      onEdit={setEditing}
      onClose={onClose}
    />
  )
}

interface FindProps {
  /** There is a shell that takes it. */
  usable: boolean
  onPick: (snippet: Snippet) => void
  onNew: () => void
  onEdit: (snippet: Snippet) => void
  onClose: () => void
}

/** The list of them: one types a part of one, and Enter. */
function FindSnippet({ usable, onPick, onNew, onEdit, onClose }: FindProps) {
  const { list } = useSnippets()
  const [search, setSearch] = useState('')
  const [at, setAt] = useState(0)
  const shown = (list.data ?? []).filter((snippet) => matches(snippet, search))
  const current = shown[Math.min(at, shown.length - 1)]
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) setAt(Math.min(Math.max(at + step, 0), shown.length - 1))
    else if (event.key === 'Enter' && current !== undefined && usable) onPick(current)
    else return
    event.preventDefault()
  }
  return (
    <Dialog title={say`Snippets`} size={560} onClose={onClose}>
      <TextInput
        aria-label={say`Find a snippet`}
        placeholder={say`Find a snippet`}
        data-autofocus
        role="combobox"
        aria-expanded={shown.length > 0}
        aria-controls={snippetsShown}
        aria-activedescendant={current === undefined ? undefined : snippetOption(current)}
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={onKey}
      />
      {list.error !== null && <ErrorMessage problem={errorInfo(list.error)} />}
      <SnippetList snippets={shown} current={current} onPick={onPick} />
      {list.data !== undefined && shown.length === 0 && (
        <p className={classes.dim}>
          {search === ''
            ? say`Commands that you use again and again can be kept here.`
            : say`No snippet has that.`}
        </p>
      )}
      <LastDone place="snippets" />
      {!usable && <p className={classes.dim}>{NOT_USABLE}</p>}
      <div className={classes.footer}>
        <Button variant="default" leftSection={<IconPlus size={16} />} onClick={onNew}>
          {say`New snippet`}
        </Button>
        {current !== undefined && (
          <Tooltip label={say`Edit ${current.name}`}>
            <ActionIcon aria-label={say`Edit ${current.name}`} onClick={() => onEdit(current)}>
              <IconPencil size={16} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
    </Dialog>
  )
}

const NOT_USABLE = say`No shell is connected here: snippets can be made and changed, and typed once one is.`

function matches({ name, text }: Snippet, search: string): boolean {
  const all = `${name}\n${text}`.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word))
}
