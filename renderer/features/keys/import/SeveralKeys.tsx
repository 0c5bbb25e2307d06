import { Button, Checkbox, Group } from '@mantine/core'
import { Sheet } from '../../../ui/Sheet.js'
import { StatusDot } from '../../../ui/StatusDot.js'
import { ChooseMore, PasteMore } from './ChooseKeys.js'
import { isImportable, isLocked, readyRows } from './found.js'
import type { Found } from './found-props.js'
import { ImportTable } from './ImportTable.js'
import type { Import } from './use-import.js'

/** Several keys: a table to choose from, then the result of each. */
export function SeveralKeys({ keys, taken, store, onImported, onClose }: Found) {
  const { rows, stop, shared } = keys
  const ready = readyRows(rows, taken)
  const importable = rows.filter((row) => row.chosen && isImportable(row, rows))
  const locked = importable.filter(isLocked)
  const stored = rows.flatMap(({ progress }) => (progress.state === 'stored' ? [progress.keyPair] : []))
  const done = importable.length === 0 && stored.length > 0
  const finish = () => {
    const [first] = stored
    if (first !== undefined) onImported(first)
    else onClose()
  }
  return (
    <Sheet
      title={
        stored.length === 0
          ? 'Import keys'
          : `Imported ${stored.length} of ${stored.length + importable.length}`
      }
      verb={done ? 'Done' : importVerb(ready.length)}
      size={1080}
      busy={stop !== null}
      done={done}
      disabled={!done && ready.length === 0}
      problem={keys.problem}
      aside={<Waiting locked={locked.filter(({ passphrase }) => passphrase === '').length} keys={keys} />}
      onSubmit={() => (done ? finish() : void store())}
      onClose={stored.length === 0 ? onClose : finish}
    >
      <Group gap="sm">
        <ChooseMore keys={keys} />
        <PasteMore onPasted={(pasted) => void keys.addText(pasted)} />
      </Group>
      {locked.length > 1 && (
        <Checkbox
          label="Use the same passphrase for the others"
          description={`${locked.length} keys are encrypted. What opens one is tried on the rest.`}
          checked={shared}
          onChange={(event) => keys.setShared(event.currentTarget.checked)}
        />
      )}
      <ImportTable keys={keys} taken={taken} />
    </Sheet>
  )
}

/** What the import is at, or still needs; with the way to stop it. */
function Waiting({ locked, keys }: { locked: number; keys: Import }) {
  if (keys.stop !== null) {
    const { stop } = keys
    return (
      <Button variant="default" onClick={() => stop.abort()}>
        Stop
      </Button>
    )
  }
  if (keys.reading !== null) return <StatusDot tone="busy">{`Reading ${keys.reading}`}</StatusDot>
  if (locked === 0) return null
  const words =
    locked === 1 ? '1 key still needs its passphrase' : `${locked} keys still need their passphrase`
  return <StatusDot tone="idle">{words}</StatusDot>
}

function importVerb(ready: number): string {
  if (ready === 0) return 'Import keys'
  return ready === 1 ? 'Import 1 key' : `Import ${ready} keys`
}
