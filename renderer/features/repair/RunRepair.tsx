import { TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Finding, RepairKind } from '../../../contract/repair.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { ConfirmSheet } from '../../ui/ConfirmSheet.js'
import { Sheet } from '../../ui/Sheet.js'
import { EditAccountSheet } from '../accounts/EditAccountSheet.js'
import { RemoveAccountSheet } from '../accounts/RemoveAccountSheet.js'
import { RestoreSheet } from '../backup/RestoreSheet.js'
import { type ChosenRestore, RunRestore } from '../backup/RunRestore.js'
import { ImportSheet } from '../keys/import/ImportSheet.js'
import { useKeys } from '../keys/key-queries.js'
import { titleOf } from './repair-words.js'

interface Props {
  finding: Finding
  by: RepairKind
  /** With what is found afterwards, where the repair says so. */
  onDone: (findings?: Finding[]) => void
  onClose: () => void
}

/** One repair, in the sheet that it needs. */
export function RunRepair({ by, ...props }: Props) {
  if (by === 'restore') return <Restore {...props} />
  if (by === 'import') return <Import {...props} />
  if (by === 'edit-account' || by === 'remove-account') return <OfAccount by={by} {...props} />
  if (by === 'keep-public') return <KeepPublic {...props} />
  return by === 'put-back' ? <PutBack {...props} /> : <Delete {...props} />
}

type OneProps = Omit<Props, 'by'>

function Restore({ onClose }: OneProps) {
  const [chosen, setChosen] = useState<ChosenRestore | null>(null)
  if (chosen !== null) return <RunRestore chosen={chosen} onClose={onClose} />
  return (
    <RestoreSheet
      verb={say`Restore`}
      onChosen={({ id }, rowIds) => setChosen({ id, rowIds })}
      onClose={onClose}
    />
  )
}

const noFiles: File[] = []

function Import({ onClose }: OneProps) {
  const keys = useKeys().data ?? []
  return (
    <ImportSheet
      dropped={noFiles}
      scan={false}
      taken={keys.map(({ name }) => name)}
      onImported={onClose}
      onShowKnown={onClose}
      onClose={onClose}
    />
  )
}

function OfAccount({ by, finding, onClose }: OneProps & { by: 'edit-account' | 'remove-account' }) {
  const account = useQuery(api.accounts.list.queryOptions()).data?.find(({ id }) => id === finding.entryId)
  const kinds = useQuery(api.accounts.kinds.queryOptions()).data ?? []
  const kind = kinds.find((known) => known.kind === account?.kind)
  if (account === undefined) return null
  if (by === 'remove-account') return <RemoveAccountSheet account={account} onClose={onClose} />
  return kind === undefined ? null : <EditAccountSheet account={account} kind={kind} onClose={onClose} />
}

function KeepPublic({ finding, onDone, onClose }: OneProps) {
  const keep = useMutation(api.repair.keepPublic.mutationOptions({ onSuccess: onDone }))
  return (
    <ConfirmSheet
      title={say`Keep only the public half of ${finding.name}?`}
      consequences={[
        say`The list then says what is so: Latchkey has its public half alone, and it can’t log in.`,
        say`Name, notes and bindings stay. Importing its private key, or restoring it from a backup, makes it whole again at any time.`,
      ]}
      verb={say`Keep public half`}
      onConfirm={() => keep.mutateAsync({ id: finding.id })}
      onClose={onClose}
    />
  )
}

function PutBack({ finding, onDone, onClose }: OneProps) {
  const { id, twin, proposedName } = finding
  const [name, setName] = useState(twin?.name ?? proposedName)
  const put = useMutation(
    api.repair.putBack.mutationOptions({
      onSuccess: (findings) => {
        onDone(findings)
        onClose()
      },
    }),
  )
  return (
    <Sheet
      title={
        twin === null ? say`Put the private key back into the list` : say`Give ${twin.name} its private half`
      }
      verb={twin === null ? say`Put back` : say`Give it`}
      busy={put.isPending}
      disabled={name.trim() === ''}
      problem={put.error === null ? undefined : errorInfo(put.error)}
      onSubmit={() => put.mutate({ id, name })}
      onClose={onClose}
    >
      {twin === null ? (
        <TextInput
          label={say`Name`}
          description={say`What the key pair is called from now on. Its notes and bindings are not known any more.`}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
      ) : (
        <span>
          {say`It is proven to belong to ${twin.name} before it is stored there. What was found stays until you delete it.`}
        </span>
      )}
    </Sheet>
  )
}

function Delete({ finding, onDone, onClose }: OneProps) {
  const { id, kind, typed, name, twin } = finding
  const remove = useMutation(api.repair.delete.mutationOptions({ onSuccess: onDone }))
  const isKey = kind === 'key-unlisted'
  return (
    <ConfirmSheet
      title={say`Delete it for good?`}
      consequences={[
        `${titleOf(finding)}.`,
        isKey && twin?.whole
          ? say`${twin.name} keeps its own private half and goes on working.`
          : isKey
            ? say`Instances that know its public half can no longer be reached with it, unless you have it elsewhere.`
            : say`Nothing changes in the cloud: its API keys stay good until you revoke them there.`,
        say`It can’t be brought back. Backups and copies that hold it are not touched.`,
      ]}
      verb={say`Delete for good`}
      danger
      typed={{ text: typed, label: name === null ? say`The word “delete”` : say`Its name` }}
      onConfirm={() => remove.mutateAsync({ id, typed })}
      onClose={onClose}
    />
  )
}
