import { type KeyboardEvent, useId, useMemo, useRef } from 'react'
import { say } from '../../../contract/words/say.js'
import classes from './dialogs.module.css'

interface Props {
  text: string
  readOnly: boolean
  onChange: (text: string) => void
  /** Ctrl+S. */
  onSave: () => void
}

/** A text with the numbers of its lines. Tab writes a tab; Shift+Tab leaves. */
export function Editor({ text, readOnly, onChange, onSave }: Props) {
  const hint = useId()
  const numbers = useRef<HTMLPreElement>(null)
  const lines = useMemo(() => text.split('\n').length, [text])
  const column = useMemo(() => Array.from({ length: lines }, (_, n) => n + 1).join('\n'), [lines])
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const command = event.ctrlKey || event.metaKey
    if (command && event.key.toLowerCase() === 's') {
      event.preventDefault()
      onSave()
    }
    if (event.key !== 'Tab' || event.shiftKey || command || event.altKey || readOnly) return
    event.preventDefault()
    const { currentTarget } = event
    // Deprecated and without a successor: what else writes into a field can not be undone there.
    document.execCommand('insertText', false, '\t')
    onChange(currentTarget.value)
  }
  return (
    <>
      <div className={classes.editor}>
        <pre ref={numbers} aria-hidden>
          {column}
        </pre>
        <textarea
          aria-label={say`Text of the file`}
          aria-describedby={hint}
          data-autofocus
          value={text}
          readOnly={readOnly}
          wrap="off"
          spellCheck={false}
          autoComplete="off"
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
          onScroll={({ currentTarget }) => numbers.current?.scrollTo({ top: currentTarget.scrollTop })}
          onKeyDown={onKeyDown}
        />
      </div>
      {!readOnly && (
        <p id={hint} className={classes.change}>{say`Tab writes a tab. Shift+Tab leaves the text.`}</p>
      )}
    </>
  )
}
