import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { KeyUsage } from '../../../../contract/keys.js'
import { say } from '../../../../contract/words/say.js'
import { errorInfo } from '../../../api/errors.js'
import { api } from '../../../api/queries.js'
import { Fact } from '../../../ui/DetailsPanel.js'
import { ErrorMessage } from '../../../ui/ErrorMessage.js'
import { useGoTo } from '../../frame/navigation.js'
import { wantInstance } from '../../instances/wanted-instance.js'
import classes from './KeyDetails.module.css'
import { usageText } from './usage-words.js'

/** Where a key pair is used, as far as Latchkey knows: named, and each a way there. */
export function KeyUse({ id }: { id: string }) {
  const usage = useQuery({ ...api.keys.usage.queryOptions({ input: { id } }), staleTime: 0 })
  if (usage.error !== null)
    return <ErrorMessage problem={errorInfo(usage.error)} onRetry={() => void usage.refetch()} />
  if (usage.data === undefined) return <Fact label={say`In use`}>…</Fact>
  return (
    <Fact label={say`In use`}>
      {usageText(usage.data)}
      <Instances usage={usage.data} />
    </Fact>
  )
}

function Instances({ usage: { bindings, declared } }: { usage: KeyUsage }) {
  const goTo = useGoTo()
  const show = (instanceId: string) => {
    wantInstance(instanceId)
    goTo('instances')
  }
  const bound = new Set(bindings.map(({ instanceId }) => instanceId))
  const rows = [
    ...bindings.map(({ instanceId, instanceName, user }) => ({
      instanceId,
      instanceName,
      how: say`bound, as ${user}`,
    })),
    ...declared
      .filter(({ instanceId }) => !bound.has(instanceId))
      .map((instance) => ({ ...instance, how: say`the cloud lists it` })),
  ]
  if (rows.length === 0) return null
  return (
    <ul className={classes.uses}>
      {rows.map(({ instanceId, instanceName, how }) => (
        <li key={`${instanceId} ${how}`}>
          <Anchor component="button" type="button" size="sm" onClick={() => show(instanceId)}>
            {instanceName}
          </Anchor>{' '}
          <span className={classes.dim}>{how}</span>
        </li>
      ))}
    </ul>
  )
}
