import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { useDemo } from './use-demo.js'

/** Where a demo is offered: starts one. In a browser it takes the place of this page until it is left. */
export function TryDemo() {
  const demo = useDemo()
  const start = useMutation(
    api.demo.start.mutationOptions({
      onSuccess({ address }) {
        if (address !== null) location.assign(address)
      },
    }),
  )
  if (demo?.is !== 'offered') return null
  // It is on its way to its page, which takes the place of this one.
  const leaving = start.data !== undefined && start.data.address !== null
  return (
    <>
      <Button variant="default" loading={start.isPending || leaving} onClick={() => start.mutate(undefined)}>
        {say`Try it with a demo cloud`}
      </Button>
      {start.data?.address === null && (
        <span role="status">{say`The demo opens in a window of its own.`}</span>
      )}
      {start.error !== null && <ErrorMessage problem={errorInfo(start.error)} />}
    </>
  )
}
