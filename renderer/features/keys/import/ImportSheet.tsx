import { useEffect, useRef, useState } from 'react'
import type { KeyPair } from '../../../../contract/keys.js'
import { Sheet } from '../../../ui/Sheet.js'
import { useCloseOnLock } from '../../vault/use-close-on-lock.js'
import { useKeysChanged } from '../key-queries.js'
import { ChooseFiles, KeyText, PastedAnywhere } from './ChooseKeys.js'
import { OneKey } from './OneKey.js'
import { SeveralKeys } from './SeveralKeys.js'
import { useImport } from './use-import.js'

interface Props {
  /** Files that were dropped on the section; another array adds its files. */
  dropped: File[]
  taken: string[]
  onImported: (keyPair: KeyPair) => void
  onShowKnown: (id: string) => void
  onClose: () => void
}

/** From files, text or the SSH folder to key pairs in the vault. A single key needs no more than its name. */
export function ImportSheet({ dropped, taken, onImported, onShowKnown, onClose }: Props) {
  useCloseOnLock(onClose)
  const keys = useImport(taken)
  const [text, setText] = useState('')
  const changed = useKeysChanged()
  const added = useRef<File[]>([])
  const { addFiles } = keys
  const addDropped = useRef(addFiles)
  addDropped.current = addFiles
  useEffect(() => {
    if (dropped.length === 0 || added.current === dropped) return
    added.current = dropped
    void addDropped.current(dropped)
  }, [dropped])

  const store = async (): Promise<KeyPair[]> => {
    const stored = await keys.storeReady()
    if (stored.length > 0) await changed()
    return stored
  }
  const one = keys.rows.length === 1 && keys.reading === null ? keys.rows[0] : undefined
  const common = { keys, taken, store, onImported, onShowKnown, onClose }
  if (one !== undefined) return <OneKey row={one} {...common} />
  if (keys.rows.length > 0) return <SeveralKeys {...common} />
  return (
    <Sheet
      title="Import keys"
      verb="Read key"
      size={560}
      busy={keys.reading !== null}
      disabled={text.trim() === ''}
      problem={keys.problem}
      onSubmit={() => void keys.addText(text)}
      onClose={onClose}
    >
      <ChooseFiles
        words="Choose files"
        busy={keys.reading !== null}
        onFiles={(files) => void keys.addFiles(files)}
        onScan={() => void keys.scan()}
      />
      <span>
        Several files at once are fine. They can be dropped on this window too, or their text pasted below.
      </span>
      <KeyText text={text} onText={setText} onPasted={(pasted) => void keys.addText(pasted)} />
      <PastedAnywhere onPasted={(pasted) => void keys.addText(pasted)} />
    </Sheet>
  )
}
