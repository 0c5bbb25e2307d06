import { useState } from 'react'
import { shownName } from '../../../contract/file-names.js'
import { RemotePath } from '../../../contract/files.js'
import { say } from '../../../contract/words/say.js'
import { Sheet } from '../../ui/Sheet.js'
import { wrongWith } from '../../ui/what-is-wrong.js'
import { countWords, type FileRow } from './file-rows.js'
import { remoteFolders } from './folder-sources.js'
import { PathField } from './PathField.js'

interface Props {
  instanceId: string
  folder: string
  rows: FileRow[]
  onMove: (rows: FileRow[], to: string) => void
  onClose: () => void
}

/** Asks for the folder that files are moved to, on the same instance. */
export function MoveSheet({ instanceId, folder, rows, onMove, onClose }: Props) {
  // What can't be typed is shown by signs, which would be another path.
  const [path, setPath] = useState(shownName(folder) === folder ? `${folder.replace(/\/$/, '')}/` : '/')
  const checked = RemotePath.safeParse(path.trim())
  const to = checked.success ? (checked.data.replace(/(.)\/+$/, '$1') ?? '/') : null
  return (
    <Sheet
      title={say`Move ${countWords(rows)}`}
      verb={say`Move`}
      disabled={to === null || to === folder}
      onSubmit={() => {
        if (to === null) return
        onMove(rows, to)
        onClose()
      }}
      onClose={onClose}
    >
      <PathField
        label={say`To the folder`}
        description={say`Tab completes it. Nothing that is there is written over.`}
        value={path}
        error={wrongWith(RemotePath, path.trim()) ?? null}
        source={remoteFolders(instanceId, folder)}
        openOnFocus={false}
        data-autofocus
        onChange={setPath}
      />
    </Sheet>
  )
}
