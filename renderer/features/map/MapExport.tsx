import { Button, Menu } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Fragment, useEffect, useRef, useState } from 'react'
import { say } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import { saveText } from '../activity/save-text.js'
import type { ExportChoice } from './export-choices.js'

type Format = 'csv' | 'json'

const types: Record<Format, string> = { csv: 'text/csv', json: 'application/json' }

interface Props {
  /** Asked for when the menu opens, and when it is exported. */
  choices: () => ExportChoice[]
  /** Null when an export begins. */
  onError: (error: unknown) => void
}

/** Saves the map, or what is shown of it, as a file; says how far it is, and can be cancelled. */
export function MapExport({ choices, onError }: Props) {
  const [share, setShare] = useState(0)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  const begin = () => {
    const cancel = new AbortController()
    running.current = cancel
    return cancel
  }
  const save = useMutation({
    mutationFn: async ({ choice, format }: Chosen) => {
      const { signal } = begin()
      const pieces: string[] = []
      const input = { format, what: choice.ask() }
      for await (const { text, share: done } of await rpc.map.export(input, { signal })) {
        pieces.push(text)
        setShare(done)
      }
      if (!signal.aborted) saveText(`${choice.file}.${format}`, types[format], ...pieces)
    },
    onMutate() {
      setShare(0)
      onError(null)
    },
    onError: (error) => running.current?.signal.aborted !== true && onError(error),
  })
  if (save.isPending) {
    return (
      <Button variant="default" onClick={() => running.current?.abort()}>
        {say`Cancel export · ${Math.floor(share * 100)} %`}
      </Button>
    )
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default">{say`Export…`}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Choices of={choices} onChoose={save.mutate} />
      </Menu.Dropdown>
    </Menu>
  )
}

interface Chosen {
  choice: ExportChoice
  format: Format
}

/** Drawn while the menu is open. */
function Choices({ of, onChoose }: { of: () => ExportChoice[]; onChoose: (chosen: Chosen) => void }) {
  return of().map((choice, index) => (
    <Fragment key={choice.what}>
      {index > 0 && <Menu.Divider />}
      <Menu.Item onClick={() => onChoose({ choice, format: 'csv' })}>
        {say`${choice.what} as CSV, for a spreadsheet`}
      </Menu.Item>
      <Menu.Item
        onClick={() => onChoose({ choice, format: 'json' })}
      >{say`${choice.what} as JSON`}</Menu.Item>
    </Fragment>
  ))
}
