import { Checkbox, Group, NativeSelect, Radio, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import type { ExportFolder, KeyPair, PrivateFormat } from '../../../../contract/keys.js'
import { say } from '../../../../contract/words/say.js'
import { errorInfo } from '../../../api/errors.js'
import { api } from '../../../api/queries.js'
import { ErrorMessage } from '../../../ui/ErrorMessage.js'
import { NewPassphrase } from '../../../ui/NewPassphrase.js'
import { Sheet } from '../../../ui/Sheet.js'
import { hear } from '../../../words/language.js'
import { useCloseOnLock } from '../../vault/use-close-on-lock.js'
import { Warning } from '../Warning.js'
import { Exported } from './Exported.js'
import { formatRefusal, privateFormats } from './private-formats.js'
import { type ExportForm, useExportForm } from './use-export-form.js'

interface Props {
  keyPair: KeyPair
  onClose: () => void
}

/** Writes the private key to a file of the user's. It never passes through the window. */
export function ExportKeySheet({ keyPair, onClose }: Props) {
  useCloseOnLock(onClose)
  const form = useExportForm(keyPair)
  const folders = useQuery(api.keys.exportFolders.queryOptions())
  const folder = form.folder ?? folders.data?.[0]?.id
  // A second click before the first is drawn would say of the file just written that it was there already.
  const writing = useRef(false)
  const write = useMutation(api.keys.export.mutationOptions())
  const problem = write.error === null ? undefined : errorInfo(write.error)
  const atPassphrase = problem?.code === 'passphrase-weak' ? problem : undefined

  if (write.data !== undefined)
    return <Exported keyPair={keyPair} path={write.data.path} plain={form.plain} onClose={onClose} />

  const submit = () => {
    if (folder === undefined || writing.current) return
    writing.current = true
    const { format, fileName, protection } = form
    write.mutate(
      { id: keyPair.id, format, folder, fileName, ...protection },
      { onSettled: () => (writing.current = false) },
    )
  }
  return (
    <Sheet
      title={say`Export the private key ${keyPair.name}`}
      verb={form.plain ? say`Export without a passphrase` : say`Export private key`}
      size={560}
      busy={write.isPending}
      disabled={!form.ready || folder === undefined}
      problem={atPassphrase === undefined ? problem : undefined}
      onSubmit={submit}
      onClose={onClose}
    >
      <Formats keyPair={keyPair} form={form} />
      <Protection
        keyPair={keyPair}
        form={form}
        wrong={hear(atPassphrase?.message)}
        advice={hear(atPassphrase?.advice)}
      />
      {folders.error !== null && (
        <ErrorMessage problem={errorInfo(folders.error)} onRetry={() => void folders.refetch()} />
      )}
      <Place form={form} folders={folders.data ?? []} folder={folder} />
    </Sheet>
  )
}

function Formats({ keyPair, form }: { keyPair: KeyPair; form: ExportForm }) {
  return (
    <Radio.Group
      label={say`Format`}
      value={form.format}
      onChange={(format) => form.setFormat(format as PrivateFormat)}
    >
      <Stack gap="sm" mt="xs">
        {privateFormats.map(({ format, label, reason }) => {
          const refusal = formatRefusal(format, keyPair)
          return (
            <Radio
              key={format}
              value={format}
              label={label}
              description={refusal ?? reason}
              disabled={refusal !== undefined}
              data-autofocus={format === 'openssh' || undefined}
            />
          )
        })}
      </Stack>
    </Radio.Group>
  )
}

interface ProtectionProps {
  keyPair: KeyPair
  form: ExportForm
  wrong: string | undefined
  advice: string | undefined
}

/** A passphrase twice, or the typed decision to have none. */
function Protection({ keyPair, form, wrong, advice }: ProtectionProps) {
  return (
    <Stack gap="md">
      {!form.plain && (
        <>
          <NewPassphrase
            label={say`Passphrase of the file`}
            description={advice ?? say`Asked for wherever the file is used. Latchkey does not keep it.`}
            wrong={wrong}
            form={form}
          />
          {form.words.weak !== undefined && <Warning>{form.words.weak}</Warning>}
        </>
      )}
      <Checkbox
        label={say`Without a passphrase`}
        checked={form.plain}
        onChange={(event) => form.setPlain(event.currentTarget.checked)}
      />
      {form.plain && (
        <>
          <Warning>
            {say`Whoever can read the file can log in wherever ${keyPair.name} is let in: from a backup, a synced folder or a lost disk too.`}
          </Warning>
          <TextInput
            label={say`Name of the key pair`}
            description={say`Type ${keyPair.name} to go on.`}
            value={form.typed}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => form.setTyped(event.currentTarget.value)}
          />
        </>
      )}
    </Stack>
  )
}

interface PlaceProps {
  form: ExportForm
  folders: ExportFolder[]
  folder: ExportFolder['id'] | undefined
}

function Place({ form, folders, folder }: PlaceProps) {
  return (
    <Group gap="md" align="flex-start" grow>
      <NativeSelect
        label={say`Folder`}
        description={say`On the computer that Latchkey runs on.`}
        data={folders.map(({ id, path }) => ({ value: id, label: path }))}
        value={folder ?? ''}
        onChange={(event) => form.setFolder(event.currentTarget.value as ExportFolder['id'])}
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
  )
}
