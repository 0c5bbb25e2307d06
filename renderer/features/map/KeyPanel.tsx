import { Button, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Holding } from '../../../contract/map.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { ageText, timeText, useNow } from '../../ui/age.js'
import { DetailsPanel, Fact } from '../../ui/DetailsPanel.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { Fingerprint } from '../../ui/Fingerprint.js'
import { DetailList, Named } from './DetailList.js'
import classes from './map.module.css'
import type { KeyRow } from './map-rows.js'
import { keyNotes, mapKeyType, vaultWords } from './map-words.js'
import type { PanelProps } from './panel-props.js'
import { TrustLines } from './TrustLines.js'

/** Where a key is, and who still trusts it. */
export function KeyPanel({ row: key, map, acts }: PanelProps<KeyRow>) {
  const { id, row, title } = key
  const details = useQuery(api.map.key.queryOptions({ input: { id } }))
  const now = useNow()
  const { holdings, trusts } = details.data ?? { holdings: [], trusts: [] }
  const accountName = (accountId: string) => map.accounts.find((one) => one.id === accountId)?.row.name
  const names = new Map(map.instances.map((one) => [one.id, one]))
  const showAll = () =>
    acts.showOnly({
      of: 'instances',
      label: say`trust ${title}`,
      ids: new Set(trusts.map(({ instanceId }) => instanceId)),
    })
  const showAccounts = () =>
    acts.showOnly({
      of: 'accounts',
      label: say`hold ${title}`,
      ids: new Set(holdings.map(({ accountId }) => accountId)),
    })
  return (
    <DetailsPanel title={title} onClose={acts.onClose}>
      <Group gap="sm">
        {acts.onPicture !== undefined && <Button onClick={acts.onPicture}>{say`Picture`}</Button>}
        <Button variant="default" disabled={trusts.length === 0} onClick={showAll}>
          {say`Its instances`}
        </Button>
        {row.keyId !== null && (
          <Button variant="default" onClick={acts.onSection}>
            {say`Show in Keys`}
          </Button>
        )}
      </Group>
      <Fact label={say`Vault`}>{vaultWords(row)}</Fact>
      <Fact label={say`Type`}>{mapKeyType(row)}</Fact>
      {row.fingerprint !== null && (
        <Fact label={say`SHA256 fingerprint`}>
          <Fingerprint value={row.fingerprint} />
        </Fact>
      )}
      {row.fingerprintMd5 !== null && (
        <Fact label={say`MD5 fingerprint`}>
          <Fingerprint value={row.fingerprintMd5} />
        </Fact>
      )}
      {row.otherNames.length > 0 && <Fact label={say`Also known as`}>{row.otherNames.join(', ')}</Fact>}
      {row.marks.length > 0 && <Fact label={say`Worth a look`}>{keyNotes(row).join(', ')}</Fact>}
      {details.error !== null && (
        <ErrorMessage problem={errorInfo(details.error)} onRetry={() => void details.refetch()} />
      )}
      {details.data !== undefined && (
        <>
          <DetailList
            title={say`Accounts that hold it`}
            none={say`No account that was read.`}
            items={holdings}
            most={8}
            more={<Named onClick={showAccounts}>{say`Show all in the table`}</Named>}
            itemKey={({ accountId, region, name }) => JSON.stringify([accountId, region, name])}
          >
            {(holding) => (
              <>
                <Named onClick={() => acts.onShow({ of: 'accounts', id: holding.accountId })}>
                  {accountName(holding.accountId)}
                </Named>{' '}
                <HoldingWords holding={holding} now={now} />
              </>
            )}
          </DetailList>
          {row.missing.length > 0 && (
            <DetailList
              title={say`It belongs there, and is not`}
              none=""
              items={row.missing}
              itemKey={String}
            >
              {(index) => (
                <Named onClick={() => acts.onShow({ of: 'accounts', id: map.accounts[index]?.id ?? '' })}>
                  {map.accounts[index]?.row.name}
                </Named>
              )}
            </DetailList>
          )}
          <DetailList
            title={say`Instances that trust it`}
            none={say`None that is known.`}
            items={trusts}
            itemKey={({ instanceId }) => instanceId}
            more={<Named onClick={showAll}>{say`Show all in the table`}</Named>}
          >
            {(trust) => (
              <>
                <Named onClick={() => acts.onShow({ of: 'instances', id: trust.instanceId })}>
                  {names.get(trust.instanceId)?.row.name ?? trust.instanceId}
                </Named>{' '}
                <span className={classes.dim}>{names.get(trust.instanceId)?.accountName}</span>
                <TrustLines trust={trust} now={now} />
              </>
            )}
          </DetailList>
        </>
      )}
    </DetailsPanel>
  )
}

const matchWords: Record<Holding['matchedBy'], string> = {
  key: say`matched by the key itself`,
  fingerprint: say`matched by fingerprint`,
  name: say`only its name is known`,
}

/** Under which name, matched how, since when. `now` in ms. */
export function HoldingWords({ holding, now }: { holding: Holding; now: number }) {
  const { name, region, matchedBy, since } = holding
  return (
    <span className={classes.dim}>
      {region === null
        ? say`as ${name}, ${matchWords[matchedBy]}, first read`
        : say`as ${name} in ${region}, ${matchWords[matchedBy]}, first read`}{' '}
      <span title={timeText(since)}>{ageText(since, now)}</span>
    </span>
  )
}
