import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { type ChangeEvent, useRef } from 'react'
import { chosenFiles, type Held } from './held-files.js'

interface Props {
  disabled: boolean
  onUpload: (files: Held) => void
  /** Null while nothing is chosen. */
  onDownload: ((choosesFolder: boolean) => void) | null
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
      <Button.Group>
        <Button
          variant="default"
          disabled={disabled || onDownload === null}
          onClick={() => onDownload?.(false)}
        >
          Download
        </Button>
        <Menu position="bottom-end" withinPortal={false}>
          <Menu.Target>
            <Button
              variant="default"
              px={6}
              aria-label="Where to download"
              disabled={disabled || onDownload === null}
            >
              <IconChevronDown size={14} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => onDownload?.(false)}>To Downloads</Menu.Item>
            <Menu.Item onClick={() => onDownload?.(true)}>Download to…</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Button.Group>
      <input ref={files} aria-label="Files to upload" {...field} />
      <input ref={folder} aria-label="Folder to upload" {...field} {...{ webkitdirectory: '' }} />
    </>
  )
}
