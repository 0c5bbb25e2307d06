import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { pathIn, shownName } from '../../../contract/file-names.js'
import { FileName } from '../../../contract/files.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { Sheet } from '../../ui/Sheet.js'
import { wrongWith } from '../../ui/what-is-wrong.js'
import type { DialogProps } from './dialog-props.js'
import type { FileRow } from './file-rows.js'

/** What is wrong with a name; null for nothing. */
function nameProblem(name: string): string | null {
  return wrongWith(FileName, name) ?? null
}

export function MakeFolderSheet({ instanceId, folder, onChanged, onClose }: DialogProps) {
  const [name, setName] = useState('')
  const make = useMutation(api.files.makeFolder.mutationOptions())
  return (
    <Sheet
      title={say`New folder in ${shownName(folder)}`}
      verb={say`Make folder`}
      busy={make.isPending}
      disabled={nameProblem(name) !== null}
      problem={make.error === null ? undefined : errorInfo(make.error)}
      onSubmit={() =>
        make.mutate(
          { instanceId, path: folder, name },
          {
            onSuccess: () => {
              onChanged(name)
              onClose()
            },
          },
        )
      }
      onClose={onClose}
    >
      <NameField label={say`Name of the folder`} value={name} onChange={setName} />
    </Sheet>
  )
}

export function RenameSheet({ instanceId, folder, row, onChanged, onClose }: DialogProps & { row: FileRow }) {
  const typable = row.shown === row.name
  const [name, setName] = useState(typable ? row.name : '')
  const rename = useMutation(api.files.rename.mutationOptions())
  const to = name.startsWith('/') || name.startsWith('~/') ? name : pathIn(folder, name)
  const moves = to === name
  return (
    <Sheet
      title={say`Rename ${row.shown}`}
      verb={moves ? say`Move` : say`Rename`}
      busy={rename.isPending}
      disabled={name === row.name || (!moves && nameProblem(name) !== null)}
      problem={rename.error === null ? undefined : errorInfo(rename.error)}
      onSubmit={() =>
        rename.mutate(
          { instanceId, from: pathIn(folder, row.name), to },
          {
            onSuccess: () => {
              onChanged(moves ? undefined : name)
              onClose()
            },
          },
        )
      }
      onClose={onClose}
    >
      <NameField
        label={say`New name`}
        value={name}
        onChange={setName}
        help={
          typable
            ? say`With a whole path, such as ~/old/site, it is moved there.`
            : say`The name holds signs that can not be typed, so the new one begins empty.`
        }
      />
    </Sheet>
  )
}

interface NameFieldProps {
  label: string
  value: string
  onChange: (value: string) => void
  help?: string
}

function NameField({ label, value, onChange, help }: NameFieldProps) {
  const isPath = /^(\/|~\/)/.test(value)
  const wrong = value === '' || isPath ? null : nameProblem(value)
  return (
    <TextInput
      label={label}
      description={help}
      error={wrong}
      value={value}
      maxLength={8192}
      spellCheck={false}
      autoComplete="off"
      data-autofocus
      onFocus={({ currentTarget }) => {
        // Up to the ending, which mostly stays.
        const dot = currentTarget.value.lastIndexOf('.')
        currentTarget.setSelectionRange(0, dot > 0 ? dot : currentTarget.value.length)
      }}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  )
}
