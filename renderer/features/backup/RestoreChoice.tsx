import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import type { RestorePreview, RestoreRow } from '../../../contract/backup.js'
import { say } from '../../../contract/words/say.js'
import { timeText } from '../../ui/age.js'
import { PlainTable } from '../../ui/PlainTable.js'
import { Sheet } from '../../ui/Sheet.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { hear } from '../../words/language.js'
import { useKinds } from '../accounts/account-queries.js'
import classes from './RestoreChoice.module.css'
import { byKind, countWords, kindWords, rowWords, stateWords } from './restore-words.js'

interface Props {
  preview: RestorePreview
  verb: string
  onChosen: (rowIds: string[]) => void
  onClose: () => void
}

/** Everything in a backup beside what is here: new, the same, different. */
export function RestoreChoice({ preview, verb, onChosen, onClose }: Props) {
  const { rows, madeAt } = preview
  const [chosen, setChosen] = useState(
    () => new Set(rows.filter(({ proposed }) => proposed).map(({ id }) => id)),
  )
  const choose = (ids: string[], wanted: boolean) =>
    setChosen((before) => {
      const next = new Set(before)
      for (const id of ids) wanted ? next.add(id) : next.delete(id)
      return next
    })
  return (
    <Sheet
      title={say`What is in the backup`}
      verb={verb}
      size={760}
      disabled={chosen.size === 0}
      aside={say`Chosen: ${countWords(rows.filter(({ id }) => chosen.has(id)))}`}
      onSubmit={() => onChosen([...chosen])}
      onClose={onClose}
    >
      <span>{say`Written ${timeText(madeAt)}. What is here already stays as it is.`}</span>
      {byKind(rows).map((group) => (
        <Kind key={group.kind} {...group} chosen={chosen} onChoose={choose} />
      ))}
    </Sheet>
  )
}

interface KindProps {
  kind: RestoreRow['kind']
  rows: RestoreRow[]
  chosen: ReadonlySet<string>
  onChoose: (ids: string[], wanted: boolean) => void
}

function Kind({ kind, rows, chosen, onChoose }: KindProps) {
  const words = kindWords[kind]
  const possible = rows.filter(({ does }) => does !== null).map(({ id }) => id)
  const count = possible.filter((id) => chosen.has(id)).length
  return (
    <PlainTable className={classes.table} aria-label={words}>
      <thead>
        <tr>
          {possible.length === 0 ? (
            <td />
          ) : (
            <th>
              <Checkbox
                aria-label={say`Restore all: ${words}`}
                checked={count === possible.length}
                indeterminate={count > 0 && count < possible.length}
                onChange={({ currentTarget }) => onChoose(possible, currentTarget.checked)}
              />
            </th>
          )}
          <th colSpan={2}>{words}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} chosen={chosen.has(row.id)} onChoose={onChoose} />
        ))}
      </tbody>
    </PlainTable>
  )
}

/** What has a name of the user's; the other rows are called by what they are. */
const NAMED: ReadonlySet<RestoreRow['kind']> = new Set(['key', 'account', 'host', 'known-host'])

interface RowProps {
  row: RestoreRow
  chosen: boolean
  onChoose: KindProps['onChoose']
}

function Row({ row, chosen, onChoose }: RowProps) {
  const { id, detail, state, does } = row
  const name = NAMED.has(row.kind) ? row.name : hear(row.name)
  const cloud = useKinds().data?.find(({ kind }) => kind === hear(detail))
  return (
    <tr>
      <td>
        {does !== null && (
          <Checkbox
            aria-label={say`Restore ${name}`}
            checked={chosen}
            onChange={({ currentTarget }) => onChoose([id], currentTarget.checked)}
          />
        )}
      </td>
      <th scope="row">
        <div className={classes.line}>{name}</div>
        {row.kind === 'account' ? (
          <div className={classes.small}>{cloud?.label ?? hear(detail)}</div>
        ) : (
          detail !== '' && <div className={classes.detail}>{hear(detail)}</div>
        )}
      </th>
      <td>
        <StatusDot tone={stateWords[state].tone}>{stateWords[state].says}</StatusDot>
        <div className={classes.small}>{rowWords(row)}</div>
      </td>
    </tr>
  )
}
