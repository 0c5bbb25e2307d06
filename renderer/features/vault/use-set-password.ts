import { useMutation } from '@tanstack/react-query'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'

/** Sets, changes or removes the vault's password, with each failure told where it belongs. */
export function useSetPassword(onDone: () => void, onWrong: () => void) {
  const save = useMutation(
    api.vault.setPassword.mutationOptions({
      onSuccess: onDone,
      onError: (error) => errorInfo(error).code === 'password-wrong' && onWrong(),
    }),
  )
  const problem = save.error === null ? undefined : errorInfo(save.error)
  const told = (code: string) => (problem?.code === code ? problem : undefined)
  const wrong = told('password-wrong')
  const weak = told('password-weak')
  return {
    start: save.mutate,
    isPending: save.isPending,
    /** Of the current password. */
    wrong: wrong?.message,
    /** Of the new one. */
    weak: weak?.message,
    /** What belongs to no field. */
    problem: wrong === undefined && weak === undefined ? problem : undefined,
    forget: () => save.error !== null && save.reset(),
  }
}
