import { Button, Group } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { VaultMove } from '../../../contract/vault.js'
import { say } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { ConfirmSheet } from '../../ui/ConfirmSheet.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { hear } from '../../words/language.js'
import { leftText, whatLeavingDoes } from './move-words.js'

/** What a move has left in another place, and what can be done about it. */
export function MoveLeft({ move }: { move: Extract<VaultMove, { state: 'waiting' }> }) {
  const again = useMutation(api.vault.settleMove.mutationOptions())
  const [leaving, setLeaving] = useState(false)
  return (
    <>
      <ErrorMessage
        problem={{
          ...move.problem,
          message: `${leftText(move)} ${hear(move.problem.message)}`,
          advice:
            `${hear(move.problem.advice) ?? ''} ${say`Latchkey tries again each time that the vault is opened.`}`.trim(),
        }}
      />
      {again.error !== null && <ErrorMessage problem={errorInfo(again.error)} />}
      <Group gap="sm">
        <Button
          variant="default"
          loading={again.isPending}
          onClick={() => again.mutate({ action: 'try-again' })}
        >
          {say`Try again`}
        </Button>
        <Button variant="default" onClick={() => setLeaving(true)}>
          {say`Leave it there`}
        </Button>
      </Group>
      {leaving && (
        <ConfirmSheet
          title={
            move.left === 'old copy' ? say`Leave the old copy there?` : say`Leave the unfinished copy there?`
          }
          consequences={whatLeavingDoes(move)}
          verb={say`Leave it there`}
          danger
          onConfirm={() => rpc.vault.settleMove({ action: 'leave' })}
          onClose={() => setLeaving(false)}
        />
      )}
    </>
  )
}
