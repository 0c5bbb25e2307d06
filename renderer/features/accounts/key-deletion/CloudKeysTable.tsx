import type { AccountKeyRadius } from '../../../../contract/accounts.js'
import { numberText, say } from '../../../../contract/words/say.js'
import { PlainTable } from '../../../ui/PlainTable.js'
import { StatusDot } from '../../../ui/StatusDot.js'
import { hear } from '../../../words/language.js'
import { namedInstances } from '../../keys/bin/radius-words.js'
import classes from './CloudKeysTable.module.css'
import { isKept } from './deletion-words.js'
import type { DeletionState } from './run-deletions.js'
import type { Doomed } from './use-deletions.js'

/** Several keys that are to go: which instances have each, and what became of it. */
export function CloudKeysTable({ doomed, begun }: { doomed: Doomed[]; begun: boolean }) {
  return (
    <PlainTable className={classes.table} aria-label={say`Keys that go from the account`}>
      <thead>
        <tr>
          <th>{say`Key`}</th>
          <th>{say`Declared`}</th>
          <th>{say`Observed`}</th>
          <th>{say`Proven`}</th>
          <th>{begun ? say`Result` : say`What keeps it`}</th>
        </tr>
      </thead>
      <tbody>
        {doomed.map((one) => (
          <Row key={one.id} doomed={one} begun={begun} />
        ))}
      </tbody>
    </PlainTable>
  )
}

function Row({ doomed: { key, radius, ready, state }, begun }: { doomed: Doomed; begun: boolean }) {
  const places = radius?.instances ?? []
  const count = (number: number) => (radius === undefined ? '…' : number === 0 ? '–' : numberText(number))
  return (
    <tr>
      <th scope="row">
        {key.name}
        {key.region !== null && ` ${key.region}`}
      </th>
      <td>{count(places.filter(({ isDeclared }) => isDeclared).length)}</td>
      <td>{count(places.filter(({ isObserved }) => isObserved).length)}</td>
      <td>{count(places.filter(({ provenAt }) => provenAt !== null).length)}</td>
      <td>
        {begun || state !== undefined ? (
          <Result state={state} />
        ) : (
          radius && <WhatKeeps radius={radius} ready={ready} />
        )}
      </td>
    </tr>
  )
}

function WhatKeeps({ radius, ready }: { radius: AccountKeyRadius; ready: boolean }) {
  const { kept } = radius
  const instances = namedInstances(kept?.instances ?? [])
  if (isKept(radius))
    return ready ? (
      <StatusDot tone="warn">{say`unbound from ${instances} first`}</StatusDot>
    ) : (
      <StatusDot tone="danger">{say`on ${instances}: it stays`}</StatusDot>
    )
  const images = kept?.images ?? []
  if (images.length === 0) return say`nothing`
  return (
    <StatusDot tone="warn">{say`maybe an image: ${images.map(({ name }) => name).join(', ')}`}</StatusDot>
  )
}

const words = {
  waiting: ['idle', say`waiting`],
  unbinding: ['busy', say`unbinding`],
  deleting: ['busy', say`deleting`],
  deleted: ['ok', say`deleted`],
  cancelled: ['idle', say`cancelled`],
} as const

function Result({ state }: { state: DeletionState | undefined }) {
  if (state === undefined) return say`left as it is`
  if (state.at === 'failed')
    return (
      <>
        <StatusDot tone="danger">{hear(state.problem.message)}</StatusDot>
        {state.problem.advice !== undefined && (
          <div className={classes.advice}>{hear(state.problem.advice)}</div>
        )}
      </>
    )
  const [tone, word] = words[state.at]
  return <StatusDot tone={tone}>{word}</StatusDot>
}
