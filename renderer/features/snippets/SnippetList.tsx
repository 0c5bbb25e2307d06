import { useLayoutEffect, useRef } from 'react'
import type { Snippet } from '../../../contract/snippets.js'
import { say } from '../../../contract/words/say.js'
import classes from './snippets.module.css'

/** The id of the list, and that of an option of it, for the field that has the keyboard. */
export const snippetsShown = 'snippets-shown'
export const snippetOption = ({ id }: Snippet): string => `snippet-${id}`

interface Props {
  snippets: Snippet[]
  current: Snippet | undefined
  onPick: (snippet: Snippet) => void
}

/** Snippets by name and text; nothing where there are none. */
export function SnippetList({ snippets, current, onPick }: Props) {
  const list = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (current !== undefined)
      list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [current])
  if (snippets.length === 0) return null
  return (
    <div className={classes.rows}>
      <div ref={list} id={snippetsShown} role="listbox" aria-label={say`Snippets`}>
        {snippets.map((snippet) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field above
          <div
            key={snippet.id}
            id={snippetOption(snippet)}
            role="option"
            tabIndex={-1}
            aria-selected={snippet === current}
            className={classes.row}
            onClick={() => onPick(snippet)}
          >
            <span className={classes.name}>{snippet.name}</span>
            <code className={classes.text}>{snippet.text}</code>
          </div>
        ))}
      </div>
    </div>
  )
}
