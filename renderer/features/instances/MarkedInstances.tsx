import { Button } from '@mantine/core'
import { type BindAction, MOST_AT_ONCE } from '../../../contract/bindings.js'
import type { Instance } from '../../../contract/instances.js'
import { say } from '../../../contract/words/say.js'
import { SelectedRows } from '../../ui/SelectedRows.js'
import { openManySheet } from '../bindings/binds.js'
import { connectTo } from './actions.js'
import { mainAction } from './instance-words.js'
import { ManyPower } from './ManyPower.js'

/** Nobody looks at more, and each is a login. */
const MOST_TERMINALS = 20

interface Props {
  /** Those that are marked and shown. */
  instances: Instance[]
  /** How many the filter shows. */
  all: number
  onClear: () => void
}

/** What can be done to several instances at once. */
export function MarkedInstances({ instances, all, onClear }: Props) {
  const tooMany = instances.length > MOST_AT_ONCE
  const ready = instances.filter((instance) => mainAction(instance).kind === 'connect')
  const notes = [
    ...(instances.length === all && all > 1 ? [say`These are all that the filter shows.`] : []),
    ...(tooMany ? [say`At most ${MOST_AT_ONCE} can be bound at once.`] : []),
    ...(ready.length > MOST_TERMINALS ? [say`At most ${MOST_TERMINALS} can be connected to at once.`] : []),
  ]
  const open = (action: BindAction) =>
    openManySheet({ action, instances: instances.map(({ id, name }) => ({ id, name })) })
  return (
    <SelectedRows
      count={instances.length}
      what="instance"
      note={notes.length === 0 ? undefined : notes.join(' ')}
      actions={
        <>
          <Button
            variant="default"
            disabled={ready.length === 0 || ready.length > MOST_TERMINALS}
            onClick={() => {
              for (const instance of ready) connectTo(instance)
            }}
          >
            {say`Connect`}
          </Button>
          <Button disabled={tooMany} onClick={() => open('bind')}>
            {say`Bind…`}
          </Button>
          <Button variant="default" disabled={tooMany} onClick={() => open('unbind')}>
            {say`Unbind…`}
          </Button>
          <ManyPower instances={instances} />
        </>
      }
      onClear={onClear}
    />
  )
}
