import { Combobox, TextInput, useCombobox } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, type RefObject, useMemo, useState } from 'react'
import { flushSync } from 'react-dom'
import { say } from '../../contract/words/say.js'
import classes from './Section.module.css'

export interface FilterSuggestion {
  /** In the place of the word that ends at the caret. */
  text: string
  /** Said beside it. */
  what: string
}

interface Props {
  fieldRef: RefObject<HTMLInputElement | null>
  label: string
  value: string
  onChange: (value: string) => void
  onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => void
  /** What the word that ends at the caret may become, as one types. Keep the same function between renders. */
  suggest?: ((text: string, caret: number) => FilterSuggestion[]) | undefined
}

const none: FilterSuggestion[] = []

/** The field that narrows a table. With suggestions: arrows choose one, Tab or Enter takes it, Escape puts them away. */
export function FilterField({ fieldRef, label, value, onChange, onKeyDown, suggest }: Props) {
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const [caret, setCaret] = useState(0)
  const asked = combobox.dropdownOpened
  // Counted out of ten thousand rows: not with every row that the keyboard goes to.
  const found = useMemo(
    () => (asked && suggest !== undefined ? suggest(value, caret) : none),
    [asked, suggest, value, caret],
  )
  const open = asked && found.length > 0
  const field = {
    ref: fieldRef,
    className: classes.filter ?? '',
    'aria-label': label,
    placeholder: label,
    leftSection: <IconSearch size={16} />,
    value,
    autoComplete: 'off',
    spellCheck: false,
  }
  if (suggest === undefined)
    return (
      <TextInput
        {...field}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        onKeyDown={onKeyDown}
      />
    )
  const take = (text: string) => {
    const from = wordStart(value, caret)
    const end = text.endsWith(':') ? '' : ' '
    const rest = value.slice(caret)
    const next = `${value.slice(0, from)}${text}${rest.startsWith(' ') ? '' : end}`
    const at = next.length
    setCaret(at)
    if (end === ' ') combobox.closeDropdown()
    else combobox.resetSelectedOption()
    // At once: what is typed before a later moment would be behind the caret.
    flushSync(() => onChange(next + rest))
    fieldRef.current?.setSelectionRange(at, at)
  }
  return (
    <Combobox store={combobox} onOptionSubmit={take} withinPortal={false} width={340} position="bottom-start">
      <Combobox.Target withKeyboardNavigation={open}>
        <TextInput
          {...field}
          onChange={({ currentTarget }) => {
            setCaret(currentTarget.selectionStart ?? currentTarget.value.length)
            combobox.openDropdown()
            combobox.resetSelectedOption()
            onChange(currentTarget.value)
          }}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={(event) => {
            if (!open) return onKeyDown(event)
            const [first] = found
            if (event.key === 'Tab' && !event.shiftKey && first !== undefined) {
              event.preventDefault()
              take(found[combobox.getSelectedOptionIndex()]?.text ?? first.text)
            } else if (event.key === 'Escape') {
              event.stopPropagation()
              combobox.closeDropdown()
            } else if (event.key === 'Enter' && combobox.getSelectedOptionIndex() < 0) {
              combobox.closeDropdown()
              onKeyDown(event)
            }
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!open}>
        <Combobox.Options aria-label={say`Suggestions`}>
          {found.map(({ text, what }) => (
            <Combobox.Option key={text} value={text} className={classes.suggestion ?? ''}>
              <span>{text}</span>
              <span className={classes.what}>{what}</span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

/** Where the word begins that ends at the caret, quotes and all. */
function wordStart(text: string, caret: number): number {
  const before = text.slice(0, caret)
  return before.length - (/(?:[^\s"]|"[^"]*"?)*$/.exec(before)?.[0].length ?? 0)
}
