import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { ProfileCopy, RestorePreview } from '../../../contract/backup.js'
import { say } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { timeText } from '../../ui/age.js'
import { SecretInput } from '../../ui/SecretInput.js'
import { Sheet } from '../../ui/Sheet.js'
import { hear } from '../../words/language.js'
import { RestoreChoice } from './RestoreChoice.js'
import type { ChosenRestore } from './RunRestore.js'
import { useCancel } from './use-cancel.js'
import { WorkProgress } from './WorkProgress.js'

interface Props {
  copy: ProfileCopy
  onChosen: (chosen: ChosenRestore) => void
  onClose: () => void
}

/** Opens a copy of the profile, and lets the user choose what of it to restore, as from a backup. */
export function RestoreCopySheet({ copy, onChosen, onClose }: Props) {
  const [preview, setPreview] = useState<RestorePreview>()
  const forget = useMutation(api.backup.forget.mutationOptions())
  if (preview === undefined) return <OpenCopy copy={copy} onOpened={setPreview} onClose={onClose} />
  return (
    <RestoreChoice
      preview={preview}
      verb={say`Restore`}
      onChosen={(rowIds) => onChosen({ id: preview.id, rowIds })}
      onClose={() => {
        forget.mutate({ id: preview.id })
        onClose()
      }}
    />
  )
}

interface OpenProps {
  copy: ProfileCopy
  onOpened: (preview: RestorePreview) => void
  onClose: () => void
}

/** One without a sealed file is opened at once: the keychain has its private keys. */
function OpenCopy({ copy: { name, at, sealed }, onOpened, onClose }: OpenProps) {
  const [password, setPassword] = useState('')
  const call = useCancel()
  const open = useMutation({
    mutationFn: () =>
      rpc.backup.inspectCopy({ name, ...(sealed && { password }) }, { signal: call.signal() }),
    onSuccess: onOpened,
  })
  const begin = useRef(() => {
    if (!sealed) open.mutate()
  })
  useEffect(() => begin.current(), [])
  const problem = open.error === null ? undefined : errorInfo(open.error)
  const wrong = problem?.code === 'password-wrong' ? problem : undefined
  return (
    <Sheet
      title={say`The copy of ${timeText(at)}`}
      verb={say`Open`}
      busy={open.isPending}
      disabled={sealed && password === ''}
      problem={wrong === undefined ? problem : undefined}
      onSubmit={() => open.mutate()}
      onClose={onClose}
    >
      <span>{say`Nothing is changed by opening it: you see what is in it first, and choose.`}</span>
      {sealed && (
        <SecretInput
          label={say`Password of the vault at that time`}
          description={say`The sealed file in the copy opens with the password that it had then.`}
          value={password}
          error={hear(wrong?.message)}
          data-autofocus
          onChange={(event) => {
            setPassword(event.currentTarget.value)
            if (open.error !== null) open.reset()
          }}
        />
      )}
      {open.isPending && <WorkProgress what="inspect">{say`Opening the copy.`}</WorkProgress>}
    </Sheet>
  )
}
