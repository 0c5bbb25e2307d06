import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { Finding, RepairKind } from '../../../contract/repair.js'
import { plural, say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { timeText } from '../../ui/age.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { keyTypeName } from '../../ui/key-type.js'
import classes from './repair.module.css'
import { repairWord, titleOf, whyOf } from './repair-words.js'

interface Props {
  findings: Finding[]
  /** Whether everything was read and proven. */
  checked: boolean
  onRepair: (finding: Finding, by: RepairKind) => void
  onChanged: (findings: Finding[]) => void
}

/** Each with its repairs; those that the user has left come last, folded away. */
export function FindingList({ findings, checked, onRepair, onChanged }: Props) {
  const leave = useMutation(api.repair.leave.mutationOptions({ onSuccess: onChanged }))
  const row = (finding: Finding) => (
    <Row
      key={finding.id}
      finding={finding}
      onRepair={(by) => onRepair(finding, by)}
      onLeave={() => leave.mutate({ id: finding.id, left: !finding.left })}
    />
  )
  const left = findings.filter((finding) => finding.left)
  const open = findings.filter((finding) => !finding.left)
  return (
    <>
      {open.length === 0 ? (
        <span>{left.length > 0 ? say`Nothing else is left to look at.` : nothingText(checked)}</span>
      ) : (
        <ul className={classes.findings}>{open.map(row)}</ul>
      )}
      {left.length > 0 && (
        <details>
          <summary>{say`Left as ${plural(left.length, 'it is: 1', 'they are: #')}`}</summary>
          <ul className={classes.findings}>{left.map(row)}</ul>
        </details>
      )}
      {leave.error !== null && <ErrorMessage problem={errorInfo(leave.error)} />}
    </>
  )
}

function nothingText(checked: boolean): string {
  return checked
    ? say`Nothing is amiss.`
    : say`Each key pair and each account has its secret, and no secret is without one. Whether each of them works is what a check of every key proves.`
}

interface RowProps {
  finding: Finding
  onRepair: (by: RepairKind) => void
  onLeave: () => void
}

function Row({ finding, onRepair, onLeave }: RowProps) {
  const { key, deletedAt, repairs, left } = finding
  const title = titleOf(finding)
  return (
    <li className={classes.finding} aria-label={title}>
      <strong>{title}</strong>
      {key !== null && (
        <span className={classes.key}>
          {keyTypeName(key)} <span className="lk-mono">{key.fingerprint}</span>
        </span>
      )}
      <span>{whyOf(finding, deletedAt === null ? null : timeText(deletedAt))}</span>
      <span className={classes.actions}>
        {repairs.map((by) => (
          <Button
            key={by}
            variant="default"
            {...(by === 'delete' && { className: classes.danger })}
            onClick={() => onRepair(by)}
          >
            {repairWord(by, finding)}
          </Button>
        ))}
        <Button variant="subtle" onClick={onLeave}>
          {left ? say`Remind me of it` : say`Leave it`}
        </Button>
      </span>
    </li>
  )
}
