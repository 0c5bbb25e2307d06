import { useMutation } from '@tanstack/react-query'
import type { ErrorInfo } from '../../../contract/errors.js'
import type { VaultStatus } from '../../../contract/vault.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { Cover } from '../../ui/Cover.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'

/** The place that was chosen for the keys doesn't answer. Nothing else takes its place. */
export function Unavailable({ vault }: { vault: VaultStatus }) {
  const unlock = useMutation(api.vault.unlock.mutationOptions())
  const place = vault.label ?? 'the system keychain'
  const unknown: ErrorInfo = {
    code: 'keychain-unavailable',
    message: `${place} does not answer.`,
    advice: 'Start it, log in to your desktop session, and try again.',
    retryable: true,
  }
  const problem = unlock.error === null ? (vault.problem ?? unknown) : errorInfo(unlock.error)
  return (
    <Cover title="Latchkey can't reach your private keys">
      <p>They are in {place}. Nothing was lost or changed, and Latchkey keeps no copy anywhere else.</p>
      <ErrorMessage
        problem={problem}
        onRetry={() => unlock.mutate({})}
        retryLabel={unlock.isPending ? 'Trying' : 'Try again'}
      />
    </Cover>
  )
}
