import { say } from '../../../../contract/words/say.js'
import { ConfirmSheet } from '../../../ui/ConfirmSheet.js'

interface Props {
  /** What is lost, as plain sentences. */
  loss: string[]
  /** Keys are being stored at this moment. */
  running: boolean
  onLeave: () => void
  onStay: () => void
}

/** Asked before an import that somebody has put work into is closed. */
export function LeaveQuestion({ loss, running, onLeave, onStay }: Props) {
  return (
    <ConfirmSheet
      title={running ? say`Stop the import?` : say`Close without importing?`}
      consequences={loss}
      verb={running ? say`Stop and close` : say`Close without importing`}
      stay={say`Go on importing`}
      danger
      onConfirm={async () => onLeave()}
      onClose={onStay}
    />
  )
}
