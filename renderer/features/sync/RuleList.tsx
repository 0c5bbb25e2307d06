import { Button } from '@mantine/core'
import { useState } from 'react'
import type { WantedRule } from '../../../contract/sync.js'
import { say } from '../../../contract/words/say.js'
import { PlainTable } from '../../ui/PlainTable.js'
import { useAccounts } from '../accounts/account-queries.js'
import { useKeys } from '../keys/key-queries.js'
import classes from './sync.module.css'
import { ruleAccountsWords, ruleKeysWords } from './sync-words.js'

interface Props {
  rules: WantedRule[]
  /** The one that is being edited. */
  editedId: string | null
  onEdit: (rule: WantedRule) => void
  onRemove: (id: string) => void
  onBack: (rule: WantedRule) => void
}

/** The rules, one a row. What was just removed can be brought back. */
export function RuleList({ rules, editedId, onEdit, onRemove, onBack }: Props) {
  const [removed, setRemoved] = useState<WantedRule | null>(null)
  const gone = removed !== null && !rules.some(({ id }) => id === removed.id) ? removed : null
  return (
    <>
      {rules.length > 0 && (
        <PlainTable className={classes.table} aria-label={say`Rules`}>
          <thead>
            <tr>
              <th>{say`Key pairs`}</th>
              <th>{say`Belong on`}</th>
              <td className={classes.act} />
            </tr>
          </thead>
          <tbody>
            {rules.map((rule) => (
              <Row
                key={rule.id}
                rule={rule}
                isEdited={rule.id === editedId}
                onEdit={() => onEdit(rule)}
                onRemove={() => {
                  setRemoved(rule)
                  onRemove(rule.id)
                }}
              />
            ))}
          </tbody>
        </PlainTable>
      )}
      {gone !== null && (
        <div className={classes.head} role="status">
          <span className={classes.dim}>{say`The rule is gone. Keys stay where they are.`}</span>
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => {
              setRemoved(null)
              onBack(gone)
            }}
          >
            {say`Undo`}
          </Button>
        </div>
      )}
    </>
  )
}

interface RowProps {
  rule: WantedRule
  isEdited: boolean
  onEdit: () => void
  onRemove: () => void
}

function Row({ rule, isEdited, onEdit, onRemove }: RowProps) {
  const keys = useKeys().data ?? []
  const accounts = useAccounts().data ?? []
  const which = ruleKeysWords(rule, keys)
  const { keys: of } = rule
  const key = of.kind === 'key' ? keys.find(({ id }) => id === of.keyId) : undefined
  return (
    <tr data-edited={isEdited || undefined}>
      <th scope="row">
        {which}
        {key !== undefined && key.state !== 'active' && (
          <span className={classes.dim}>
            {' '}
            · {key.state === 'bin' ? say`in the bin: not pushed` : say`archived: not pushed`}
          </span>
        )}
      </th>
      <td>{ruleAccountsWords(rule, accounts)}</td>
      <td>
        <div className={classes.acts}>
          <Button
            variant="default"
            size="compact-sm"
            aria-label={say`Edit the rule for ${which}`}
            disabled={isEdited}
            onClick={onEdit}
          >
            {say`Edit`}
          </Button>
          <Button
            variant="default"
            size="compact-sm"
            aria-label={say`Remove the rule for ${which}`}
            onClick={onRemove}
          >
            {say`Remove`}
          </Button>
        </div>
      </td>
    </tr>
  )
}
