import { Button, Group } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { shownFields } from '../../../contract/account-form.js'
import type { Account, CloudKindInfo } from '../../../contract/accounts.js'
import type { ErrorInfo } from '../../../contract/errors.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { MoreMenu } from '../../terminal/MoreButton.js'
import { timeText } from '../../ui/age.js'
import { DetailsPanel, Fact } from '../../ui/DetailsPanel.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { hear } from '../../words/language.js'
import { useGoTo } from '../frame/navigation.js'
import { wantInstances } from '../instances/wanted-instance.js'
import { inSentence } from '../vault/backend-words.js'
import { productName, useAccountsChanged, useReading } from './account-queries.js'
import { BastionFact } from './BastionFact.js'
import { CloudKeys } from './CloudKeys.js'
import { CreateCloudKeySheet } from './CreateCloudKeySheet.js'
import { EditAccountSheet } from './EditAccountSheet.js'
import { LastContact } from './LastContact.js'
import { PushKeySheet } from './PushKeySheet.js'
import { RequestsSheet } from './RequestsSheet.js'

interface Props {
  account: Account
  kinds: CloudKindInfo[]
  onRemove: () => void
  onClose: () => void
}

/** An account: how the last contact went, what is not secret, the keys that it holds. */
export function AccountDetails({ account, kinds, onRemove, onClose }: Props) {
  const [sheet, setSheet] = useState<'push' | 'edit' | 'create' | 'requests' | null>(null)
  const keys = useQuery({
    ...api.accounts.keys.queryOptions({ input: { id: account.id } }),
    enabled: !account.disabled,
  })
  const reading = useReading().includes(account.id)
  const kind = kinds.find((entry) => entry.kind === account.kind)
  const makes = kind?.capabilities.makesKeys ?? null
  const problem = account.disabled ? undefined : account.lastContact?.problem
  const close = () => setSheet(null)
  const edit = () => setSheet('edit')
  return (
    <DetailsPanel title={account.name} onClose={onClose}>
      <Actions account={account} onPush={() => setSheet('push')} onEdit={edit} onRemove={onRemove} />
      <Fact label={say`Last contact`}>
        <LastContact account={account} reading={reading} />
      </Fact>
      {problem !== undefined && <AccountProblem problem={problem} onEdit={edit} />}
      <Fact label={say`Cloud`}>{productName(account, kinds)}</Fact>
      <FormFacts account={account} kind={kind} />
      <ConnectionFacts connection={account.connection} />
      <BastionFact account={account} />
      <Fact label={say`Added`}>{timeText(account.addedAt)}</Fact>
      <Fact label={say`Keys in this account`}>
        {account.disabled && say`Not asked for while the account is disabled.`}
        {!account.disabled && keys.error === null && (
          <CloudKeys
            account={account}
            capabilities={kind?.capabilities}
            keys={keys.data}
            asking={keys.isFetching}
          />
        )}
        {!account.disabled && keys.error !== null && (
          <KeysProblem
            problem={errorInfo(keys.error)}
            saidAbove={problem}
            onEdit={edit}
            onRetry={() => void keys.refetch()}
          />
        )}
      </Fact>
      <Group gap="sm">
        {makes !== null && !account.disabled && (
          <Button variant="default" size="compact-sm" onClick={() => setSheet('create')}>
            {say`Have the cloud make a key pair…`}
          </Button>
        )}
        <Button variant="default" size="compact-sm" onClick={() => setSheet('requests')}>
          {say`Show requests`}
        </Button>
      </Group>
      {sheet === 'create' && makes !== null && (
        <CreateCloudKeySheet account={account} makes={makes} onClose={close} />
      )}
      {sheet === 'requests' && <RequestsSheet account={account} onClose={close} />}
      {sheet === 'push' && <PushKeySheet account={account} onClose={close} />}
      {sheet === 'edit' && kind !== undefined && (
        <EditAccountSheet account={account} kind={kind} onClose={close} />
      )}
    </DetailsPanel>
  )
}

interface ActionsProps {
  account: Account
  onPush: () => void
  onEdit: () => void
  onRemove: () => void
}

function Actions({ account: { id, name, disabled }, onPush, onEdit, onRemove }: ActionsProps) {
  const goTo = useGoTo()
  const changed = useAccountsChanged()
  const showInstances = () => {
    wantInstances(name)
    goTo('instances')
  }
  const setDisabled = useMutation(api.accounts.setDisabled.mutationOptions({ onSuccess: changed }))
  return (
    <>
      <Group gap="sm" data-actions>
        {disabled ? (
          <Button loading={setDisabled.isPending} onClick={() => setDisabled.mutate({ id, disabled: false })}>
            {say`Enable`}
          </Button>
        ) : (
          <Button onClick={onPush}>{say`Push a key…`}</Button>
        )}
        <Button variant="default" onClick={showInstances}>
          {say`Show instances`}
        </Button>
        <Button variant="default" onClick={onEdit}>
          {say`Edit…`}
        </Button>
        <MoreMenu
          label={name}
          groups={[
            disabled
              ? []
              : [{ label: say`Disable`, onPick: () => setDisabled.mutate({ id, disabled: true }) }],
            [{ label: say`Remove…`, danger: true, onPick: onRemove }],
          ]}
        />
      </Group>
      {disabled && (
        <span>
          {say`Disabled: its cloud is not asked for anything. Its instances stay in the list, as they were last seen.`}
        </span>
      )}
      {setDisabled.error !== null && <ErrorMessage problem={errorInfo(setDisabled.error)} />}
    </>
  )
}

interface KeysProblemProps {
  problem: ErrorInfo
  saidAbove: ErrorInfo | undefined
  onEdit: () => void
  onRetry: () => void
}

/** Why the keys can't be listed; in few words where the last contact failed for the same reason. */
function KeysProblem({ problem, saidAbove, onEdit, onRetry }: KeysProblemProps) {
  if (saidAbove?.message !== problem.message)
    return <AccountProblem problem={problem} onEdit={onEdit} onRetry={onRetry} />
  return (
    <>
      <span>{say`Can’t be listed, for the reason above.`}</span>
      <Group>
        <Button variant="default" size="compact-sm" onClick={onRetry}>
          {say`Try again`}
        </Button>
      </Group>
    </>
  )
}

/** Where the credentials are at fault, the way to enter others. */
function AccountProblem({
  problem,
  onEdit,
  onRetry,
}: {
  problem: ErrorInfo
  onEdit: () => void
  onRetry?: () => void
}) {
  if (problem.code !== 'secret-missing' && problem.code !== 'cloud-credentials')
    return <ErrorMessage problem={problem} onRetry={onRetry} />
  return <ErrorMessage problem={problem} onRetry={onEdit} retryLabel={say`Edit…`} />
}

function ConnectionFacts({ connection: { ca, ignoresTlsErrors } }: Pick<Account, 'connection'>) {
  return (
    <>
      {ca !== null && <Fact label={say`Certificates`}>{say`Of its own authority as well`}</Fact>}
      {ignoresTlsErrors && (
        <Fact label={say`Certificates`}>
          <StatusDot tone="danger">
            {say`Any is taken: whoever is on the way can read and change everything`}
          </StatusDot>
        </Fact>
      )}
    </>
  )
}

function FormFacts({ account, kind }: { account: Account; kind: CloudKindInfo | undefined }) {
  const vault = useStream(api.vault.watch, undefined).value
  const fields = kind?.fields ?? []
  return (
    <>
      {Object.entries(account.values).map(([name, value]) => {
        const field = fields.find((one) => one.name === name)
        const chosen = field?.choices?.find((choice) => choice.value === value)
        return (
          <Fact key={name} label={hear(field?.label) ?? name}>
            {hear(chosen?.label) ?? <span className="lk-mono">{value}</span>}
          </Fact>
        )
      })}
      {shownFields(fields, account.values)
        .filter(({ secret }) => secret)
        .map(({ name, label, required, whenSet }) => {
          const isSet = required || account.optionalSecrets?.includes(name)
          if (!isSet && account.optionalSecrets === undefined) return null
          return (
            <Fact key={name} label={hear(label)}>
              {isSet ? say`Kept in ${inSentence(vault?.label ?? say`the vault`)}` : say`None`}
              {isSet && whenSet !== undefined && `. ${hear(whenSet)}`}
            </Fact>
          )
        })}
    </>
  )
}
