import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { KnownHost } from '../../../contract/known-hosts.js'
import { plural, say } from '../../../contract/words/say.js'
import { api } from '../../api/queries.js'
import { Notice } from '../../ui/Notice.js'
import { hear } from '../../words/language.js'
import { RemoveHostsSheet } from './RemoveHostsSheet.js'

/** After what was done to instances: their entries in known_hosts that may be wrong now, offered for removal. */
export function InstanceHostKeys({ instanceIds }: { instanceIds: string[] }) {
  const outdated = useQuery({
    ...api.knownHosts.outdated.queryOptions(),
    refetchOnMount: 'always',
  })
  const [open, setOpen] = useState(false)
  const [said, setSaid] = useState<string | null>(null)
  const isMeant = (host: KnownHost) => host.outdated.some((about) => instanceIds.includes(about.instanceId))
  const hosts = (outdated.data ?? []).filter(isMeant)
  if (said !== null) return <Notice role="status">{said}</Notice>
  if (hosts.length === 0) return null
  return (
    <>
      <Notice
        tone="warn"
        actions={
          <Button variant="default" onClick={() => setOpen(true)}>
            {say`Review and remove…`}
          </Button>
        }
      >
        {say`${plural(hosts.length, '# entry', '# entries')} in known_hosts may be out of date now. ${hear(hosts[0]?.outdated[0]?.reason)}`}
      </Notice>
      {open && (
        <RemoveHostsSheet
          hosts={hosts}
          outdatedOnly
          onRemoved={({ text }) => setSaid(text)}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
