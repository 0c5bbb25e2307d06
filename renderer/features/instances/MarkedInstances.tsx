import { Button } from '@mantine/core'
import { type BindAction, MOST_AT_ONCE } from '../../../contract/bindings.js'
import type { Instance } from '../../../contract/instances.js'
import { SelectedRows } from '../../ui/SelectedRows.js'
import { openManySheet } from '../bindings/binds.js'
import { ManyPower } from './ManyPower.js'

interface Props {
  /** Those that are marked and shown. */
  instances: Instance[]
  onClear: () => void
}

/** What can be done to several instances at once. */
export function MarkedInstances({ instances, onClear }: Props) {
  const tooMany = instances.length > MOST_AT_ONCE
  const open = (action: BindAction) =>
    openManySheet({ action, instances: instances.map(({ id, name }) => ({ id, name })) })
  return (
    <SelectedRows
      count={instances.length}
      what="instance"
      note={tooMany ? `At most ${MOST_AT_ONCE} can be bound at once.` : undefined}
      actions={
        <>
          <Button disabled={tooMany} onClick={() => open('bind')}>
            Bind…
          </Button>
          <Button variant="default" disabled={tooMany} onClick={() => open('unbind')}>
            Unbind…
          </Button>
          <ManyPower instances={instances} />
        </>
      }
      onClear={onClear}
    />
  )
}
