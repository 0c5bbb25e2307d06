import type { MapKey } from '../../../contract/map.js'
import { say } from '../../../contract/words/say.js'
import { ageText, timeText } from '../../ui/age.js'
import type { Column } from '../../ui/column.js'
import { trackFor } from '../../ui/column-layout.js'
import { ShortFingerprint } from '../../ui/KeyLabel.js'
import { numberText } from '../../ui/number-text.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { TrustDot, type TrustGrade } from '../../ui/TrustDot.js'
import { stateTone, stateWord } from '../instances/instance-words.js'
import classes from './map.module.css'
import type { AccountRow, InstanceRow, KeyRow } from './map-rows.js'
import { keyNotes, mapKeyType, rowNotes, vaultWords } from './map-words.js'

/** Where each key is, in numbers. `now` in ms. */
export function keyColumns(now: number): Column<KeyRow>[] {
  const provenAge = ({ provenAt }: MapKey) =>
    provenAt === null ? undefined : say`Last login ${ageText(provenAt, now)}`
  return [
    {
      id: 'name',
      header: say`Key`,
      width: 'minmax(150px, 1.4fr)',
      value: ({ title }) => title,
      cell: ({ row, title }) => (
        <span className={classes.name} title={[title, vaultWords(row)].join('\n')}>
          <span className={classes.words}>{title}</span>
          {row.state !== 'active' && <span className={classes.tag}>{vaultWords(row)}</span>}
        </span>
      ),
    },
    { id: 'type', header: say`Type`, width: '110px', hideBelow: 860, value: ({ row }) => mapKeyType(row) },
    {
      id: 'fingerprint',
      header: 'SHA256',
      width: '104px',
      hideBelow: 980,
      value: ({ row }) => row.fingerprint?.slice(-8) ?? '',
      cell: ({ row }) => row.fingerprint !== null && <ShortFingerprint value={row.fingerprint} />,
    },
    {
      id: 'accounts',
      header: say`Accounts`,
      width: '92px',
      hideBelow: 560,
      value: ({ row }) => row.accounts.length,
      cell: ({ row }) => <Count of={row.accounts.length} />,
    },
    gradeCount('declared', say`Declared`),
    gradeCount('observed', say`Observed`),
    gradeCount('proven', say`Proven`, provenAge),
    notesColumn(({ row }) => keyNotes(row)),
  ]
}

function gradeCount(
  grade: TrustGrade,
  header: string,
  title: (row: MapKey) => string | undefined = () => undefined,
): Column<KeyRow> {
  return {
    id: grade,
    header,
    width: trackFor(92, [header]),
    value: ({ row }) => row[grade],
    cell: ({ row }) => (
      <span title={title(row)}>
        <Count of={row[grade]} grade={grade} />
      </span>
    ),
  }
}

function Count({ of, grade }: { of: number; grade?: TrustGrade }) {
  if (of === 0) return <span className={classes.dim}>–</span>
  return (
    <span className={classes.count}>
      {grade !== undefined && <TrustDot grade={grade} />}
      {numberText(of)}
    </span>
  )
}

/** Which keys each instance trusts, the three grades apart. `now` in ms. */
export function instanceColumns(now: number): Column<InstanceRow>[] {
  return [
    {
      id: 'name',
      header: say`Instance`,
      width: 'minmax(110px, 1.2fr)',
      value: ({ row }) => row.name,
      cell: ({ row }) => (
        <span className={classes.strong} title={[row.name, row.address].join('\n')}>
          {row.name}
        </span>
      ),
    },
    {
      id: 'account',
      header: say`Account`,
      width: 'minmax(90px, 1fr)',
      hideBelow: 760,
      value: ({ accountName }) => accountName,
    },
    {
      id: 'state',
      header: say`State`,
      width: '96px',
      hideBelow: 1000,
      value: ({ row }) => stateWord(row.state),
      cell: ({ row }) => <StatusDot tone={stateTone(row.state)}>{stateWord(row.state)}</StatusDot>,
    },
    gradeNames('declared', say`Declared`),
    {
      ...gradeNames('observed', say`Observed`),
      cell: ({ row, observed }) =>
        row.readAt === null ? (
          <span className={classes.dim}>{say`never read`}</span>
        ) : (
          <span title={say`Read ${timeText(row.readAt)}, ${ageText(row.readAt, now)}`}>
            <Names of={observed} grade="observed" />
          </span>
        ),
    },
    gradeNames('proven', say`Proven`),
    notesColumn(({ row }) => rowNotes(row).filter((note) => note !== 'never read')),
  ]
}

function gradeNames(grade: TrustGrade, header: string): Column<InstanceRow> {
  return {
    id: grade,
    header,
    width: 'minmax(100px, 1fr)',
    value: (row) => row[grade].join(' '),
    cell: (row) => <Names of={row[grade]} grade={grade} />,
  }
}

function Names({ of, grade }: { of: string[]; grade: TrustGrade }) {
  const [first] = of
  if (first === undefined) return <span className={classes.dim}>–</span>
  return (
    <span className={classes.name} title={of.slice(0, 30).join('\n')}>
      <TrustDot grade={grade} />
      <span className={classes.words}>{first}</span>
      {of.length > 1 && <span className={classes.dim}>+{of.length - 1}</span>}
    </span>
  )
}

/** What is to be looked at in each account, in numbers. `now` in ms. */
export function accountColumns(now: number): Column<AccountRow>[] {
  const number = (
    id: 'keys' | 'instances' | 'unknown' | 'missing' | 'sameName' | 'severalNames' | 'weak',
    header: string,
    width: string,
    hideBelow = 0,
  ): Column<AccountRow> => ({
    ...{ id, header, width, hideBelow },
    value: ({ row }) => row[id],
    cell: ({ row }) => <Count of={row[id]} />,
  })
  return [
    { id: 'name', header: say`Account`, width: 'minmax(120px, 1.5fr)', value: ({ row }) => row.name },
    number('keys', say`Keys`, '76px'),
    number('instances', say`Instances`, '92px'),
    number('unknown', say`Unknown keys`, '120px'),
    number('missing', say`Missing`, '88px'),
    number('sameName', say`Same name, other key`, '164px', 760),
    number('severalNames', say`Several names`, '124px', 880),
    number('weak', say`Weak`, '76px', 560),
    {
      id: 'read',
      header: say`Read`,
      width: '104px',
      hideBelow: 660,
      value: ({ row }) => row.readAt ?? '',
      cell: ({ row }) =>
        row.readAt === null ? <span className={classes.dim}>{say`never`}</span> : ageText(row.readAt, now),
    },
  ]
}

function notesColumn<T>(notes: (row: T) => string[]): Column<T> {
  return {
    id: 'notes',
    header: say`Worth a look`,
    width: 'minmax(110px, 1.6fr)',
    value: (row) => notes(row).join(', '),
    cell: (row) => {
      const text = notes(row).join(' · ')
      return (
        <span className={classes.dim} title={text.replaceAll(' · ', '\n')}>
          {text}
        </span>
      )
    },
  }
}
