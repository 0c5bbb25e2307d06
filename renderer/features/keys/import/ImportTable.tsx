import { ActionIcon, Checkbox, VisuallyHidden } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { Fact } from '../../../ui/DetailsPanel.js'
import { Fingerprint } from '../../../ui/Fingerprint.js'
import { ShortFingerprint } from '../../../ui/KeyLabel.js'
import { keyTypeName } from '../../../ui/key-type.js'
import { StatusDot } from '../../../ui/StatusDot.js'
import { type FoundKey, isImportable, isLocked, nameProblem, planOf, sourceName, wantOf } from './found.js'
import { NameField, PassphraseField } from './ImportFields.js'
import classes from './ImportTable.module.css'
import { adviceOf, planWords, progressWords } from './plan-words.js'
import type { Import } from './use-import.js'

interface Props {
  keys: Import
  taken: string[]
}

/** What was found, a row each: what it is, what would become of it, and what is needed for that. */
export function ImportTable({ keys, taken }: Props) {
  const { rows, changeRow } = keys
  const importable = rows.filter((row) => isImportable(row, rows))
  const chosen = importable.filter((row) => row.chosen).length
  return (
    <div className={classes.frame}>
      <table className={classes.table} aria-label="Found keys">
        <thead>
          <tr>
            <th>
              <Checkbox
                aria-label="Import all"
                checked={chosen > 0 && chosen === importable.length}
                indeterminate={chosen > 0 && chosen < importable.length}
                disabled={importable.length === 0 || keys.stop !== null}
                onChange={({ currentTarget }) => {
                  for (const { id } of importable) changeRow(id, { chosen: currentTarget.checked })
                }}
              />
            </th>
            <th>File</th>
            <th>Key</th>
            <th className={classes.wide}>Format</th>
            <th>Import as</th>
            <th>What happens</th>
            <th>
              <VisuallyHidden>Details</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} keys={keys} taken={taken} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ row, keys, taken }: Props & { row: FoundKey }) {
  const [open, setOpen] = useState(false)
  const { rows, changeRow } = keys
  const { key, comment, format, encryption } = row.preview
  const importable = isImportable(row, rows)
  const name = sourceName(row)
  const Chevron = open ? IconChevronDown : IconChevronRight
  return (
    <>
      <tr
        data-dim={!importable && row.progress.state === 'none'}
        data-wants={wantOf(row, rows, taken) ?? undefined}
      >
        <td>
          {importable && (
            <Checkbox
              aria-label={`Import ${name}`}
              checked={row.chosen}
              disabled={keys.stop !== null}
              onChange={({ currentTarget }) => changeRow(row.id, { chosen: currentTarget.checked })}
            />
          )}
        </td>
        <th scope="row" className={classes.file}>
          <div className={classes.line} title={name}>
            {name}
          </div>
          <div className={classes.small} title={comment}>
            {comment}
          </div>
        </th>
        <td className={classes.key}>
          <div>{key === null ? '' : keyTypeName(key)}</div>
          {key !== null && <ShortFingerprint value={key.fingerprint} />}
        </td>
        <td className={classes.wide}>
          <div className={classes.line}>{format}</div>
          <div className={classes.small} title={encryption ?? undefined}>
            {encryption}
          </div>
        </td>
        {importable && (
          <td className={classes.as}>
            <Fields row={row} keys={keys} taken={taken} />
          </td>
        )}
        <td colSpan={importable ? 1 : 2} className={classes.outcome}>
          <Outcome row={row} rows={rows} />
        </td>
        <td className={classes.toggle}>
          <ActionIcon
            size={24}
            aria-label={`Details of ${name}`}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <Chevron size={16} />
          </ActionIcon>
        </td>
      </tr>
      {open && (
        <tr className={classes.details}>
          <td />
          <td colSpan={6}>
            <FoundFacts row={row} />
          </td>
        </tr>
      )}
    </>
  )
}

function Fields({ row, keys, taken }: Props & { row: FoundKey }) {
  const named = planOf(row, keys.rows).does !== 'completes'
  return (
    <div className={classes.fields}>
      {named && (
        <NameField
          row={row}
          keys={keys}
          problem={row.chosen ? nameProblem(row, keys.rows, taken) : undefined}
          compact
        />
      )}
      {isLocked(row) && row.chosen && <PassphraseField row={row} keys={keys} compact />}
    </div>
  )
}

function Outcome({ row, rows }: { row: FoundKey; rows: readonly FoundKey[] }) {
  const plan = planOf(row, rows)
  const { tone, words } = progressWords(row) ?? planWords(plan)
  const advice = adviceOf(row, plan)
  return (
    <>
      <StatusDot tone={tone}>{words}</StatusDot>
      {advice !== undefined && <div className={classes.small}>{advice}</div>}
    </>
  )
}

/** Everything that is known of a key before it is stored. */
export function FoundFacts({ row }: { row: FoundKey }) {
  const { key, format, encryption, comment } = row.preview
  return (
    <div className={classes.facts}>
      {key !== null && <Fact label="Type">{keyTypeName(key)}</Fact>}
      {format !== '' && <Fact label="Format">{format}</Fact>}
      {encryption !== null && <Fact label="Encryption">{encryption}</Fact>}
      {key !== null && (
        <>
          <Fact label="SHA256 fingerprint">
            <Fingerprint value={key.fingerprint} />
          </Fact>
          <Fact label="MD5 fingerprint">
            <Fingerprint value={key.fingerprintMd5} />
          </Fact>
        </>
      )}
      {comment !== '' && <Fact label="Comment">{comment}</Fact>}
    </div>
  )
}
