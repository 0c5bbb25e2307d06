import { ActionIcon, TextInput, Tooltip } from '@mantine/core'
import {
  IconArrowDown,
  IconArrowUp,
  IconLetterCase,
  IconLetterW,
  IconRegex,
  IconX,
} from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { numberText, say } from '../../contract/words/say.js'
import { useStore } from '../features/store.js'
import classes from './SearchBar.module.css'
import type { Search, SearchState } from './search.js'
import type { Query } from './search-pattern.js'

/** Over the terminal's upper right corner while the user searches in it. */
export function SearchBar({ search }: { search: Search }) {
  const state = useStore(search.state)
  const input = useRef<HTMLInputElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for again, it takes the keyboard again
  useEffect(() => input.current?.select(), [state.asked])
  if (!state.open) return null

  const ask = (part: Partial<Query>) => search.ask({ ...state.query, ...part })
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') search.close()
    else if (event.key === 'Enter') search.step(event.shiftKey ? 1 : -1)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <search className={classes.bar} onKeyDown={(event) => event.key === 'Escape' && onKey(event)}>
      <TextInput
        ref={input}
        size="xs"
        autoFocus
        className={classes.text}
        aria-label={say`Find in this terminal`}
        placeholder={say`Find`}
        spellCheck={false}
        autoComplete="off"
        value={state.query.text}
        error={state.problem !== null}
        onChange={(event) => ask({ text: event.currentTarget.value })}
        onKeyDown={onKey}
      />
      <Switches query={state.query} onChange={ask} />
      <output className={classes.count} data-problem={state.problem !== null || undefined}>
        {countWords(state)}
      </output>
      <Tooltip label={say`Previous match (Enter)`}>
        <ActionIcon size={24} aria-label={say`Previous match`} onClick={() => search.step(-1)}>
          <IconArrowUp size={16} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={say`Next match (Shift+Enter)`}>
        <ActionIcon size={24} aria-label={say`Next match`} onClick={() => search.step(1)}>
          <IconArrowDown size={16} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={say`Close (Esc)`}>
        <ActionIcon size={24} aria-label={say`Close the search`} onClick={() => search.close()}>
          <IconX size={16} />
        </ActionIcon>
      </Tooltip>
    </search>
  )
}

const switches = [
  { name: 'matchCase', label: say`Match case`, Icon: IconLetterCase },
  { name: 'wholeWord', label: say`Whole words`, Icon: IconLetterW },
  { name: 'regex', label: say`Regular expression`, Icon: IconRegex },
] as const

function Switches({ query, onChange }: { query: Query; onChange: (part: Partial<Query>) => void }) {
  return switches.map(({ name, label, Icon }) => (
    <Tooltip key={name} label={label}>
      <ActionIcon
        size={24}
        aria-label={label}
        aria-pressed={query[name]}
        className={classes.switch}
        onClick={() => onChange({ [name]: !query[name] })}
      >
        <Icon size={16} />
      </ActionIcon>
    </Tooltip>
  ))
}

function countWords({ query, problem, searching, count, current, capped }: SearchState): string {
  if (problem !== null) return problem
  if (query.text === '') return ''
  if (count === 0) return searching ? say`Searching…` : say`Nothing found`
  const all = `${numberText(count)}${capped ? '+' : ''}`
  return say`${numberText(current + 1)} of ${all}`
}
