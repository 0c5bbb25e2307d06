import { Checkbox, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { pathIn } from '../../../contract/file-names.js'
import type { FileProgress } from '../../../contract/files.js'
import { say, sayAs } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import { useIteration } from '../../api/use-iteration.js'
import { Notice } from '../../ui/Notice.js'
import { Sheet } from '../../ui/Sheet.js'
import type { DialogProps } from './dialog-props.js'
import classes from './dialogs.module.css'
import { countWords, type FileRow } from './file-rows.js'
import { ManyWork } from './ManyWork.js'
import {
  EXECUTE,
  octalText,
  permissionText,
  readOctal,
  rights,
  specialBits,
  classes as whose,
} from './permission-words.js'

/** Permissions by boxes or in octal, of files and folders apart where both may be hit. */
export function PermissionsSheet({
  instanceId,
  folder,
  rows,
  onChanged,
  onClose,
}: DialogProps & { rows: FileRow[] }) {
  const hasFolders = rows.some((row) => row.folder)
  const hasFiles = rows.some((row) => !row.folder)
  const first = (inFolders: boolean) => rows.find((row) => row.folder === inFolders)?.permissions
  const [files, setFiles] = useState(octalText(first(false) ?? 0o644))
  const [folders, setFolders] = useState(octalText(first(true) ?? 0o755))
  const [recursive, setRecursive] = useState(false)
  const [started, setStarted] = useState(false)
  const wanted = { files: readOctal(files), folders: readOctal(folders) }
  const work = useIteration<FileProgress, FileProgress>({
    open: (signal) =>
      rpc.files.setPermissions(
        {
          ...{ instanceId, recursive, paths: rows.map(({ name }) => pathIn(folder, name)) },
          ...{ files: wanted.files ?? 0o644, folders: wanted.folders ?? 0o755 },
        },
        { signal },
      ),
    of: started ? 'change' : null,
    add: (_before, came) => came,
  })
  const done = work.ended
  const changed = done && work.problem === undefined && work.value?.failed === 0
  useEffect(() => {
    if (changed) {
      onChanged()
      onClose()
    }
  }, [changed, onChanged, onClose])
  const close = () => {
    if (started) onChanged()
    onClose()
  }
  const ready =
    (!hasFolders || wanted.folders !== null) && (!(hasFiles || recursive) || wanted.files !== null)
  return (
    <Sheet
      title={say`Permissions of ${countWords(rows)}`}
      verb={say`Change permissions`}
      busy={started && !done}
      done={done && work.problem === undefined}
      closeWord={started && !done ? say`Stop` : say`Cancel`}
      disabled={!ready}
      problem={work.problem}
      onSubmit={() => (done ? close() : setStarted(true))}
      onClose={close}
    >
      {hasFolders && (
        <Checkbox
          label={say`Of everything in it too`}
          description={say`Links are left out.`}
          checked={recursive}
          onChange={({ currentTarget }) => setRecursive(currentTarget.checked)}
        />
      )}
      {hasFolders && (
        <Bits of="folders" text={folders} onChange={setFolders} rows={rows.filter((row) => row.folder)} />
      )}
      {(hasFiles || recursive) && (
        <Bits of="files" text={files} onChange={setFiles} rows={rows.filter((row) => !row.folder)} />
      )}
      {recursive && wanted.files !== null && (wanted.files & 0o111) === 0 && (
        <Notice tone="warn">
          {say`Scripts and programs in it can not be run afterwards: all files in it get these permissions.`}
        </Notice>
      )}
      {started && (
        <ManyWork label={say`Changing permissions`} work={work.value} of={recursive ? null : rows.length} />
      )}
    </Sheet>
  )
}

interface BitsProps {
  of: 'files' | 'folders'
  text: string
  onChange: (text: string) => void
  /** Those whose permissions are known. */
  rows: FileRow[]
}

function Bits({ of, text, onChange, rows }: BitsProps) {
  const bits = readOctal(text)
  const toggle = (bit: number) => bits !== null && onChange(octalText(bits ^ bit))
  const has = (bit: number) => bits !== null && (bits & bit) !== 0
  const box = (label: string, bit: number, shown?: string) => (
    <Checkbox
      key={bit}
      aria-label={label}
      label={shown}
      checked={has(bit)}
      disabled={bits === null}
      onChange={() => toggle(bit)}
    />
  )
  return (
    <fieldset className={classes.bits}>
      <legend>{of === 'files' ? say`Files` : say`Folders`}</legend>
      <div className={classes.grid}>
        <span />
        {rights.map(({ name, bit }) => (
          <span key={name}>{of === 'folders' && bit === EXECUTE ? sayAs('permission')`Enter` : name}</span>
        ))}
        {whose.flatMap(({ name, shift }) => [
          <span key={name}>{name}</span>,
          ...rights.map((right) => box(`${name}: ${right.name.toLowerCase()}`, right.bit << shift)),
        ])}
      </div>
      <div className={classes.special}>{specialBits.map(({ name, bit }) => box(name, bit, name))}</div>
      <TextInput
        label={say`Octal`}
        w={120}
        value={text}
        maxLength={4}
        error={bits === null && say`Three or four digits from 0 to 7, such as 644.`}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
      <p className={classes.change}>{changeWords(rows, bits)}</p>
    </fieldset>
  )
}

function changeWords(rows: FileRow[], bits: number | null): string {
  if (bits === null) return ''
  const now = new Set(rows.map(({ permissions }) => permissions))
  const [only] = now
  const text = permissionText(bits)
  if (now.size === 0) return say`They become ${text}.`
  if (now.size > 1) return say`They are not all the same now; all become ${text}.`
  if (only == null) return say`What they are now, the server does not tell. They become ${text}.`
  return only === bits ? say`${text}, as now.` : say`${permissionText(only)} becomes ${text}.`
}
