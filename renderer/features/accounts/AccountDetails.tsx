import { Button, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account, CloudKindInfo } from '../../../contract/accounts.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { timeText } from '../../ui/age.js'
import { DetailsPanel, Fact } from '../../ui/DetailsPanel.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { useGoTo } from '../frame/navigation.js'
import { inSentence } from '../vault/backend-words.js'
import { CloudKeys } from './CloudKeys.js'
import { LastContact } from './LastContact.js'
import { PushKeySheet } from './PushKeySheet.js'

interface Props {
  account: Account
  kind: CloudKindInfo | undefined
  onRemove: () => void
  onClose: () => void
}

/** An account: how the last contact went, what is not secret, the keys that it holds. */
export function AccountDetails({ account, kind, onRemove, onClose }: Props) {
  const [pushing, setPushing] = useState(false)
  const keys = useQuery(api.accounts.keys.queryOptions({ input: { id: account.id } }))
  const vault = useStream(api.vault.watch, undefined).value
  const goTo = useGoTo()
  const { lastContact } = account
  return (
    <DetailsPanel title={account.name} onClose={onClose}>
      <Group gap="sm">
        <Button onClick={() => setPushing(true)}>Push a key…</Button>
        <Button variant="default" onClick={() => goTo('instances')}>
          Show instances
        </Button>
        <Button variant="default" c="var(--lk-danger)" onClick={onRemove}>
          Remove
        </Button>
      </Group>
      <Fact label="Last contact">
        <LastContact account={account} />
      </Fact>
      {lastContact?.problem !== undefined && <ErrorMessage problem={lastContact.problem} />}
      <Fact label="Cloud">{kind?.label ?? account.kind}</Fact>
      {Object.entries(account.values).map(([name, value]) => (
        <Fact key={name} label={kind?.fields.find((field) => field.name === name)?.label ?? name}>
          <span className="lk-mono">{value}</span>
        </Fact>
      ))}
      {kind?.fields
        .filter(({ secret }) => secret)
        .map(({ name, label }) => (
          <Fact key={name} label={label}>
            Kept in {inSentence(vault?.label ?? 'the vault')}
          </Fact>
        ))}
      <Fact label="Added">{timeText(account.addedAt)}</Fact>
      <Fact label="Keys in this account">
        {keys.error === null ? (
          <CloudKeys keys={keys.data} />
        ) : (
          <ErrorMessage problem={errorInfo(keys.error)} onRetry={() => void keys.refetch()} />
        )}
      </Fact>
      {pushing && <PushKeySheet account={account} onClose={() => setPushing(false)} />}
    </DetailsPanel>
  )
}
