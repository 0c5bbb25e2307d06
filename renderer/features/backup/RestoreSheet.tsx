import { Button, FileButton, Group } from '@mantine/core'
import { IconFile } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { MOST_BACKUP_BYTES, type RestorePreview } from '../../../contract/backup.js'
import { asPlainText } from '../../../contract/base.js'
import type { ErrorInfo } from '../../../contract/errors.js'
import { say } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { SecretInput } from '../../ui/SecretInput.js'
import { Sheet } from '../../ui/Sheet.js'
import { hear } from '../../words/language.js'
import { base64Of } from '../keys/import/import-source.js'
import { RestoreChoice } from './RestoreChoice.js'
import { useCancel } from './use-cancel.js'
import { WorkProgress } from './WorkProgress.js'

interface Props {
  /** What the button under the preview does: "Restore", or "Continue" before there is a vault. */
  verb: string
  onChosen: (preview: RestorePreview, rowIds: string[]) => void
  onClose: () => void
}

/** Opens a rescue file or a backup, and lets the user choose what of it to restore. Changes nothing itself. */
export function RestoreSheet({ verb, onChosen, onClose }: Props) {
  const [preview, setPreview] = useState<RestorePreview>()
  const forget = useMutation(api.backup.forget.mutationOptions())
  if (preview === undefined) return <OpenFile onOpened={setPreview} onClose={onClose} />
  return (
    <RestoreChoice
      preview={preview}
      verb={verb}
      onChosen={(rowIds) => onChosen(preview, rowIds)}
      onClose={() => {
        forget.mutate({ id: preview.id })
        onClose()
      }}
    />
  )
}

interface OpenFileProps {
  onOpened: (preview: RestorePreview) => void
  onClose: () => void
}

function OpenFile({ onOpened, onClose }: OpenFileProps) {
  const [file, setFile] = useState<File>()
  const [secret, setSecret] = useState('')
  const call = useCancel()
  const open = useMutation({
    mutationFn: async (chosen: File) => {
      if (chosen.size > MOST_BACKUP_BYTES) throw tooLarge(chosen.name)
      return rpc.backup.inspect({ base64: await base64Of(chosen), secret }, { signal: call.signal() })
    },
    onSuccess: onOpened,
  })
  const problem = open.error === null ? undefined : problemOf(open.error)
  const isOfSecret = problem?.code === 'passphrase-wrong' || problem?.code === 'recovery-code-wrong'
  const change = () => open.error !== null && open.reset()
  return (
    <Sheet
      title={say`Restore from a recovery kit or backup`}
      verb={say`Open`}
      size={560}
      busy={open.isPending}
      disabled={file === undefined || secret === ''}
      problem={isOfSecret ? undefined : problem}
      onSubmit={() => file !== undefined && open.mutate(file)}
      onClose={onClose}
    >
      <span>{say`Nothing is changed by opening it: you see what is in it first, and choose.`}</span>
      <Group gap="sm">
        <FileButton
          onChange={(chosen) => {
            setFile(chosen ?? undefined)
            change()
          }}
          inputProps={{ 'aria-label': say`Backup file` }}
        >
          {(props) => (
            <Button variant="default" leftSection={<IconFile size={16} />} data-autofocus {...props}>
              {say`Choose the file`}
            </Button>
          )}
        </FileButton>
        <span role="status">
          {(file && asPlainText(file.name)) ?? say`rescue.age, or the backup that you have made`}
        </span>
      </Group>
      <SecretInput
        label={say`Recovery code or passphrase`}
        description={
          (isOfSecret && hear(problem?.advice)) ||
          say`The code on the page of the recovery kit, or what was chosen when the backup was made.`
        }
        value={secret}
        error={isOfSecret ? hear(problem?.message) : undefined}
        onChange={(event) => {
          setSecret(event.currentTarget.value)
          change()
        }}
      />
      {open.isPending && <WorkProgress what="inspect">{say`Opening the file.`}</WorkProgress>}
    </Sheet>
  )
}

/** What the browser says of a file is an ErrorInfo already. */
function problemOf(error: unknown): ErrorInfo {
  return error instanceof Error ? errorInfo(error) : (error as ErrorInfo)
}

function tooLarge(name: string): ErrorInfo {
  return {
    code: 'backup-unreadable',
    message: say`${asPlainText(name)} is too large to be a backup of Latchkey.`,
    advice: say`Choose a backup file of Latchkey, or the rescue file that the recovery kit names.`,
    retryable: false,
  }
}
