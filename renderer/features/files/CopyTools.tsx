import { Button, Menu } from '@mantine/core'
import { type ChangeEvent, useRef } from 'react'
import { chosenFiles, type HeldFile } from './held-files.js'

interface Props {
  disabled: boolean
  onUpload: (files: HeldFile[]) => void
  /** Null while nothing is chosen. */
  onDownload: (() => void) | null
}

/** Upload and download by button. */
export function CopyTools({ disabled, onUpload, onDownload }: Props) {
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const take = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    if (currentTarget.files !== null) onUpload(chosenFiles(currentTarget.files))
    currentTarget.value = ''
  }
  const field = { type: 'file', multiple: true, hidden: true, onChange: take } as const
  return (
    <>
      <Menu position="bottom-start" withinPortal={false}>
        <Menu.Target>
          <Button variant="default" disabled={disabled}>
            Upload
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => files.current?.click()}>Files…</Menu.Item>
          <Menu.Item onClick={() => folder.current?.click()}>Folder…</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button variant="default" disabled={disabled || onDownload === null} onClick={() => onDownload?.()}>
        Download
      </Button>
      <input ref={files} aria-label="Files to upload" {...field} />
      <input ref={folder} aria-label="Folder to upload" {...field} {...{ webkitdirectory: '' }} />
    </>
  )
}
