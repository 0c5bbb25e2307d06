import { Button } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconArrowUp, IconFolderFilled } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { LocalFolder } from '../../../contract/files.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { Sheet } from '../../ui/Sheet.js'
import classes from './dialogs.module.css'
import { countWords, type FileRow } from './file-rows.js'
import { localFolders } from './folder-sources.js'
import { PathField } from './PathField.js'

interface Props {
  rows: FileRow[]
  /** `to`: a folder of the computer that Latchkey runs on. */
  onDownload: (rows: FileRow[], to: string) => void
  onClose: () => void
}

/** Asks for the folder of this computer that files are downloaded to; it begins with the one of the last time. */
export function DownloadSheet({ rows, onDownload, onClose }: Props) {
  const [last, setLast] = useLocalStorage<string>({
    key: 'latchkey.download-folder',
    defaultValue: '',
    getInitialValueInEffect: false,
  })
  const [path, setPath] = useState(last)
  const [typed, setTyped] = useState<string | null>(null)
  const folder = useQuery({
    ...api.files.localFolder.queryOptions({ input: path === '' ? {} : { path } }),
    staleTime: 0,
    retry: false,
    placeholderData: (before: LocalFolder | undefined) => before,
  })
  const go = (to: string) => {
    setTyped(null)
    setPath(to)
  }
  const { data, error } = folder
  return (
    <Sheet
      title={say`Download ${countWords(rows)} to`}
      verb={typed === null ? say`Download here` : say`Open`}
      disabled={data === undefined || (typed === null && error !== null)}
      problem={error === null ? undefined : errorInfo(error)}
      onSubmit={() => {
        if (typed !== null) return go(typed.trim())
        if (data === undefined) return
        setLast(data.path)
        onDownload(rows, data.path)
        onClose()
      }}
      onClose={onClose}
    >
      <PathField
        label={say`Folder on this computer`}
        value={typed ?? data?.path ?? path}
        source={localFolders}
        openOnFocus={false}
        onChange={setTyped}
      />
      {data !== undefined && (
        <>
          <div className={classes.places}>
            {data.places.map((place) => (
              <Button key={place.path} h={24} px="sm" variant="default" onClick={() => go(place.path)}>
                {place.name}
              </Button>
            ))}
          </div>
          <ul aria-label={say`Folders in it`} className={classes.folders}>
            {data.parent !== null && (
              <FolderItem
                name={say`Parent folder`}
                icon={IconArrowUp}
                onPick={() => go(data.parent ?? '/')}
              />
            )}
            {foldersOf(data).map(({ name, path }) => (
              <FolderItem key={path} name={name} icon={IconFolderFilled} onPick={() => go(path)} />
            ))}
          </ul>
        </>
      )}
    </Sheet>
  )
}

function FolderItem({
  name,
  icon: Icon,
  onPick,
}: {
  name: string
  icon: typeof IconArrowUp
  onPick: () => void
}) {
  return (
    <li>
      <button type="button" onClick={onPick}>
        <Icon size={16} aria-hidden />
        <bdi>{name}</bdi>
      </button>
    </li>
  )
}

const inOrder = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** Hidden ones last. */
function foldersOf({ entries }: LocalFolder): LocalFolder['entries'] {
  const hides = ({ name }: { name: string }) => Number(name.startsWith('.'))
  return entries
    .filter(({ kind }) => kind === 'folder')
    .sort((a, b) => hides(a) - hides(b) || inOrder.compare(a.name, b.name))
}
