import { say } from '../../../../contract/words/say.js'
import { Fact } from '../../../ui/DetailsPanel.js'
import { Sheet } from '../../../ui/Sheet.js'
import { StatusDot } from '../../../ui/StatusDot.js'
import { rich } from '../../../words/rich.js'
import { Warning } from '../Warning.js'
import { ChooseMore } from './ChooseKeys.js'
import { isLocked, nameProblem, planOf, sourceName } from './found.js'
import type { FoundKey } from './found-key.js'
import type { Found } from './found-props.js'
import { NameField, PassphraseField } from './ImportFields.js'
import { FoundFacts } from './ImportTable.js'
import { adviceOf } from './plan-words.js'

/** A single key: what it is, its passphrase if it has one, its name. */
export function OneKey({
  row,
  keys,
  taken,
  store,
  onImported,
  onShowKnown,
  onClose,
}: Found & { row: FoundKey }) {
  const plan = planOf(row, keys.rows)
  const known = plan.does === 'known' || plan.does === 'in-bin' ? plan : undefined
  const named = plan.does === 'new' || plan.does === 'new-public'
  const problem = named ? nameProblem(row, keys.rows, taken) : undefined
  const hidden = plan.does === 'unknown'
  const advice = adviceOf(row, plan)
  const submit = async () => {
    if (known !== undefined) return onShowKnown(known.id)
    if (hidden) return keys.open(row.id)
    const [keyPair] = await store()
    if (keyPair !== undefined) onImported(keyPair)
  }
  const missing = known === undefined && isLocked(row) && row.passphrase === ''
  const busy = keys.stop !== null || row.progress.state === 'opening'
  return (
    <Sheet
      title={say`Import a key`}
      verb={known !== undefined ? say`Show it` : hidden ? say`Unlock key` : say`Import key`}
      size={560}
      busy={busy}
      disabled={missing || problem !== undefined || plan.does === 'refused'}
      problem={plan.does === 'refused' ? plan.problem : failedWith(row)}
      aside={!busy && <ChooseMore keys={keys} />}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {row.fileName !== '' && <Fact label={say`File`}>{sourceName(row)}</Fact>}
      <FoundFacts row={row} />
      <OnePlan row={row} rows={keys.rows} />
      {(named || plan.does === 'completes') && advice !== undefined && <Warning>{advice}</Warning>}
      {isLocked(row) && known === undefined && <PassphraseField row={row} keys={keys} />}
      {named && <NameField row={row} keys={keys} problem={problem} />}
    </Sheet>
  )
}

function failedWith({ progress }: FoundKey) {
  return progress.state === 'failed' ? progress.problem : undefined
}

/** What becomes of a single key, where that is more than a new key pair. */
function OnePlan({ row, rows }: { row: FoundKey; rows: readonly FoundKey[] }) {
  const plan = planOf(row, rows)
  if (plan.does === 'known') {
    return (
      <p role="status" style={{ margin: 0 }}>
        {rich`This key pair is already in the vault as ${<strong>{plan.name}</strong>}. There is nothing to import.`}
      </p>
    )
  }
  if (plan.does === 'in-bin') {
    return (
      <p role="status" style={{ margin: 0 }}>
        {rich`This key pair is in the bin as ${<strong>{plan.name}</strong>}. Restore it there.`}
      </p>
    )
  }
  if (plan.does === 'completes') {
    return (
      <p role="status" style={{ margin: 0 }}>
        {rich`The vault has the public key ${<strong>{plan.name}</strong>} of this pair. It gets its private half, and keeps its name and notes.`}
      </p>
    )
  }
  if (plan.does === 'new-public') {
    return (
      <StatusDot tone="warn">
        {say`A public key alone. It can log in nowhere until its private half is imported too.`}
      </StatusDot>
    )
  }
  return null
}
