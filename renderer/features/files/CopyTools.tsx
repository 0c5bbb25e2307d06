import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { type ChangeEvent, useRef } from 'react'
import { say } from '../../../contract/words/say.js'
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
            {say`Upload`}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => files.current?.click()}>{say`Files…`}</Menu.Item>
          <Menu.Item onClick={() => folder.current?.click()}>{say`Folder…`}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button.Group>
        <Button
          variant="default"
          disabled={disabled || onDownload === null}
          onClick={() => onDownload?.(false)}
        >
          {say`Download`}
        </Button>
        <Menu position="bottom-end" withinPortal={false}>
          <Menu.Target>
            <Button
              variant="default"
              px={6}
              aria-label={say`Where to download`}
              disabled={disabled || onDownload === null}
            >
              <IconChevronDown size={14} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => onDownload?.(false)}>{say`To Downloads`}</Menu.Item>
            <Menu.Item onClick={() => onDownload?.(true)}>{say`Download to…`}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Button.Group>
      <input ref={files} aria-label={say`Files to upload`} {...field} />
      <input ref={folder} aria-label={say`Folder to upload`} {...field} {...{ webkitdirectory: '' }} />
    </>
  )
}
