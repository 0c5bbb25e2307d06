import { Button } from '@mantine/core'
import { type BindAction, MOST_AT_ONCE } from '../../../contract/bindings.js'
import type { Instance } from '../../../contract/instances.js'
import { Notice } from '../../ui/Notice.js'
import { openManySheet } from '../bindings/binds.js'

interface Props {
  /** Those that are marked and shown. */
  instances: Pick<Instance, 'id' | 'name'>[]
  onClear: () => void
}

/** What can be done to several instances at once. */
export function MarkedInstances({ instances, onClear }: Props) {
  const count = instances.length
  if (count === 0) return null
  const tooMany = count > MOST_AT_ONCE
  const open = (action: BindAction) =>
    openManySheet({ action, instances: instances.map(({ id, name }) => ({ id, name })) })
  return (
    <Notice
      beside="above"
      actions={
        <>
          <Button disabled={tooMany} onClick={() => open('bind')}>
            Bind…
          </Button>
          <Button variant="default" disabled={tooMany} onClick={() => open('unbind')}>
            Unbind…
          </Button>
          <Button variant="default" onClick={onClear}>
            Clear
          </Button>
        </>
      }
    >
      <span role="status">
        {count === 1 ? '1 instance is selected.' : `${count.toLocaleString()} instances are selected.`}
        {tooMany && ` At most ${MOST_AT_ONCE} can be bound at once.`}
      </span>
    </Notice>
  )
}
