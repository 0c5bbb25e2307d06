import { Button, MultiSelect, Select } from '@mantine/core'
import { useState } from 'react'
import type { WantedRule } from '../../../contract/sync.js'
import { say } from '../../../contract/words/say.js'
import { useAccounts } from '../accounts/account-queries.js'
import { isOffered, useKeys } from '../keys/key-queries.js'
import { allTags } from '../keys/NotesFields.js'
import classes from './sync.module.css'

type NewRule = Omit<WantedRule, 'id'>

interface Props {
  busy: boolean
  /** Null: a new one. The form begins with what it says; give another `key` for another rule. */
  rule: WantedRule | null
  onSave: (rule: NewRule & { id?: string }) => Promise<unknown>
  onCancel: () => void
}

const ALL = 'all'

/** A rule more, or another wording of one: one key pair, a tag, or all; on some accounts, or all. */
export function RuleForm({ busy, rule, onSave, onCancel }: Props) {
  const own = rule?.keys
  const keys = (useKeys().data ?? []).filter(
    (key) => isOffered(key) || (own?.kind === 'key' && own.keyId === key.id),
  )
  const accounts = useAccounts().data ?? []
  const [which, setWhich] = useState(rule && whichOf(rule))
  const [where, setWhere] = useState(rule === null ? [] : whereOf(rule))
  const tags = new Set([...allTags(keys), ...(own?.kind === 'tag' ? [own.tag] : [])])

  const save = async () => {
    if (which === null || where.length === 0) return
    await onSave({ ...(rule && { id: rule.id }), keys: keysOf(which), accounts: accountsOf(where) })
    setWhich(null)
    setWhere([])
  }

  return (
    <div className={classes.form}>
      <Select
        label={say`Key pairs`}
        placeholder={say`A key pair, a tag, or all`}
        searchable
        nothingFoundMessage={say`Nothing is called that.`}
        data={[
          { group: say`All`, items: [{ value: ALL, label: say`All key pairs` }] },
          {
            group: say`Tags`,
            items: [...tags].map((tag) => ({ value: `tag:${tag}`, label: say`Tagged ${tag}` })),
          },
          { group: say`Key pairs`, items: keys.map(({ id, name }) => ({ value: `key:${id}`, label: name })) },
        ]}
        value={which}
        onChange={setWhich}
      />
      <MultiSelect
        label={say`Belong on`}
        placeholder={where.length === 0 ? say`Accounts, or all` : ''}
        searchable
        nothingFoundMessage={say`No account is called that.`}
        data={[
          { value: ALL, label: say`All accounts` },
          ...accounts.map(({ id, name }) => ({ value: `account:${id}`, label: name })),
        ]}
        value={where}
        onChange={(chosen) => setWhere(chosen.at(-1) === ALL ? [ALL] : chosen.filter((one) => one !== ALL))}
      />
      <Button
        variant="default"
        loading={busy}
        disabled={which === null || where.length === 0}
        onClick={() => void save()}
      >
        {rule === null ? say`Add rule` : say`Save rule`}
      </Button>
      {rule !== null && (
        <Button variant="subtle" onClick={onCancel}>
          {say`Leave as it was`}
        </Button>
      )}
    </div>
  )
}

function whichOf({ keys }: WantedRule): string {
  if (keys.kind === 'all') return ALL
  return keys.kind === 'tag' ? `tag:${keys.tag}` : `key:${keys.keyId}`
}

function whereOf({ accounts }: WantedRule): string[] {
  return accounts.kind === 'all' ? [ALL] : accounts.accountIds.map((id) => `account:${id}`)
}

function keysOf(which: string): NewRule['keys'] {
  if (which === ALL) return { kind: 'all' }
  const rest = which.slice(4)
  return which.startsWith('tag:') ? { kind: 'tag', tag: rest } : { kind: 'key', keyId: rest }
}

function accountsOf(where: string[]): NewRule['accounts'] {
  if (where.includes(ALL)) return { kind: 'all' }
  return { kind: 'some', accountIds: where.map((value) => value.slice('account:'.length)) }
}
