import { Button, Group } from '@mantine/core'
import type { KeyPair } from '../../../../contract/keys.js'
import { say } from '../../../../contract/words/say.js'
import { MoreMenu } from '../../../terminal/MoreButton.js'
import { useAccounts } from '../../accounts/account-queries.js'
import { useShowInMap } from '../../map/use-show-in-map.js'
import { isOffered } from '../key-queries.js'
import type { DetailSheet, KeyActs } from './key-acts.js'

interface Props extends KeyActs {
  keyPair: KeyPair
  onSheet: (sheet: DetailSheet) => void
}

/** What can be done with a key pair in its state. */
export function KeyActions({ keyPair, onSheet, onState, onBin, onDeleteForGood }: Props) {
  const showInMap = useShowInMap({ of: 'keys', id: keyPair.id })
  const hasAccounts = useAccounts().data?.length !== 0
  if (keyPair.state === 'bin') {
    return (
      <Group gap="sm" data-actions>
        <Button onClick={() => onState('active')}>{say`Restore`}</Button>
        <Button variant="default" onClick={showInMap}>
          {say`Show in map`}
        </Button>
        <Button variant="default" c="var(--lk-danger)" onClick={onDeleteForGood}>
          {say`Delete for good…`}
        </Button>
      </Group>
    )
  }
  const archived = keyPair.state === 'archived'
  return (
    <Group gap="sm" data-actions>
      {isOffered(keyPair) && hasAccounts && (
        <Button onClick={() => onSheet('push')}>{say`Push to account…`}</Button>
      )}
      <Button variant="default" onClick={() => onSheet('edit')}>
        {say`Edit…`}
      </Button>
      {keyPair.storedIn !== null && (
        <Button variant="default" onClick={() => onSheet('export')}>
          {say`Export…`}
        </Button>
      )}
      <MoreMenu
        label={keyPair.name}
        groups={[
          [{ label: say`Show in map`, onPick: showInMap }],
          [
            {
              label: archived ? say`Bring back` : say`Archive`,
              onPick: () => onState(archived ? 'active' : 'archived'),
            },
            { label: say`Move to bin`, danger: true, onPick: onBin },
          ],
        ]}
      />
    </Group>
  )
}
