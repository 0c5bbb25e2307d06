import { Button, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Holding } from '../../../contract/map.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { ageText, useNow } from '../../ui/age.js'
import { DetailsPanel, Fact } from '../../ui/DetailsPanel.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { DetailList, Named } from './DetailList.js'
import { HoldingWords } from './KeyPanel.js'
import classes from './map.module.css'
import type { AccountRow, MapRows } from './map-rows.js'
import { keyNotes, rowNotes, vaultWords } from './map-words.js'
import type { PanelProps } from './panel-props.js'

/** Which keys an account holds, which should be there and are not, and what is odd about their names. */
export function AccountPanel({ row: account, map, acts }: PanelProps<AccountRow>) {
  const { id, row } = account
  const details = useQuery(api.map.account.queryOptions({ input: { id } }))
  const now = useNow()
  const { holdings, missing } = details.data ?? { holdings: [], missing: [] }
  const keys = new Map(map.keys.map((key) => [key.id, key]))
  const instances = map.instances.filter(({ row: { accountId } }) => accountId === id)
  const keyIds = new Set(holdings.map(({ keyId }) => keyId))
  const name = row.name
  const showKeys = () => acts.showOnly({ of: 'keys', label: say`held by ${name}`, ids: keyIds })
  const showInstances = () =>
    acts.showOnly({ of: 'instances', label: say`of ${name}`, ids: new Set(instances.map((one) => one.id)) })
  return (
    <DetailsPanel title={name} onClose={acts.onClose}>
      <Group gap="sm">
        <Button variant="default" disabled={keyIds.size === 0} onClick={showKeys}>
          {say`Its keys`}
        </Button>
        <Button variant="default" disabled={instances.length === 0} onClick={showInstances}>
          {say`Its instances`}
        </Button>
        <Button variant="default" onClick={acts.onSection}>
          {say`Go to Accounts`}
        </Button>
      </Group>
      <Fact label={say`Read`}>{row.readAt === null ? say`never` : ageText(row.readAt, now)}</Fact>
      {row.disabled && <Fact label={say`State`}>{say`disabled: it is not asked`}</Fact>}
      {row.marks.length > 0 && <Fact label={say`Worth a look`}>{rowNotes(row).join(', ')}</Fact>}
      {details.error !== null && (
        <ErrorMessage problem={errorInfo(details.error)} onRetry={() => void details.refetch()} />
      )}
      {details.data !== undefined && (
        <>
          {missing.length > 0 && (
            <DetailList
              title={say`Keys that belong there and are not`}
              none=""
              items={missing}
              itemKey={(keyId) => keyId}
            >
              {(keyId) => (
                <Named onClick={() => acts.onShow({ of: 'keys', id: keyId })}>{keys.get(keyId)?.title}</Named>
              )}
            </DetailList>
          )}
          <DetailList
            title={say`Keys that it holds`}
            none={row.readAt === null ? say`It was never read.` : say`None.`}
            items={oddFirst(holdings, map)}
            itemKey={({ region, name: heldAs }) => JSON.stringify([region, heldAs])}
            more={<Named onClick={showKeys}>{say`Show all in the table`}</Named>}
          >
            {(holding) => {
              const key = keys.get(holding.keyId)
              if (key === undefined) return null
              const odd = oddities(holding, key.row, map)
              return (
                <>
                  <Named onClick={() => acts.onShow({ of: 'keys', id: key.id })}>{key.title}</Named>{' '}
                  <HoldingWords holding={holding} now={now} />
                  {odd.map((words) => (
                    <div key={words} className={classes.odd}>
                      {words}
                    </div>
                  ))}
                </>
              )
            }}
          </DetailList>
        </>
      )}
    </DetailsPanel>
  )
}

type Key = MapRows['keys'][number]['row']

/** What is to be said of a key as the account has it. */
function oddities({ sameName }: Holding, key: Key, map: MapRows): string[] {
  const where = [...new Set(sameName.map(({ accountId }) => accountId))].map((accountId) =>
    accountId === null
      ? say`the vault`
      : (map.accounts.find(({ id }) => id === accountId)?.row.name ?? say`another account`),
  )
  return [
    ...(key.state === null ? [vaultWords(key)] : []),
    ...(where.length > 0 ? [say`another key has this name in ${where.join(', ')}`] : []),
    ...(key.marks.includes('several-names') ? [say`held under several names`] : []),
    ...(key.weak.length > 0 ? keyNotes({ ...key, marks: ['weak'] }) : []),
  ]
}

function oddFirst(holdings: Holding[], map: MapRows): Holding[] {
  const keys = new Map(map.keys.map((key) => [key.id, key.row]))
  const count = (holding: Holding) => {
    const key = keys.get(holding.keyId)
    return key === undefined ? 0 : oddities(holding, key, map).length
  }
  return [...holdings].sort((one, other) => count(other) - count(one))
}
