import { type OptionsFilter, Select } from '@mantine/core'
import { useMemo } from 'react'
import type { KeyPair } from '../../../contract/keys.js'
import { numberText, say } from '../../../contract/words/say.js'
import { KeyLabel } from '../../ui/KeyLabel.js'
import { keyText } from '../../ui/key-type.js'
import { indexKeys, searchKeys } from './list/key-search.js'

/** More are found by typing: a list of a thousand is read by nobody, and takes the window a while to draw. */
const MOST_SHOWN = 50

interface Props {
  keys: KeyPair[]
  chosen: string | null
  onChoose: (id: string) => void
}

/** One of many key pairs, found by what the filter of the section Keys finds them by. */
export function KeySelect({ keys, chosen, onChoose }: Props) {
  const indexed = useMemo(() => indexKeys(keys), [keys])
  const byId = useMemo(() => new Map(keys.map((keyPair) => [keyPair.id, keyPair])), [keys])
  const filter: OptionsFilter = ({ options, search, limit }) => {
    const found = new Set(searchKeys(indexed, search, Date.now()).map(({ id }) => id))
    return options.filter((option) => 'value' in option && found.has(`${option.value}`)).slice(0, limit)
  }
  return (
    <Select
      label={say`Key pair`}
      placeholder={
        keys.length > MOST_SHOWN
          ? say`One of ${numberText(keys.length)}: type a part of its name, a tag or a fingerprint`
          : say`Choose a key pair`
      }
      data={keys.map((key) => ({ value: key.id, label: keyText(key) }))}
      value={chosen}
      onChange={(id) => id !== null && onChoose(id)}
      allowDeselect={false}
      searchable
      selectFirstOptionOnChange
      filter={filter}
      limit={MOST_SHOWN}
      renderOption={({ option: { value } }) => {
        const keyPair = byId.get(value)
        return keyPair && <KeyLabel keyPair={keyPair} />
      }}
      nothingFoundMessage={say`No key pair matches.`}
      spellCheck={false}
      data-autofocus={chosen === null || undefined}
    />
  )
}
