import { Button, Group, Progress, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { VaultMove } from '../../../contract/vault.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { KeychainWait } from './KeychainWait.js'
import { progressPercent, progressText } from './move-words.js'

interface Props {
  move: Extract<VaultMove, { state: 'running' }>
  /** Where it is shown over the window: how to go on without looking. */
  onHide?: () => void
}

/** How far a move of the vault has come, whichever window began it. */
export function MoveProgress({ move, onHide }: Props) {
  const cancel = useMutation(api.vault.cancelMove.mutationOptions())
  const canCancel = move.step === 'copying' || move.step === 'comparing'
  return (
    <Stack gap="md">
      <Progress value={progressPercent(move)} aria-label={say`Move of the vault`} />
      <span role="status">{progressText(move)}</span>
      <KeychainWait />
      {cancel.error !== null && <ErrorMessage problem={errorInfo(cancel.error)} />}
      <Group gap="sm" justify={onHide === undefined ? 'flex-start' : 'flex-end'}>
        {canCancel && (
          <Button
            variant="default"
            disabled={cancel.isPending || cancel.isSuccess}
            onClick={() => cancel.mutate(undefined)}
          >
            {say`Cancel the move`}
          </Button>
        )}
        {onHide !== undefined && (
          <Button onClick={onHide} data-autofocus>
            {say`Go on in the background`}
          </Button>
        )}
      </Group>
    </Stack>
  )
}
