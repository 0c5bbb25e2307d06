import type { ErrorInfo } from '../../../contract/errors.js'
import type { VaultStatus } from '../../../contract/vault.js'
import { say } from '../../../contract/words/say.js'
import { Cover } from '../../ui/Cover.js'
import { hear } from '../../words/language.js'
import { SetAside } from '../backup/SetAside.js'
import { placeName } from './move-words.js'
import { UnlockForm } from './UnlockForm.js'

/** The place that was chosen for the keys doesn't answer. Nothing else takes its place. */
export function Unavailable({ vault }: { vault: VaultStatus }) {
  const place = hear(vault.label ?? undefined) ?? say`the system keychain`
  const unknown: ErrorInfo = {
    code: 'keychain-unavailable',
    message: say`${place} does not answer.`,
    advice: say`Start it, log in to your desktop session, and try again.`,
    retryable: true,
  }
  return (
    <Cover title={vault.waiting ? say`Waiting for ${place}` : say`Latchkey can't reach your private keys`}>
      <p>{say`Your private keys are in ${placeName(place)}. Latchkey has changed nothing there.`}</p>
      <UnlockForm vault={{ ...vault, problem: vault.problem ?? unknown }} verb={say`Try again`} />
      <SetAside />
    </Cover>
  )
}
