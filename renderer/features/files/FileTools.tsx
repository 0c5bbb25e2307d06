import { Button, Checkbox, TextInput } from '@mantine/core'
import type { RefObject } from 'react'
import { say } from '../../../contract/words/say.js'
import { CopyTools } from './CopyTools.js'
import classes from './files.module.css'
import type { Held } from './held-files.js'

interface Props {
  open: boolean
  filter: string
  filterField: RefObject<HTMLInputElement | null>
  hidden: boolean
  onMakeFolder: () => void
  onUpload: (files: Held) => void
  /** Null while nothing is chosen. */
  onDownload: ((choosesFolder: boolean) => void) | null
  onFilter: (filter: string) => void
  /** From the filter into the table. */
  onLeaveFilter: () => void
  onHidden: (hidden: boolean) => void
}

/** What is done with a folder as a whole, and what of it is shown. */
export function FileTools(props: Props) {
  const { open, filter, filterField, hidden, onFilter } = props
  return (
    <div className={classes.tools}>
      <Button variant="default" disabled={!open} onClick={props.onMakeFolder}>
        {say`New folder…`}
      </Button>
      <CopyTools disabled={!open} onUpload={props.onUpload} onDownload={props.onDownload} />
      <TextInput
        ref={filterField}
        className={classes.filter}
        aria-label={say`Filter files`}
        placeholder={say`Filter files`}
        value={filter}
        onChange={({ currentTarget }) => onFilter(currentTarget.value)}
        onKeyDown={({ key }) => {
          if (key === 'Escape') onFilter('')
          if (key === 'ArrowDown') props.onLeaveFilter()
        }}
      />
      <Checkbox
        label={say`Hidden files`}
        checked={hidden}
        onChange={({ currentTarget }) => props.onHidden(currentTarget.checked)}
      />
    </div>
  )
}
