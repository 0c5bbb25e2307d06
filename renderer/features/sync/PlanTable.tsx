import { Checkbox } from '@mantine/core'
import type { ReactNode } from 'react'
import type { SyncStep } from '../../../contract/sync.js'
import { plural, say } from '../../../contract/words/say.js'
import { Folded } from '../../ui/Folded.js'
import { PlainTable } from '../../ui/PlainTable.js'
import { hear } from '../../words/language.js'
import classes from './sync.module.css'
import { isWork, stepWords } from './sync-words.js'

interface Props {
  /** Of the account. */
  name: string
  steps: SyncStep[]
  left: ReadonlySet<string>
  onLeft: (left: ReadonlySet<string>) => void
}

/** More steps than these are folded away, but never one that takes a key away. */
const MOST_SHOWN = 25

/** One account's steps: what is done and why; what is there already is folded away. */
export function PlanTable({ name, steps, left, onLeft }: Props) {
  const work = steps.filter(isWork)
  const quiet = steps.filter((step) => !isWork(step))
  const there = quiet.filter(({ kind }) => kind === 'nothing').length
  const count = work.filter(({ id }) => !left.has(id)).length
  const choose = (ids: string[], wanted: boolean) => {
    const next = new Set(left)
    for (const id of ids) wanted ? next.delete(id) : next.add(id)
    onLeft(next)
  }
  const pushes = work.filter(({ kind }) => kind !== 'remove')
  const isLong = pushes.length > MOST_SHOWN
  const rowOf = (step: SyncStep) => (
    <Row key={step.id} step={step}>
      <Checkbox
        aria-label={say`${stepWords(step)}: ${step.keyName} on ${name}`}
        checked={!left.has(step.id)}
        onChange={({ currentTarget }) => choose([step.id], currentTarget.checked)}
      />
    </Row>
  )
  return (
    <section className={classes.group} aria-label={name}>
      <PlainTable className={classes.table} aria-label={name}>
        <thead>
          <tr>
            {work.length === 0 ? (
              <td className={classes.tick} />
            ) : (
              <th className={classes.tick}>
                <Checkbox
                  aria-label={say`Everything on ${name}`}
                  checked={count === work.length}
                  indeterminate={count > 0 && count < work.length}
                  onChange={({ currentTarget }) =>
                    choose(
                      work.map(({ id }) => id),
                      currentTarget.checked,
                    )
                  }
                />
              </th>
            )}
            <th className={classes.narrow}>{name}</th>
            <th className={classes.narrow}>
              {work.length === 0 ? say`Nothing to do` : say`${plural(work.length, '# step', '# steps')}`}
            </th>
            <th>{say`Why`}</th>
          </tr>
        </thead>
        <tbody>{(isLong ? work.filter(({ kind }) => kind === 'remove') : work).map(rowOf)}</tbody>
      </PlainTable>
      {isLong && (
        <Folded summary={say`${pushes.length} steps that take nothing away`}>
          <PlainTable className={classes.table}>
            <tbody>{pushes.map(rowOf)}</tbody>
          </PlainTable>
        </Folded>
      )}
      {quiet.length > 0 && <Quiet steps={quiet} there={there} />}
    </section>
  )
}

function Quiet({ steps, there }: { steps: SyncStep[]; there: number }) {
  const refused = steps.length - there
  const words = [
    ...(there > 0 ? [say`${plural(there, '# key', '# keys')} there already`] : []),
    ...(refused > 0 ? [say`${refused} that the cloud does not take`] : []),
  ]
  return (
    <Folded summary={words.join(', ')}>
      <PlainTable className={classes.table}>
        <tbody>
          {steps.map((step) => (
            <Row key={step.id} step={step} />
          ))}
        </tbody>
      </PlainTable>
    </Folded>
  )
}

function Row({ step, children }: { step: SyncStep; children?: ReactNode }) {
  return (
    <tr data-kind={step.kind} data-quiet={!isWork(step)}>
      <td className={classes.tick}>{children}</td>
      <th className={classes.narrow} scope="row">
        {step.keyName}
      </th>
      <td className={classes.narrow}>{stepWords(step)}</td>
      <td>{hear(step.why)}</td>
    </tr>
  )
}
