import { Button, Group } from '@mantine/core'
import type { Instance } from '../../../contract/instances.js'
import { say } from '../../../contract/words/say.js'
import { Fact } from '../../ui/DetailsPanel.js'
import { openHostDialog } from './host-dialogs.js'
import { useHosts } from './host-queries.js'

/** What the user has said of a host, and the way to change it. */
export function OwnHostFacts({ instance: { cloudId: id, ownHost } }: { instance: Instance }) {
  const host = useHosts().data?.find((one) => one.id === id)
  const jump = ownHost?.jump ?? null
  return (
    <>
      {jump !== null && <Fact label={say`Jump host`}>{jump}</Fact>}
      {host !== undefined && host.tags.length > 0 && <Fact label={say`Tags`}>{host.tags.join(', ')}</Fact>}
      <Fact label={say`Comes from`}>
        {host?.source === 'ssh-config' ? '~/.ssh/config' : say`entered by hand`}
      </Fact>
      <Group gap="sm" mt="sm">
        <Button variant="default" onClick={() => openHostDialog({ kind: 'edit', id })}>
          {say`Edit…`}
        </Button>
        <Button variant="default" onClick={() => openHostDialog({ kind: 'remove', id })}>
          {say`Remove…`}
        </Button>
      </Group>
    </>
  )
}
