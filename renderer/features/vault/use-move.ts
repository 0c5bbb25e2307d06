import { useMutation } from '@tanstack/react-query'
import type { VaultStatus } from '../../../contract/vault.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { hear } from '../../words/language.js'

/** Moves the vault, with each failure told where it belongs. It goes on where nobody looks any more. */
export function useMove(onMoved: (status: VaultStatus) => void, onCancelled: (said: string) => void) {
  const move = useMutation(
    api.vault.move.mutationOptions({
      onSuccess: onMoved,
      onError(error) {
        const { code, message } = errorInfo(error)
        if (code === 'cancelled') onCancelled(hear(message))
      },
    }),
  )
  const failed = move.error === null ? undefined : errorInfo(move.error)
  const problem = failed?.code === 'cancelled' ? undefined : failed
  const told = (code: string) => (problem?.code === code ? problem : undefined)
  const wrong = told('password-wrong')
  const weak = told('password-weak')
  return {
    start: move.mutate,
    isPending: move.isPending,
    /** Of the current password. */
    wrong: wrong?.message,
    /** Of the new one. */
    weak: weak?.message,
    /** What belongs to no field. */
    problem: wrong === undefined && weak === undefined ? problem : undefined,
    forget: () => move.error !== null && move.reset(),
  }
}

export type Move = ReturnType<typeof useMove>
