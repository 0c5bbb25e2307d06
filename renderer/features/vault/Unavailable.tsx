import type { ErrorInfo } from '../../../contract/errors.js'
import type { VaultStatus } from '../../../contract/vault.js'
import { Cover } from '../../ui/Cover.js'
import { SetAside } from '../backup/SetAside.js'
import { placeName } from './move-words.js'
import { UnlockForm } from './UnlockForm.js'

/** The place that was chosen for the keys doesn't answer. Nothing else takes its place. */
export function Unavailable({ vault }: { vault: VaultStatus }) {
  const place = vault.label ?? 'the system keychain'
  const unknown: ErrorInfo = {
    code: 'keychain-unavailable',
    message: `${place} does not answer.`,
    advice: 'Start it, log in to your desktop session, and try again.',
    retryable: true,
  }
  return (
    <Cover title={vault.waiting ? `Waiting for ${place}` : "Latchkey can't reach your private keys"}>
      <p>Your private keys are in {placeName(place)}. Latchkey has changed nothing there.</p>
      <UnlockForm vault={{ ...vault, problem: vault.problem ?? unknown }} verb="Try again" />
      <SetAside />
    </Cover>
  )
}
