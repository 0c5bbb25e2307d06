import { Button, Checkbox, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { Account } from '../../../../contract/accounts.js'
import { plural, say } from '../../../../contract/words/say.js'
import { errorInfo } from '../../../api/errors.js'
import { api } from '../../../api/queries.js'
import { ErrorMessage } from '../../../ui/ErrorMessage.js'
import { LastWaysIn } from '../../bindings/LastWaysIn.js'
import { PlanSaid } from '../../bindings/PlanSaid.js'
import { useInstanceLabels } from '../../bindings/use-instance-labels.js'
import { useKeysChanged } from '../../keys/key-queries.js'
import type { Doomed } from './use-deletions.js'

interface ChoiceProps {
  /** The kept keys that are in the vault: only those can be unbound here. */
  count: number
  unbinds: boolean
  disabled: boolean
  onChange: (unbinds: boolean) => void
}

/** The offer to take keys off the instances that have them before they are deleted. */
export function UnbindFirst({ count, unbinds, disabled, onChange }: ChoiceProps) {
  if (count === 0) return null
  return (
    <Checkbox
      checked={unbinds}
      disabled={disabled}
      onChange={(event) => onChange(event.currentTarget.checked)}
      label={say`${plural(count, 'Unbind it first', 'Unbind these # first')}`}
      description={say`Takes it off the instances by the cloud's own call, which may stop them for a minute. The deletion then goes on by itself.`}
    />
  )
}

interface UnbindingProps {
  doomed: Doomed
  /** Others are unbound too: it is said of which this is. */
  several: boolean
  /** Names, by the instance. */
  typed: Record<string, string>
  onTyped: (typed: Record<string, string>) => void
}

/** What unbinding a key would do to each instance that has it. */
export function Unbinding({ doomed: { key, radius, unbinding }, several, typed, onTyped }: UnbindingProps) {
  const instances = radius?.kept?.instances ?? []
  const named = instances.map(({ instanceId: id, instanceName: name }) => ({ id, name }))
  const labelOf = useInstanceLabels(named)
  const nameOf = (id: string) => named.find((one) => one.id === id)?.name ?? id
  if (unbinding === undefined) return null
  const plans = unbinding.flatMap(({ plan }) => plan ?? [])
  const [alone] = unbinding.length === 1 ? unbinding : []
  return (
    <Stack gap="sm" role="group" aria-label={say`Unbinding ${key.name} first`}>
      {several && <strong>{say`Unbinding ${key.name} first`}</strong>}
      <LastWaysIn
        isNeeded={() => true}
        alone
        plans={plans.filter(({ lastWayIn }) => lastWayIn)}
        nameOf={nameOf}
        typed={typed}
        onTyped={onTyped}
      />
      <PlanSaid targets={unbinding} naming={{ nameOf, labelOf }} />
      {alone?.problem != null && <ErrorMessage problem={alone.problem} />}
    </Stack>
  )
}

/** A key that only the cloud has: it can be unbound here once the vault has its public half. */
export function KeepToUnbind({
  account,
  doomed,
  onKept,
}: {
  account: Account
  doomed: Doomed
  onKept: () => void
}) {
  const { name, publicKey } = doomed.key
  const changed = useKeysChanged()
  const keep = useMutation(
    api.keys.import.mutationOptions({
      onSuccess: async () => {
        await changed()
        onKept()
      },
    }),
  )
  if (publicKey === null) return null
  const source = { kind: 'text' as const, text: publicKey }
  return (
    <Stack gap="xs" align="flex-start">
      <span>{say`${name} is not in this vault. To unbind it here first, Latchkey needs its public half.`}</span>
      <Button
        variant="default"
        loading={keep.isPending}
        onClick={() =>
          keep.mutate({ source, name, notes: { description: say`From the account ${account.name}` } })
        }
      >
        {say`Keep the public half of ${name}`}
      </Button>
      {keep.error !== null && <ErrorMessage problem={errorInfo(keep.error)} />}
    </Stack>
  )
}
