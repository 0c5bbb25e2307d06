import { Autocomplete, type AutocompleteProps } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { completed, completions, type FolderSource, folderToList } from './path-completion.js'

interface Props extends Omit<AutocompleteProps, 'data' | 'filter' | 'value' | 'onChange' | 'onKeyDown'> {
  value: string
  onChange: (path: string) => void
  source: FolderSource
  onEscape?: () => void
}

const MOST_SHOWN = 200
const none: string[] = []

/** A field for a path. Tab completes it, and the folders that it may go on with are listed below. */
export function PathField({ value, onChange, source, onEscape, ...rest }: Props) {
  const folder = folderToList(value, source)
  const { data: names = none } = useQuery({
    queryKey: ['folders', source.key, folder],
    queryFn: ({ signal }) => source.list(folder ?? '', signal),
    enabled: folder !== null,
    staleTime: 10_000,
    // What can't be listed has nothing to offer: going there says why.
    retry: false,
  })
  const all = completions(value, names)
  return (
    <Autocomplete
      {...rest}
      value={value}
      onChange={onChange}
      data={all.slice(0, MOST_SHOWN)}
      filter={({ options }) => options}
      spellCheck={false}
      autoComplete="off"
      maxLength={8192}
      maxDropdownHeight={240}
      comboboxProps={{ withinPortal: false }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onEscape?.()
        if (event.key !== 'Tab' || event.shiftKey) return
        const next = completed(value, all)
        if (next === null) return
        event.preventDefault()
        onChange(next)
      }}
    />
  )
}
