import { Button } from '@mantine/core'
import { useEffect } from 'react'
import { shownName } from '../../../contract/file-names.js'
import { say } from '../../../contract/words/say.js'
import { useStore } from '../store.js'
import { countWords } from './file-rows.js'
import classes from './files.module.css'
import { copyFiles, type FilesInHand, filesInHand, hearFilesInHand } from './files-in-hand.js'

/** What is copied, here or in another window, and how it gets into this folder. `onPaste` is null where it can't now. */
export function CopiedNotice({ onPaste }: { onPaste: ((copied: FilesInHand) => void) | null }) {
  const { copied } = useStore(filesInHand)
  useEffect(hearFilesInHand, [])
  if (copied === null) return null
  const { rows, folder, instanceName } = copied
  return (
    <div className={classes.told}>
      <span role="status">
        {say`Copied: ${countWords(rows)} from ${shownName(folder)} on ${instanceName}.`}
      </span>
      <Button h={24} px="sm" variant="default" disabled={onPaste === null} onClick={() => onPaste?.(copied)}>
        {say`Paste here`}
      </Button>
      <Button h={24} px="sm" variant="default" onClick={() => copyFiles(null)}>
        {say`Forget`}
      </Button>
    </div>
  )
}
