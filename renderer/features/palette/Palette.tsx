import { VisuallyHidden } from '@mantine/core'
import { useWindowEvent } from '@mantine/hooks'
import { type KeyboardEvent, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { ErrorInfo } from '../../../contract/errors.js'
import { numberText, plural, say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { Dialog } from '../../ui/Dialog.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { rich } from '../../words/rich.js'
import { useStore } from '../store.js'
import type { Found } from './find-items.js'
import classes from './Palette.module.css'
import { PaletteList } from './PaletteList.js'
import type { PaletteItem } from './palette-item.js'
import { isPaletteKey, paletteKey } from './palette-key.js'
import { paletteOpen, togglePalette } from './palette-store.js'
import { usePaletteItems } from './use-palette-items.js'

/** More are not looked through: one types another letter. */
const MOST_SHOWN = 50

/** Finds everything by its name and leads to it: Ctrl+K. Nothing while a dialog waits for an answer. */
export function Palette({ covered }: { covered: boolean }) {
  const open = useStore(paletteOpen)
  const [problem, setProblem] = useState<ErrorInfo | null>(null)
  useWindowEvent(
    'keydown',
    (event) => {
      const inTerminal = event.target instanceof Element && event.target.closest('.xterm') !== null
      if (covered || !isPaletteKey(event, inTerminal)) return
      event.preventDefault()
      event.stopPropagation()
      if (open || document.querySelector('[role="dialog"], [role="alertdialog"]') === null) togglePalette()
    },
    { capture: true },
  )
  if (!open || covered) return null
  const close = () => {
    setProblem(null)
    paletteOpen.change(() => false)
  }
  /** First the keyboard goes back to where it was; where that leads elsewhere, it takes it from there. */
  const act = (work: () => void | Promise<void>) => {
    flushSync(close)
    Promise.resolve(work()).catch((error) => {
      setProblem(errorInfo(error))
      paletteOpen.change(() => true)
    })
  }
  return (
    <Dialog
      title={say`Go to or do anything`}
      onClose={close}
      withCloseButton={false}
      centered={false}
      yOffset="10vh"
      size={640}
      padding={0}
      classNames={{ header: classes.hidden ?? '', content: classes.content ?? '', body: classes.body ?? '' }}
    >
      {problem !== null && <ErrorMessage problem={problem} />}
      <Search onAct={act} />
    </Dialog>
  )
}

function Search({ onAct }: { onAct: (work: () => void | Promise<void>) => void }) {
  const { groups, finder } = usePaletteItems()
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)
  const { found, count } = useMemo(() => finder.find(text, MOST_SHOWN), [finder, text])
  const searched = text.trim() !== ''
  const shown = useMemo(
    () => (searched ? [{ label: say`Found`, items: found }] : groups.map(plain)),
    [searched, found, groups],
  )
  const items = shown.flatMap((group) => group.items)
  const at = Math.min(active, items.length - 1)
  const idAt = (index: number) => `${listId}-${index}`

  useLayoutEffect(() => {
    const option = list.current?.querySelector(`[data-index="${at}"]`)
    if (at === 0) list.current?.scrollTo({ top: 0 })
    else option?.scrollIntoView({ block: 'nearest' })
  }, [at])

  const pick = (index: number, details: boolean) => {
    const item = items[index]?.item
    if (item === undefined) return
    onAct(() => (details && item.details !== undefined ? item.details() : item.run()))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const next = moved(event.key, at, items.length)
    if (next !== null) {
      event.preventDefault()
      setActive(next)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      pick(at, event.ctrlKey || event.metaKey || event.altKey)
    }
  }
  return (
    <>
      <input
        className={classes.input}
        role="combobox"
        aria-label={say`Find an instance, key, account, section or action`}
        placeholder={say`Find an instance, key, account, section or action`}
        aria-expanded
        aria-autocomplete="list"
        aria-controls={listId}
        aria-activedescendant={items.length === 0 ? undefined : idAt(at)}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        ref={takeFocus}
        data-autofocus
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setActive(0)
        }}
        onKeyDown={onKeyDown}
      />
      <PaletteList
        listRef={list}
        id={listId}
        groups={shown}
        headed={!searched}
        active={at}
        idAt={idAt}
        onHover={setActive}
        onPick={pick}
      />
      {searched && count === 0 && <p className={classes.none}>{say`Nothing matches.`}</p>}
      <Foot active={items[at]?.item} count={searched ? count : null} />
    </>
  )
}

function Foot({ active, count }: { active: PaletteItem | undefined; count: number | null }) {
  return (
    <div className={classes.foot}>
      <span>{rich`${<kbd>↑↓</kbd>} choose`}</span>
      {active !== undefined && (
        <span>
          <kbd>{say`Enter`}</kbd> {active.does.toLowerCase()}
        </span>
      )}
      {active?.details !== undefined && active.lacks === undefined && (
        <span>{rich`${<kbd>{say`Ctrl+Enter`}</kbd>} details`}</span>
      )}
      <span className={classes.end}>
        {count === null ? rich`${<kbd>{paletteKey.inTerminal}</kbd>} from a terminal` : countWords(count)}
      </span>
      <VisuallyHidden aria-live="polite">{count === null ? '' : countWords(count)}</VisuallyHidden>
    </div>
  )
}

function countWords(count: number): string {
  if (count === 0) return say`nothing found`
  if (count > MOST_SHOWN) return say`the first ${MOST_SHOWN} of ${numberText(count)}`
  return say`${plural(count, '# found', '# found')}`
}

/** Where an arrow leads; null for another key. */
function moved(key: string, at: number, count: number): number | null {
  if (count === 0) return null
  if (key === 'ArrowDown') return (at + 1) % count
  if (key === 'ArrowUp') return (at - 1 + count) % count
  if (key === 'PageDown') return Math.min(count - 1, at + 10)
  if (key === 'PageUp') return Math.max(0, at - 10)
  return null
}

function plain({ label, items }: { label: string; items: PaletteItem[] }) {
  const whole = (text: string) => [{ text, matched: false }]
  const found = items.map((item): Found<PaletteItem> => {
    return { item, title: whole(item.title), facts: whole(item.facts) }
  })
  return { label, items: found }
}

/** At once: the dialog would do so a moment later, and the letters typed until then would be lost. */
function takeFocus(field: HTMLInputElement | null): void {
  field?.focus()
}
