import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Account } from '../../../contract/accounts.js'
import type { ErrorInfo } from '../../../contract/errors.js'
import type { Inventory } from '../../../contract/instances.js'
import { say } from '../../../contract/words/say.js'
import { ageText } from '../../ui/age.js'
import { CopyButton } from '../../ui/CopyButton.js'
import { detailsText } from '../../ui/details-text.js'
import { Notice } from '../../ui/Notice.js'
import { NoticeStack } from '../../ui/NoticeStack.js'
import { hear } from '../../words/language.js'
import { rich } from '../../words/rich.js'
import classes from './instances.module.css'

interface Props {
  ages: Inventory['ages']
  accounts: Account[]
  now: number
  /** Ids of the accounts that are being read. */
  reading: string[]
  onRetry: (accountIds: string[]) => void
}

/** More of them would push the instances out of the window. */
const MOST_LINES = 2

/** One line for each account or region that could not be read, or one for all of them where they are many. */
export function InventoryProblems({ ages, accounts, now, reading, onRetry }: Props) {
  const [open, setOpen] = useState(false)
  const all = ages.flatMap((age) => linesOf(age, accounts))
  const failed = all.filter(({ problem }) => !isGivenUp(problem))
  const ids = [...new Set(failed.map(({ accountId }) => accountId))]
  const many = failed.length > MOST_LINES
  const lines = failed.map((line) => (
    <Problem
      key={line.of}
      line={line}
      now={now}
      busy={reading.includes(line.accountId)}
      onRetry={() => onRetry([line.accountId])}
    />
  ))
  return (
    <>
      <NoticeStack>
        {many ? (
          <Notice
            tone="danger"
            role="alert"
            actions={
              <>
                <Button variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
                  {open ? say`Hide why` : say`Show why`}
                </Button>
                <Button
                  variant="default"
                  loading={ids.some((id) => reading.includes(id))}
                  onClick={() => onRetry(ids)}
                >
                  {say`Try again`}
                </Button>
              </>
            }
          >
            {rich`${<strong>{say`${ids.length} of ${accounts.length} accounts could not be read wholly.`}</strong>} Their instances are shown as they were read last.`}
          </Notice>
        ) : (
          lines
        )}
        <GivenUp lines={all.filter(({ problem }) => isGivenUp(problem))} {...{ now, reading, onRetry }} />
      </NoticeStack>
      {many && open && <div className={classes.problems}>{lines}</div>}
    </>
  )
}

/** The user wanted it so. */
const isGivenUp = ({ code }: ErrorInfo) => code === 'cancelled'

/** One line for all whose reading was cancelled: nothing is wrong, and what is shown may be old. */
function GivenUp({
  lines,
  now,
  reading,
  onRetry,
}: { lines: Line[] } & Pick<Props, 'now' | 'reading' | 'onRetry'>) {
  const [first] = lines
  if (first === undefined) return null
  const ids = lines.map(({ accountId }) => accountId)
  const names = lines.map(({ of }) => of).join(', ')
  return (
    <Notice
      tone="warn"
      role="status"
      actions={
        <Button
          h={24}
          px="sm"
          variant="default"
          loading={ids.some((id) => reading.includes(id))}
          onClick={() => onRetry(ids)}
        >
          {say`Refresh`}
        </Button>
      }
    >
      <strong>{names}:</strong> {say`The last reading was cancelled.`}{' '}
      {lines.length === 1 ? ageOf(first, now) : say`What you see of them is from the time before.`}
    </Notice>
  )
}

const ageOf = ({ readAt }: Line, now: number) =>
  readAt === null ? say`It was never read.` : say`Its instances were read ${ageText(readAt, now)}.`

interface Line {
  accountId: string
  /** The account, or one of its regions. */
  of: string
  readAt: string | null
  problem: ErrorInfo
}

function linesOf(
  { accountId, readAt, problem, regions = [] }: Inventory['ages'][number],
  accounts: Account[],
): Line[] {
  const name = accounts.find(({ id }) => id === accountId)?.name
  if (name === undefined) return []
  return [
    ...(problem === undefined ? [] : [{ accountId, of: name, readAt, problem }]),
    ...regions.map(({ region, ...line }) => ({ accountId, of: `${name}, ${region}`, ...line })),
  ]
}

interface ProblemProps {
  line: Line
  now: number
  busy: boolean
  onRetry: () => void
}

/** Why it could not be read, and how old what is shown of it is. */
function Problem({ line, now, busy, onRetry }: ProblemProps) {
  const { of, problem } = line
  return (
    <Notice
      tone="danger"
      role="alert"
      actions={
        <>
          <CopyButton label={say`Copy details`} value={detailsText(problem)} />
          <Button h={24} px="sm" variant="default" loading={busy} onClick={onRetry}>
            {say`Try again`}
          </Button>
        </>
      }
    >
      <strong>{of}:</strong> {hear(problem.message)} {hear(problem.advice ?? '')} {ageOf(line, now)}
    </Notice>
  )
}
