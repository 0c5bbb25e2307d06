import { Button, Group } from '@mantine/core'
import type { KeyPair } from '../../../../contract/keys.js'
import { useAccounts } from '../../accounts/account-queries.js'
import { ShowInMap } from '../../map/ShowInMap.js'
import { isOffered } from '../key-queries.js'
import type { DetailSheet, KeyActs } from './key-acts.js'

interface Props extends KeyActs {
  keyPair: KeyPair
  onSheet: (sheet: DetailSheet) => void
}

/** What can be done with a key pair in its state. */
export function KeyActions({ keyPair, onSheet, onState, onBin, onDeleteForGood }: Props) {
  const hasAccounts = useAccounts().data?.length !== 0
  if (keyPair.state === 'bin') {
    return (
      <Group gap="sm">
        <Button onClick={() => onState('active')}>Restore</Button>
        <ShowInMap of="keys" id={keyPair.id} />
        <Button variant="default" c="var(--lk-danger)" onClick={onDeleteForGood}>
          Delete for good…
        </Button>
      </Group>
    )
  }
  const archived = keyPair.state === 'archived'
  return (
    <Group gap="sm">
      {isOffered(keyPair) && hasAccounts && <Button onClick={() => onSheet('push')}>Push to account…</Button>}
      <Button variant="default" onClick={() => onSheet('edit')}>
        Edit…
      </Button>
      {keyPair.storedIn !== null && (
        <Button variant="default" onClick={() => onSheet('export')}>
          Export…
        </Button>
      )}
      <ShowInMap of="keys" id={keyPair.id} />
      <Button variant="default" onClick={() => onState(archived ? 'active' : 'archived')}>
        {archived ? 'Bring back' : 'Archive'}
      </Button>
      <Button variant="default" c="var(--lk-danger)" onClick={onBin}>
        Move to bin
      </Button>
    </Group>
  )
}
