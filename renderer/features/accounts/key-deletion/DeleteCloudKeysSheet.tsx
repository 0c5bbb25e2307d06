import { Button, Group, Loader, Stack } from '@mantine/core'
import { useState } from 'react'
import type { Account, CloudKey } from '../../../../contract/accounts.js'
import { plural, say } from '../../../../contract/words/say.js'
import { errorInfo } from '../../../api/errors.js'
import { Consequences } from '../../../ui/Consequences.js'
import { ErrorMessage } from '../../../ui/ErrorMessage.js'
import { ProgressBar } from '../../../ui/ProgressBar.js'
import { Sheet, SheetProblem } from '../../../ui/Sheet.js'
import { rich } from '../../../words/rich.js'
import { RadiusTable } from '../../keys/bin/RadiusTable.js'
import { CloudKeysTable } from './CloudKeysTable.js'
import { imagesSentence, isKept, whatDeletionDoes, whatDeletionsDo } from './deletion-words.js'
import { KeepToUnbind, UnbindFirst, Unbinding } from './KeptKey.js'
import { areNamesTyped, type Doomed, useDeletions } from './use-deletions.js'

interface Props {
  account: Account
  keys: CloudKey[]
  onClose: () => void
}

/**
 * Deletes public keys from an account: says before what that means for the instances that have them, takes them off first
 * where the cloud would refuse else, and then says what became of each.
 */
export function DeleteCloudKeysSheet({ account, keys, onClose }: Props) {
  const [unbinds, setUnbinds] = useState(false)
  const [typed, setTyped] = useState<Record<string, string>>({})
  const { doomed, asking, problem, phase, cancelling, run, cancel, again } = useDeletions(
    account,
    keys,
    unbinds,
  )
  const [only] = doomed.length === 1 ? doomed : []
  const running = phase === 'running'
  const ended = phase === 'ended'
  const left = doomed.filter(({ state }) => state?.at !== 'deleted')
  const ready = left.filter((one) => one.ready && areNamesTyped(one, typed))
  const start = async () => {
    const isWhole = await run(ready, typed)
    if (isWhole && only !== undefined) onClose()
  }
  const tryAgain = () => {
    setTyped({})
    void again()
  }
  return (
    <Sheet
      title={titleOf(account, keys, ended ? keys.length - left.length : null)}
      verb={ended ? say`Done` : verbOf(left, ready.length, only !== undefined)}
      size={760}
      danger={!ended}
      done={ended || running}
      busy={running}
      disabled={!ended && (asking || ready.length === 0)}
      problem={problem === null ? undefined : errorInfo(problem)}
      aside={
        <>
          {running && (
            <Button variant="default" disabled={cancelling} onClick={cancel}>
              {cancelling ? say`Cancelling…` : say`Cancel`}
            </Button>
          )}
          {ended && left.length > 0 && (
            <Button variant="default" onClick={tryAgain}>
              {say`${plural(left.length, 'Try again', 'Try these # again')}`}
            </Button>
          )}
        </>
      }
      onSubmit={() => (ended ? onClose() : void start())}
      onClose={running ? () => undefined : onClose}
    >
      {only !== undefined ? (
        <One doomed={only} unbinds={unbinds} />
      ) : (
        <Several doomed={doomed} unbinds={unbinds} begun={phase !== 'asking'} />
      )}
      {phase === 'asking' && (
        <Kept
          {...{ account, doomed: left, unbinds, asking, typed }}
          onUnbinds={setUnbinds}
          onTyped={setTyped}
          onKept={tryAgain}
        />
      )}
      {asking && (
        <Group gap="sm" role="status">
          {rich`${<Loader size={16} />} Asking the cloud`}
        </Group>
      )}
      {running && <Progress doomed={doomed} />}
    </Sheet>
  )
}

function titleOf({ name }: Account, keys: CloudKey[], deleted: number | null): string {
  const what = keys.length === 1 ? keys[0]?.name : say`${plural(keys.length, '# key', '# keys')}`
  if (deleted === null) return say`Delete ${what} from ${name}?`
  return keys.length === 1
    ? say`${what} is still in ${name}`
    : say`${deleted} of ${keys.length} keys are deleted from ${name}`
}

function verbOf(left: Doomed[], ready: number, alone: boolean): string {
  const verb = left.some(({ unbinding }) => unbinding !== undefined) ? say`Unbind and delete` : say`Delete`
  return alone ? say`${verb} from the account` : `${verb} ${ready === 0 ? '' : ready}`.trim()
}

function One({ doomed: { radius, state }, unbinds }: { doomed: Doomed; unbinds: boolean }) {
  if (state?.at === 'failed') return <SheetProblem problem={state.problem} />
  if (radius === undefined) return null
  const images = imagesSentence(radius)
  return (
    <>
      <Consequences
        sentences={[...whatDeletionDoes(radius, unbinds), ...(images === null ? [] : [images])]}
      />
      {radius.problem !== null && <ErrorMessage problem={radius.problem} />}
      <RadiusTable places={radius.instances} after={isKept(radius)} />
    </>
  )
}

interface SeveralProps {
  doomed: Doomed[]
  unbinds: boolean
  begun: boolean
}

function Several({ doomed, unbinds, begun }: SeveralProps) {
  const left = doomed.filter(({ state }) => state?.at !== 'deleted')
  const radii = left.flatMap(({ radius }) => radius ?? [])
  const [problem] = radii.flatMap((radius) => radius.problem ?? [])
  return (
    <>
      {radii.length > 0 && !begun && <Consequences sentences={whatDeletionsDo(radii, unbinds)} />}
      {problem !== undefined && <ErrorMessage problem={problem} />}
      <CloudKeysTable doomed={doomed} begun={begun} />
    </>
  )
}

interface KeptProps {
  account: Account
  doomed: Doomed[]
  unbinds: boolean
  asking: boolean
  typed: Record<string, string>
  onUnbinds: (unbinds: boolean) => void
  onTyped: (typed: Record<string, string>) => void
  onKept: () => void
}

/** What can be done about keys that the cloud keeps for instances. */
function Kept({ account, doomed, unbinds, asking, typed, onUnbinds, onTyped, onKept }: KeptProps) {
  const kept = doomed.filter(({ radius }) => radius !== undefined && isKept(radius))
  if (kept.length === 0) return null
  const known = kept.filter(({ radius }) => radius?.keyId !== null)
  return (
    <Stack gap="md">
      <UnbindFirst count={known.length} unbinds={unbinds} disabled={asking} onChange={onUnbinds} />
      {known.map((one) => (
        <Unbinding key={one.id} doomed={one} several={known.length > 1} typed={typed} onTyped={onTyped} />
      ))}
      {kept
        .filter(({ radius }) => radius?.keyId === null)
        .map((one) => (
          <KeepToUnbind key={one.id} account={account} doomed={one} onKept={onKept} />
        ))}
    </Stack>
  )
}

function Progress({ doomed }: { doomed: Doomed[] }) {
  const begun = doomed.filter(({ state }) => state !== undefined)
  const done = begun.filter(({ state }) => !['waiting', 'unbinding', 'deleting'].includes(state?.at ?? ''))
  const now = begun.find(({ state }) => state?.at === 'unbinding' || state?.at === 'deleting')
  const label =
    now === undefined
      ? say`Deleting`
      : now.state?.at === 'unbinding'
        ? say`Unbinding ${now.key.name}`
        : say`Deleting ${now.key.name}`
  return (
    <Stack gap="xs">
      <span role="status">{say`${label}: ${done.length} of ${begun.length} done`}</span>
      <ProgressBar
        label={label}
        progress={begun.length === 1 ? null : { done: done.length, of: begun.length }}
      />
    </Stack>
  )
}
