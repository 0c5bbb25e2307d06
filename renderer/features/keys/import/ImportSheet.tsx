import { Button, Checkbox, Group } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { KeyPair } from '../../../../contract/keys.js'
import { Fact } from '../../../ui/DetailsPanel.js'
import { Sheet } from '../../../ui/Sheet.js'
import { StatusDot } from '../../../ui/StatusDot.js'
import { useKeysChanged } from '../key-queries.js'
import { ChooseFiles, KeyText, PastedAnywhere, PasteMore } from './ChooseKeys.js'
import { type FoundKey, isImportable, isLocked, nameProblem, planOf, readyRows } from './found.js'
import { NameField, PassphraseField } from './ImportFields.js'
import { FoundFacts, ImportTable } from './ImportTable.js'
import { type Import, useImport } from './use-import.js'

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

interface Found {
  keys: Import
  taken: string[]
  store: () => Promise<KeyPair[]>
  onImported: (keyPair: KeyPair) => void
  onShowKnown: (id: string) => void
  onClose: () => void
}

function OneKey({ row, keys, taken, store, onImported, onShowKnown, onClose }: Found & { row: FoundKey }) {
  const plan = planOf(row, keys.rows)
  const known = plan.does === 'known' || plan.does === 'in-bin' ? plan : undefined
  const named = plan.does === 'new' || plan.does === 'new-public'
  const problem = named ? nameProblem(row, keys.rows, taken) : undefined
  const hidden = plan.does === 'unknown'
  const submit = async () => {
    if (known !== undefined) return onShowKnown(known.id)
    if (hidden) return keys.open(row.id)
    const [keyPair] = await store()
    if (keyPair !== undefined) onImported(keyPair)
  }
  const missing = known === undefined && isLocked(row) && row.passphrase === ''
  const busy = keys.stop !== null || row.progress.state === 'opening'
  return (
    <Sheet
      title="Import a key"
      verb={known !== undefined ? 'Show it' : hidden ? 'Unlock key' : 'Import key'}
      size={560}
      busy={busy}
      disabled={missing || problem !== undefined || plan.does === 'refused'}
      problem={plan.does === 'refused' ? plan.problem : failedWith(row)}
      aside={!busy && <ChooseMore keys={keys} />}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {row.fileName !== '' && <Fact label="File">{row.fileName}</Fact>}
      <FoundFacts row={row} />
      <OnePlan row={row} rows={keys.rows} />
      {isLocked(row) && known === undefined && <PassphraseField row={row} keys={keys} />}
      {named && <NameField row={row} keys={keys} problem={problem} />}
    </Sheet>
  )
}

function ChooseMore({ keys }: { keys: Import }) {
  return (
    <ChooseFiles
      words="Add files"
      busy={keys.reading !== null}
      onFiles={(files) => void keys.addFiles(files)}
      onScan={() => void keys.scan()}
    />
  )
}

function failedWith({ progress }: FoundKey) {
  return progress.state === 'failed' ? progress.problem : undefined
}

/** What becomes of a single key, where that is more than a new key pair. */
function OnePlan({ row, rows }: { row: FoundKey; rows: readonly FoundKey[] }) {
  const plan = planOf(row, rows)
  if (plan.does === 'known') {
    return (
      <p role="status" style={{ margin: 0 }}>
        This key pair is already in the vault as <strong>{plan.name}</strong>. There is nothing to import.
      </p>
    )
  }
  if (plan.does === 'in-bin') {
    return (
      <p role="status" style={{ margin: 0 }}>
        This key pair is in the bin as <strong>{plan.name}</strong>. Restore it there.
      </p>
    )
  }
  if (plan.does === 'completes') {
    return (
      <p role="status" style={{ margin: 0 }}>
        The vault has the public key <strong>{plan.name}</strong> of this pair. It gets its private half, and
        keeps its name and notes.
      </p>
    )
  }
  if (plan.does === 'new-public') {
    return (
      <StatusDot tone="warn">
        A public key alone. It can log in nowhere until its private half is imported too.
      </StatusDot>
    )
  }
  return null
}

function SeveralKeys({ keys, taken, store, onImported, onClose }: Found) {
  const { rows, stop, shared } = keys
  const ready = readyRows(rows, taken)
  const importable = rows.filter((row) => row.chosen && isImportable(row, rows))
  const locked = importable.filter(isLocked)
  const stored = rows.flatMap(({ progress }) => (progress.state === 'stored' ? [progress.keyPair] : []))
  const done = importable.length === 0 && stored.length > 0
  const finish = () => {
    const [first] = stored
    if (first !== undefined) onImported(first)
    else onClose()
  }
  return (
    <Sheet
      title={
        stored.length === 0
          ? 'Import keys'
          : `Imported ${stored.length} of ${stored.length + importable.length}`
      }
      verb={done ? 'Done' : importVerb(ready.length)}
      size={1080}
      busy={stop !== null}
      done={done}
      disabled={!done && ready.length === 0}
      problem={keys.problem}
      aside={<Waiting locked={locked.filter(({ passphrase }) => passphrase === '').length} keys={keys} />}
      onSubmit={() => (done ? finish() : void store())}
      onClose={stored.length === 0 ? onClose : finish}
    >
      <Group gap="sm">
        <ChooseMore keys={keys} />
        <PasteMore onPasted={(pasted) => void keys.addText(pasted)} />
      </Group>
      {locked.length > 1 && (
        <Checkbox
          label="Use the same passphrase for the others"
          description={`${locked.length} keys are encrypted. What opens one is tried on the rest.`}
          checked={shared}
          onChange={(event) => keys.setShared(event.currentTarget.checked)}
        />
      )}
      <ImportTable keys={keys} taken={taken} />
    </Sheet>
  )
}

/** What the import is at, or still needs; with the way to stop it. */
function Waiting({ locked, keys }: { locked: number; keys: Import }) {
  if (keys.stop !== null) {
    const { stop } = keys
    return (
      <Button variant="default" onClick={() => stop.abort()}>
        Stop
      </Button>
    )
  }
  if (keys.reading !== null) return <StatusDot tone="busy">{`Reading ${keys.reading}`}</StatusDot>
  if (locked === 0) return null
  const words =
    locked === 1 ? '1 key still needs its passphrase' : `${locked} keys still need their passphrase`
  return <StatusDot tone="idle">{words}</StatusDot>
}

function importVerb(ready: number): string {
  if (ready === 0) return 'Import keys'
  return ready === 1 ? 'Import 1 key' : `Import ${ready} keys`
}
