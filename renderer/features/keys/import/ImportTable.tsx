import { ActionIcon, Checkbox, VisuallyHidden } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { memo, useMemo, useState } from 'react'
import { asPlainText } from '../../../../contract/base.js'
import { say } from '../../../../contract/words/say.js'
import { Fact } from '../../../ui/DetailsPanel.js'
import { Fingerprint } from '../../../ui/Fingerprint.js'
import { ShortFingerprint } from '../../../ui/KeyLabel.js'
import { keyTypeName } from '../../../ui/key-type.js'
import { StatusDot } from '../../../ui/StatusDot.js'
import { isImportable, isLocked, nameProblem, type Plan, planOf, sourceName, wantOf } from './found.js'
import type { FoundKey } from './found-key.js'
import type { Want } from './go-to-row.js'
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
  const outlooks = useMemo(() => rows.map((row) => outlookOf(row, rows, taken)), [rows, taken])
  const importable = outlooks.flatMap(({ row, importable }) => (importable ? [row] : []))
  const chosen = importable.filter((row) => row.chosen).length
  return (
    <div className={classes.frame}>
      <table className={classes.table} aria-label={say`Found keys`}>
        <thead>
          <tr>
            <th>
              <Checkbox
                aria-label={say`Import all`}
                checked={chosen > 0 && chosen === importable.length}
                indeterminate={chosen > 0 && chosen < importable.length}
                disabled={importable.length === 0 || keys.stop !== null}
                onChange={({ currentTarget }) => {
                  for (const { id } of importable) changeRow(id, { chosen: currentTarget.checked })
                }}
              />
            </th>
            <th>{say`File`}</th>
            <th>{say`Key`}</th>
            <th className={classes.wide}>{say`Format`}</th>
            <th>{say`Import as`}</th>
            <th>{say`What happens`}</th>
            <th>
              <VisuallyHidden>{say`Details`}</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {outlooks.map((outlook) => (
            <Row key={outlook.row.id} {...outlook} keys={keys} taken={taken} stopped={keys.stop !== null} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A row, and what depends on the rows beside it. */
interface Outlook {
  row: FoundKey
  plan: Plan
  importable: boolean
  want: Want | null
  wrongName: string | undefined
}

function outlookOf(row: FoundKey, rows: readonly FoundKey[], taken: string[]): Outlook {
  return {
    row,
    plan: planOf(row, rows),
    importable: isImportable(row, rows),
    want: wantOf(row, rows, taken),
    wrongName: row.chosen ? nameProblem(row, rows, taken) : undefined,
  }
}

interface RowProps extends Outlook, Props {
  /** While keys are stored nothing can be changed. */
  stopped: boolean
}

/** Drawn again only when something of its own changes: of hundreds of files each is read and stored by itself. */
const Row = memo(RowView, sameRow)

function sameRow(one: RowProps, other: RowProps): boolean {
  const same = (...names: (keyof RowProps)[]) => names.every((name) => one[name] === other[name])
  return (
    same('row', 'importable', 'want', 'wrongName', 'taken', 'stopped') &&
    JSON.stringify(one.plan) === JSON.stringify(other.plan)
  )
}

function RowView(props: RowProps) {
  const { row, plan, importable, want, keys, stopped } = props
  const [open, setOpen] = useState(false)
  const { key, format, encryption } = row.preview
  const comment = asPlainText(row.preview.comment)
  const name = sourceName(row)
  const Chevron = open ? IconChevronDown : IconChevronRight
  return (
    <>
      <tr data-dim={!importable && row.progress.state === 'none'} data-wants={want ?? undefined}>
        <td>
          {importable && (
            <Checkbox
              aria-label={say`Import ${name}`}
              checked={row.chosen}
              disabled={stopped}
              onChange={({ currentTarget }) => keys.changeRow(row.id, { chosen: currentTarget.checked })}
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
            <Fields {...props} />
          </td>
        )}
        <td colSpan={importable ? 1 : 2} className={classes.outcome}>
          <Outcome row={row} plan={plan} />
        </td>
        <td className={classes.toggle}>
          <ActionIcon
            size={24}
            aria-label={say`Details of ${name}`}
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

function Fields({ row, plan, wrongName, keys }: RowProps) {
  return (
    <div className={classes.fields}>
      {plan.does !== 'completes' && <NameField row={row} keys={keys} problem={wrongName} compact />}
      {isLocked(row) && row.chosen && <PassphraseField row={row} keys={keys} compact />}
    </div>
  )
}

function Outcome({ row, plan }: { row: FoundKey; plan: Plan }) {
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
      {key !== null && <Fact label={say`Type`}>{keyTypeName(key)}</Fact>}
      {format !== '' && <Fact label={say`Format`}>{format}</Fact>}
      {encryption !== null && <Fact label={say`Encryption`}>{encryption}</Fact>}
      {key !== null && (
        <>
          <Fact label={say`SHA256 fingerprint`}>
            <Fingerprint value={key.fingerprint} />
          </Fact>
          <Fact label={say`MD5 fingerprint`}>
            <Fingerprint value={key.fingerprintMd5} />
          </Fact>
        </>
      )}
      {comment !== '' && <Fact label={say`Comment`}>{comment}</Fact>}
    </div>
  )
}
