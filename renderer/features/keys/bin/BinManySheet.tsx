import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ErrorInfo } from '../../../../contract/errors.js'
import type { KeyPair, KeyRadius } from '../../../../contract/keys.js'
import { numberText, plural, say } from '../../../../contract/words/say.js'
import { rpc } from '../../../api/client.js'
import { errorInfo } from '../../../api/errors.js'
import { api } from '../../../api/queries.js'
import { Consequences } from '../../../ui/Consequences.js'
import { PlainTable } from '../../../ui/PlainTable.js'
import { Sheet } from '../../../ui/Sheet.js'
import { StatusDot } from '../../../ui/StatusDot.js'
import { hear } from '../../../words/language.js'
import { days } from '../expiry.js'
import { useKeysChanged } from '../key-queries.js'
import { lostPlaces, namedInstances } from './radius-words.js'

interface Props {
  keyPairs: KeyPair[]
  binDays: number
  onClose: () => void
}

/** Several key pairs to the bin: what each would leave behind, and then what became of each. */
export function BinManySheet({ keyPairs, binDays, onClose }: Props) {
  const changed = useKeysChanged()
  const ids = keyPairs.map(({ id }) => id)
  const radii = useQuery({
    ...api.keys.radius.queryOptions({ input: { ids } }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const bin = useMutation(api.keys.bin.mutationOptions({ onSettled: changed }))
  const moved = bin.data?.filter(({ problem }) => problem === null).map(({ id }) => id)
  const undo = useMutation({
    mutationFn: async () => {
      for (const { id, state } of keyPairs) if (moved?.includes(id)) await rpc.keys.setState({ id, state })
    },
    onSettled: changed,
    onSuccess: onClose,
  })
  const problem = radii.error ?? bin.error ?? undo.error
  const stay = radii.data?.filter((radius) => lostPlaces(radius).length > 0).length ?? 0
  const go = keyPairs.length - stay
  const done = moved !== undefined
  return (
    <Sheet
      title={
        done
          ? say`${moved.length} of ${keyPairs.length} key pairs are in the bin`
          : say`Move ${keyPairs.length} key pairs to the bin?`
      }
      verb={done ? say`Done` : say`Move ${go} to bin`}
      size={820}
      danger={!done}
      done={done}
      busy={bin.isPending}
      disabled={radii.data === undefined || go === 0}
      problem={problem === null ? undefined : errorInfo(problem)}
      aside={
        done &&
        moved.length > 0 && (
          <Button variant="default" loading={undo.isPending} onClick={() => undo.mutate()}>
            {say`Undo`}
          </Button>
        )
      }
      onSubmit={() => (done ? onClose() : bin.mutate({ ids }))}
      onClose={onClose}
    >
      {!done && <Consequences sentences={consequences(stay, binDays)} />}
      <PlainTable aria-label={say`Key pairs that go to the bin`}>
        <thead>
          <tr>
            <th>{say`Key pair`}</th>
            <th>{say`Accounts`}</th>
            <th>{say`Declared`}</th>
            <th>{say`Observed`}</th>
            <th>{say`Proven`}</th>
            <th>{done ? say`Result` : say`Left without a proven way in`}</th>
          </tr>
        </thead>
        <tbody>
          {keyPairs.map(({ id, name }) => (
            <Row
              key={id}
              name={name}
              radius={radii.data?.find(({ keyId }) => keyId === id)}
              result={bin.data?.find((one) => one.id === id)?.problem}
            />
          ))}
        </tbody>
      </PlainTable>
    </Sheet>
  )
}

interface RowProps {
  name: string
  radius: KeyRadius | undefined
  /** Null: it is in the bin; undefined: not yet. */
  result: ErrorInfo | null | undefined
}

function Row({ name, radius, result }: RowProps) {
  const places = radius?.instances ?? []
  const count = (number: number) => (radius === undefined ? '…' : number === 0 ? '–' : numberText(number))
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{count(new Set(radius?.accounts.map(({ accountId }) => accountId)).size)}</td>
      <td>{count(places.filter(({ isDeclared }) => isDeclared).length)}</td>
      <td>{count(places.filter(({ isObserved }) => isObserved).length)}</td>
      <td>{count(places.filter(({ provenAt }) => provenAt !== null).length)}</td>
      <td>{result === undefined ? radius && <Lost radius={radius} /> : <Result problem={result} />}</td>
    </tr>
  )
}

function Lost({ radius }: { radius: KeyRadius }) {
  const lost = lostPlaces(radius)
  if (lost.length === 0) return say`none`
  return <StatusDot tone="danger">{say`${namedInstances(lost)}: it stays`}</StatusDot>
}

function Result({ problem }: { problem: ErrorInfo | null }) {
  if (problem === null) return <StatusDot tone="ok">{say`in the bin`}</StatusDot>
  return <StatusDot tone="danger">{hear(problem.message)}</StatusDot>
}

function consequences(stay: number, binDays: number): string[] {
  return [
    ...(stay === 0
      ? []
      : [
          say`${plural(stay, '# stays, because it is', '# stay, because they are')} the only proven way in to instances once the others are gone. Bind another key there first, or move it alone.`,
        ]),
    say`Latchkey can no longer connect with them. Their public halves stay on accounts and instances.`,
    say`They can be restored for ${days(binDays)}. After that they are gone for good.`,
  ]
}
