import { Button, Menu } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { MapPart } from '../../../contract/map.js'
import { rpc } from '../../api/client.js'
import { saveText } from '../activity/save-text.js'

type Format = 'csv' | 'json'

const types: Record<Format, string> = { csv: 'text/csv', json: 'application/json' }

interface Props {
  /** What is exported, in words: "200 keys", "deploy-2026". */
  what: string
  /** Asked for when it is exported. */
  part: () => MapPart
  /** Null when an export begins. */
  onError: (error: unknown) => void
}

/** Saves the map, or what is shown of it, as a file. */
export function MapExport({ what, part, onError }: Props) {
  const save = useMutation({
    mutationFn: async (format: Format) =>
      saveText(`latchkey-map.${format}`, types[format], await rpc.map.export({ format, part: part() })),
    onMutate: () => onError(null),
    onError,
  })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" loading={save.isPending}>
          Export…
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => save.mutate('csv')}>{what} as CSV, for a spreadsheet</Menu.Item>
        <Menu.Item onClick={() => save.mutate('json')}>{what} as JSON</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
