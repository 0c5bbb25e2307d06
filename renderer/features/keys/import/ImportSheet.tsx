import { useEffect, useRef, useState } from 'react'
import type { KeyPair } from '../../../../contract/keys.js'
import type { OpenedFile } from '../../../../contract/openings.js'
import { say } from '../../../../contract/words/say.js'
import { Sheet } from '../../../ui/Sheet.js'
import { useCloseOnLock } from '../../vault/use-close-on-lock.js'
import { useKeysChanged } from '../key-queries.js'
import { ChooseFiles, KeyText, PastedAnywhere } from './ChooseKeys.js'
import { storedKeys } from './found.js'
import { lossOf } from './import-loss.js'
import { LeaveQuestion } from './LeaveQuestion.js'
import { OneKey } from './OneKey.js'
import { SeveralKeys } from './SeveralKeys.js'
import { type Import, useImport } from './use-import.js'
import { useLeaving } from './use-leaving.js'

interface Props {
  /** Files that were dropped on the section; another array adds its files. */
  dropped: File[]
  /** Looks through the SSH folder at once. */
  scan: boolean
  /** Files that the system has handed over; more may come. */
  opened?: readonly OpenedFile[]
  /** What the key pair was to be called whose import failed. */
  name?: string | undefined
  taken: string[]
  onImported: (keyPair: KeyPair) => void
  onShowKnown: (id: string) => void
  onClose: () => void
}

const none: readonly OpenedFile[] = []

/** From files, text or the SSH folder to key pairs in the vault. A single key needs no more than its name. */
export function ImportSheet({
  dropped,
  scan,
  opened = none,
  name,
  taken,
  onImported,
  onShowKnown,
  onClose,
}: Props) {
  useCloseOnLock(onClose)
  const keys = useImport(taken, name)
  const [text, setText] = useState('')
  const changed = useKeysChanged()
  useStart(keys, dropped, scan)
  useOpened(keys, opened)
  const [first] = storedKeys(keys.rows)
  const leave = () => (first === undefined ? onClose() : onImported(first))
  const leaving = useLeaving(lossOf(keys, keys.rows.length === 0 ? text : ''), leave)

  const store = async (): Promise<KeyPair[]> => {
    const stored = await keys.storeReady()
    if (stored.length > 0) await changed()
    return stored
  }
  const one = keys.rows.length === 1 && keys.reading === null ? keys.rows[0] : undefined
  const common = { keys, taken, store, onImported, onShowKnown, onClose: leaving.close }
  return (
    <>
      {keys.rows.length === 0 ? (
        <FirstChoice keys={keys} text={text} onText={setText} onClose={leaving.close} />
      ) : one === undefined ? (
        <SeveralKeys {...common} />
      ) : (
        <OneKey row={one} {...common} />
      )}
      {leaving.asking && (
        <LeaveQuestion
          loss={leaving.loss}
          running={keys.stop !== null}
          onLeave={leave}
          onStay={leaving.stay}
        />
      )}
    </>
  )
}

/** What an import begins with: files that were dropped, or a look through the SSH folder. Each once. */
function useStart(keys: Import, dropped: File[], scan: boolean): void {
  const latest = useRef(keys)
  latest.current = keys
  const added = useRef<File[]>([])
  const scanned = useRef(false)
  useEffect(() => {
    if (dropped.length === 0 || added.current === dropped) return
    added.current = dropped
    void latest.current.addFiles(dropped)
  }, [dropped])
  useEffect(() => {
    if (!scan || scanned.current) return
    scanned.current = true
    void latest.current.scan()
  }, [scan])
}

/** Each file that the system has handed over, once. */
function useOpened(keys: Import, opened: readonly OpenedFile[]): void {
  const latest = useRef(keys)
  latest.current = keys
  const added = useRef(new Set<string>())
  useEffect(() => {
    const fresh = opened.filter(({ id }) => !added.current.has(id))
    if (fresh.length === 0) return
    for (const { id } of fresh) added.current.add(id)
    void latest.current.addOpened(fresh)
  }, [opened])
}

interface FirstChoiceProps {
  keys: Import
  text: string
  onText: (text: string) => void
  onClose: () => void
}

/** Nothing was chosen yet. */
function FirstChoice({ keys, text, onText, onClose }: FirstChoiceProps) {
  return (
    <Sheet
      title={say`Import keys`}
      verb={say`Read key`}
      size={560}
      busy={keys.reading !== null}
      disabled={text.trim() === ''}
      problem={keys.problem}
      onSubmit={() => void keys.addText(text)}
      onClose={onClose}
    >
      <ChooseFiles
        words={say`Choose files`}
        busy={keys.reading !== null}
        onFiles={(files) => void keys.addFiles(files)}
        onScan={() => void keys.scan()}
      />
      <span>
        {say`Several files at once are fine. They can be dropped on this window too, or their text pasted below.`}
      </span>
      <KeyText text={text} onText={onText} onPasted={(pasted) => void keys.addText(pasted)} />
      <PastedAnywhere onPasted={(pasted) => void keys.addText(pasted)} />
    </Sheet>
  )
}
