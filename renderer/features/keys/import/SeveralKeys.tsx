import { Checkbox, Group } from '@mantine/core'
import { useRef } from 'react'
import { plural, say } from '../../../../contract/words/say.js'
import { Sheet } from '../../../ui/Sheet.js'
import { ChooseMore, PasteMore } from './ChooseKeys.js'
import { isImportable, isLocked, readyRows, storedKeys } from './found.js'
import type { Found } from './found-props.js'
import { goOn } from './go-to-row.js'
import { ImportState } from './ImportState.js'
import { ImportTable } from './ImportTable.js'

/** Several keys: a table to choose from, then the result of each. */
export function SeveralKeys({ keys, taken, store, onClose }: Omit<Found, 'onImported' | 'onShowKnown'>) {
  const { rows, stop, shared } = keys
  const table = useRef<HTMLDivElement>(null)
  const ready = readyRows(rows, taken)
  const wanted = rows.filter((row) => row.chosen && isImportable(row, rows))
  const locked = wanted.filter(isLocked)
  const stored = storedKeys(rows).length
  const done = wanted.length === 0 && stored > 0
  const submit = async () => {
    if (done) return onClose()
    await store()
    goOn(table.current?.closest('form') ?? null)
  }
  return (
    <Sheet
      title={stored === 0 ? say`Import keys` : say`Imported ${stored} of ${stored + wanted.length}`}
      verb={done ? say`Done` : importVerb(ready.length)}
      closeWord={stored === 0 || stop !== null ? say`Cancel` : say`Done`}
      size={1080}
      busy={stop !== null}
      done={done}
      disabled={!done && ready.length === 0}
      problem={keys.problem}
      aside={<ImportState keys={keys} taken={taken} />}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Group gap="sm">
        <ChooseMore keys={keys} />
        <PasteMore onPasted={(pasted) => void keys.addText(pasted)} />
      </Group>
      {locked.length > 1 && (
        <Checkbox
          label={say`Use the same passphrase for the others`}
          description={say`${locked.length} keys are encrypted. What opens one is tried on the rest.`}
          checked={shared}
          onChange={(event) => keys.setShared(event.currentTarget.checked)}
        />
      )}
      <div ref={table}>
        <ImportTable keys={keys} taken={taken} />
      </div>
    </Sheet>
  )
}

function importVerb(ready: number): string {
  if (ready === 0) return say`Import keys`
  return say`${plural(ready, 'Import 1 key', 'Import # keys')}`
}
