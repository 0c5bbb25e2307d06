import { Group, NativeSelect, Radio, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { MOST_BACKUP_BYTES } from '../../../contract/backup.js'
import { ExportFileName, type ExportFolder } from '../../../contract/keys.js'
import { numberText, plural, say } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { Fact } from '../../ui/DetailsPanel.js'
import { Fingerprint } from '../../ui/Fingerprint.js'
import { NewPassphrase } from '../../ui/NewPassphrase.js'
import { Sheet } from '../../ui/Sheet.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { wrongWith } from '../../ui/what-is-wrong.js'
import { hear } from '../../words/language.js'
import { useCancel } from './use-cancel.js'
import { WorkProgress } from './WorkProgress.js'
import type { BackupBefore } from './wanted-backup.js'

type Kind = 'passphrase' | 'recipient'

const today = () => new Date().toISOString().slice(0, 10)

function useBackupForm(before: BackupBefore | undefined) {
  const [kind, setKind] = useState<Kind>('passphrase')
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [recipient, setRecipient] = useState('')
  const [fileName, setFileName] = useState(() => before?.fileName ?? `latchkey-backup-${today()}.age`)
  const wrongName = wrongWith(ExportFileName, fileName)
  const secured = kind === 'recipient' ? recipient.trim() !== '' : passphrase !== '' && passphrase === again
  return {
    ...{ kind, passphrase, again, recipient, fileName, wrongName },
    ...{ setKind, setPassphrase, setAgain, setRecipient, setFileName },
    differ: again !== '' && again !== passphrase,
    ready: secured && wrongName === undefined,
    to: kind === 'recipient' ? ({ kind, recipient } as const) : ({ kind, passphrase } as const),
  }
}

type Form = ReturnType<typeof useBackupForm>

interface Props {
  /** One that failed, to be made once more. */
  before?: BackupBefore | undefined
  onClose: () => void
}

/** Writes everything in the vault to one encrypted file. */
export function BackupSheet({ before, onClose }: Props) {
  const form = useBackupForm(before)
  const folders = useQuery(api.keys.exportFolders.queryOptions()).data ?? []
  const [chosen, setChosen] = useState<ExportFolder['id'] | undefined>(before?.folder)
  // Not the SSH folder, which is the first: a backup isn't a key that ssh should find.
  const folder = chosen ?? folders.find(({ id }) => id !== 'ssh')?.id
  const writing = useRef(false)
  const call = useCancel()
  const write = useMutation({
    mutationFn: (input: Parameters<typeof rpc.backup.export>[0]) =>
      rpc.backup.export(input, { signal: call.signal() }),
  })
  const problem = write.error === null ? undefined : errorInfo(write.error)
  const weak = problem?.code === 'passphrase-weak' ? problem : undefined
  if (write.data !== undefined) return <Written {...write.data} onClose={onClose} />

  const submit = () => {
    if (folder === undefined || writing.current) return
    writing.current = true
    write.mutate(
      { to: form.to, folder, fileName: form.fileName },
      { onSettled: () => (writing.current = false) },
    )
  }
  return (
    <Sheet
      title={say`Make a backup`}
      verb={say`Make backup`}
      size={560}
      busy={write.isPending}
      disabled={!form.ready || folder === undefined}
      problem={weak === undefined ? problem : undefined}
      onSubmit={submit}
      onClose={onClose}
    >
      <span>
        {say`Key pairs with their private halves, accounts with their credentials, bindings, known hosts and settings, in one file of age. Nothing of it can be read without what you choose here.`}
      </span>
      {write.isPending && (
        <WorkProgress what="export">{say`Reading the keys and encrypting them.`}</WorkProgress>
      )}
      <Protection form={form} weak={hear(weak?.message)} advice={hear(weak?.advice)} />
      <Group gap="md" align="flex-start" grow>
        <NativeSelect
          label={say`Folder`}
          description={say`On the computer that Latchkey runs on.`}
          data={folders.map(({ id, path }) => ({ value: id, label: path }))}
          value={folder ?? ''}
          onChange={(event) => setChosen(event.currentTarget.value as ExportFolder['id'])}
        />
        <TextInput
          label={say`File name`}
          description={say`A new file. None is written over.`}
          value={form.fileName}
          error={form.wrongName}
          spellCheck={false}
          onChange={(event) => form.setFileName(event.currentTarget.value)}
        />
      </Group>
    </Sheet>
  )
}

interface ProtectionProps {
  form: Form
  weak: string | undefined
  advice: string | undefined
}

function Protection({ form, weak, advice }: ProtectionProps) {
  return (
    <Stack gap="md">
      <Radio.Group label={say`Encrypted`} value={form.kind} onChange={(kind) => form.setKind(kind as Kind)}>
        <Stack gap="sm" mt="xs">
          <Radio value="passphrase" label={say`With a passphrase`} data-autofocus />
          <Radio
            value="recipient"
            label={say`To a recipient of age`}
            description={say`A public key that age-keygen has printed. Its identity opens the file.`}
          />
        </Stack>
      </Radio.Group>
      {form.kind === 'recipient' ? (
        <TextInput
          label={say`Recipient`}
          placeholder={say`age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kdxn2l4mqtljwlg`}
          value={form.recipient}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => form.setRecipient(event.currentTarget.value)}
        />
      ) : (
        <NewPassphrase
          label={say`Passphrase of the backup`}
          description={advice ?? say`Asked for when it is restored. Latchkey does not keep it.`}
          wrong={weak}
          form={form}
        />
      )}
    </Stack>
  )
}

interface WrittenProps {
  path: string
  bytes: number
  keys: number
  accounts: number
  without: string[]
  onClose: () => void
}

function Written({ path, bytes, keys, accounts, without, onClose }: WrittenProps) {
  return (
    <Sheet title={say`Backup made`} verb={say`Done`} done size={560} onSubmit={onClose} onClose={onClose}>
      <div role="status">
        <StatusDot tone="ok">{say`${plural(keys, '# key pair', '# key pairs')} and ${plural(accounts, '# account', '# accounts')} were written. Only your user can read the file.`}</StatusDot>
      </div>
      <Fact label={say`File`}>
        <Fingerprint value={path} label={say`Copy path`} />
      </Fact>
      {bytes > MOST_BACKUP_BYTES && <StatusDot tone="warn">{tooLargeToRestore(bytes)}</StatusDot>}
      {without.length > 0 && (
        <StatusDot tone="warn">{say`The vault has no secret that can be used of: ${without.join(', ')}. They are in the backup without.`}</StatusDot>
      )}
    </Sheet>
  )
}

const megabytes = (bytes: number) => say`${numberText(Math.round(bytes / 100_000) / 10)} MB`

function tooLargeToRestore(bytes: number): string {
  return say`The file has ${megabytes(bytes)}. The program age opens it; Latchkey itself restores files of up to ${megabytes(MOST_BACKUP_BYTES)}. For one that it restores, delete key pairs that are no longer used for good, then make a backup again.`
}
