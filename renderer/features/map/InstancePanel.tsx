import { Button, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { plural, say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { ageText, timeText, useNow } from '../../ui/age.js'
import { DetailsPanel, Fact } from '../../ui/DetailsPanel.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { stateTone } from '../instances/instance-words.js'
import { DetailList, Named } from './DetailList.js'
import classes from './map.module.css'
import type { InstanceRow } from './map-rows.js'
import { rowNotes, vaultWords } from './map-words.js'
import type { PanelProps } from './panel-props.js'
import { TrustLines } from './TrustLines.js'

/** Which keys an instance trusts, also those that the vault doesn't know. */
export function InstancePanel({ row: instance, map, acts }: PanelProps<InstanceRow>) {
  const { id, row, accountName } = instance
  const details = useQuery(api.map.instance.queryOptions({ input: { id } }))
  const now = useNow()
  const { files, trusts } = details.data ?? { files: [], trusts: [] }
  const keys = new Map(map.keys.map((key) => [key.id, key]))
  const showAll = () =>
    acts.showOnly({ of: 'keys', label: say`on ${row.name}`, ids: new Set(trusts.map(({ keyId }) => keyId)) })
  return (
    <DetailsPanel title={row.name} onClose={acts.onClose}>
      <Group gap="sm">
        {acts.onPicture !== undefined && <Button onClick={acts.onPicture}>{say`Picture`}</Button>}
        <Button variant="default" disabled={trusts.length === 0} onClick={showAll}>
          {say`Its keys`}
        </Button>
        <Button variant="default" onClick={acts.onSection}>
          {say`Show in Instances`}
        </Button>
      </Group>
      <Fact label={say`State`}>
        <StatusDot tone={stateTone(row.state)}>{row.state}</StatusDot>
      </Fact>
      <Fact label={say`Account`}>{accountName === '' ? say`none` : accountName}</Fact>
      {row.address !== '' && (
        <Fact label={say`Address`}>
          <span className={classes.mono}>{row.address}</span>
        </Fact>
      )}
      {row.marks.length > 0 && <Fact label={say`Worth a look`}>{rowNotes(row).join(', ')}</Fact>}
      {details.error !== null && (
        <ErrorMessage problem={errorInfo(details.error)} onRetry={() => void details.refetch()} />
      )}
      {details.data !== undefined && (
        <>
          <DetailList
            title={say`Keys that it trusts`}
            none={say`None that is known.`}
            items={trusts}
            itemKey={({ keyId }) => keyId}
            more={<Named onClick={showAll}>{say`Show all in the table`}</Named>}
          >
            {(trust) => {
              const key = keys.get(trust.keyId)
              return (
                <>
                  <Named onClick={() => acts.onShow({ of: 'keys', id: trust.keyId })}>{key?.title}</Named>{' '}
                  {key !== undefined && key.row.state !== 'active' && (
                    <span className={classes.dim}>{vaultWords(key.row)}</span>
                  )}
                  <TrustLines trust={trust} now={now} />
                </>
              )
            }}
          </DetailList>
          <DetailList
            title={say`Files that were read`}
            none={say`No authorized_keys file of it was read over SSH yet.`}
            items={files}
            itemKey={({ path, user }) => `${user} ${path}`}
          >
            {({ path, user, at, keys: count }) => (
              <>
                <span className={classes.mono}>{path}</span>
                <div className={classes.dim}>
                  {say`of ${user}, ${plural(count, '# key', '# keys')},`}{' '}
                  <span title={timeText(at)}>{ageText(at, now)}</span>
                </div>
              </>
            )}
          </DetailList>
        </>
      )}
    </DetailsPanel>
  )
}
