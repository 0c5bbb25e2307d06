import { Button } from '@mantine/core'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account } from '../../../../contract/accounts.js'
import type { KeyPair } from '../../../../contract/keys.js'
import { say } from '../../../../contract/words/say.js'
import { errorInfo } from '../../../api/errors.js'
import { api } from '../../../api/queries.js'
import { Fact } from '../../../ui/DetailsPanel.js'
import { StatusDot } from '../../../ui/StatusDot.js'
import { hear } from '../../../words/language.js'
import { AddAccountButton } from '../../accounts/AddAccountButton.js'
import classes from './KeyAccounts.module.css'

/** Which accounts hold a key pair's public half: asked of them when the user wants to know. */
export function KeyAccounts({ keyPair }: { keyPair: KeyPair }) {
  const [asked, setAsked] = useState(false)
  const all = useQuery(api.accounts.list.queryOptions()).data ?? []
  const accounts = all.filter(({ disabled }) => !disabled)
  const unasked = all.filter(({ disabled }) => disabled)
  const answers = useQueries({
    queries: accounts.map(({ id }) => ({
      ...api.accounts.keys.queryOptions({ input: { id } }),
      enabled: asked,
    })),
  })
  if (all.length === 0) {
    return (
      <Fact label={say`Accounts that hold it`}>
        <p className={classes.next}>{say`There is no cloud account yet to put its public half on.`}</p>
        <AddAccountButton />
      </Fact>
    )
  }
  return (
    <Fact label={say`Accounts that hold it`}>
      {asked &&
        accounts.map((account, index) => (
          <div key={account.id}>
            <Holding account={account} keyPair={keyPair} answer={answers[index]} />
          </div>
        ))}
      {unasked.map(({ id, name }) => (
        <div key={id} className={classes.dim}>
          <StatusDot tone="idle">{say`${name}: account disabled`}</StatusDot>
        </div>
      ))}
      {!asked && accounts.length > 0 && (
        <Button variant="default" size="compact-sm" onClick={() => setAsked(true)}>
          {say`Ask the accounts`}
        </Button>
      )}
    </Fact>
  )
}

interface HoldingProps {
  account: Account
  keyPair: KeyPair
  answer:
    | { data?: { name: string; keyId: string | null }[] | undefined; error: unknown; isFetching: boolean }
    | undefined
}

function Holding({ account, keyPair, answer }: HoldingProps) {
  if (answer === undefined) return null
  if (answer.isFetching) return <StatusDot tone="busy">{say`${account.name}: asking`}</StatusDot>
  if (answer.error !== null && answer.error !== undefined) {
    return <StatusDot tone="danger">{`${account.name}: ${hear(errorInfo(answer.error).message)}`}</StatusDot>
  }
  if (answer.data === undefined) return null
  const names = answer.data.filter(({ keyId }) => keyId === keyPair.id).map(({ name }) => name)
  if (names.length === 0) return <StatusDot tone="idle">{say`${account.name}: not there`}</StatusDot>
  return <StatusDot tone="ok">{say`${account.name}: as ${names.join(', ')}`}</StatusDot>
}
