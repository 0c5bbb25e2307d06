import { TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { type ImportPreview, KeyName, type KeyPair } from '../../../contract/keys.js'
import { Fact } from '../../ui/DetailsPanel.js'
import { Fingerprint } from '../../ui/Fingerprint.js'
import { keyTypeName } from '../../ui/KeyLabel.js'
import { SecretInput } from '../../ui/SecretInput.js'
import { Sheet } from '../../ui/Sheet.js'
import { ChooseKey } from './ChooseKey.js'
import { type ChosenKey, fromFile, fromText } from './import-source.js'
import { useKeysChanged } from './key-queries.js'
import { freeName, importName } from './names.js'
import { useImport } from './use-import.js'

interface Props {
  /** A file that was dropped on the section. */
  dropped: File | null
  taken: string[]
  onImported: (keyPair: KeyPair) => void
  onShowKnown: (id: string) => void
  onClose: () => void
}

/** From a file or pasted text to a key pair in the vault. Asks for the passphrase only where there is one. */
export function ImportKeySheet({ dropped, taken, onImported, onShowKnown, onClose }: Props) {
  const { chosen, preview, needsPassphrase, busy, problem, inspect, store } = useImport()
  const [text, setText] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const [name, setName] = useState('')
  const keysChanged = useKeysChanged()
  const reading = useRef<File | null>(null)

  const read = async (choosing: Promise<ChosenKey> | ChosenKey) => {
    const found = await inspect(choosing)
    const { fileName } = await Promise.resolve(choosing).catch(() => ({ fileName: '' }))
    setName((before) => before || freeName(importName(found?.comment ?? '', fileName), taken))
  }
  const readDropped = useRef(read)
  readDropped.current = read
  useEffect(() => {
    if (dropped === null || reading.current === dropped) return
    reading.current = dropped
    void readDropped.current(fromFile(dropped))
  }, [dropped])

  const submit = async () => {
    if (chosen === null) return read(fromText(text))
    if (preview === null) return inspect(chosen, passphrase)
    if (preview.knownAs !== null) return onShowKnown(preview.knownAs.id)
    const keyPair = await store(name, passphrase)
    if (keyPair === null) return
    setText('')
    setPassphrase('')
    await keysChanged()
    onImported(keyPair)
  }

  const wrongPassphrase = problem?.code === 'passphrase-wrong' ? problem : undefined
  const known = preview?.knownAs ?? undefined
  const missing =
    chosen === null ? text.trim() === '' : needsPassphrase && passphrase === '' && known === undefined
  const badName = preview !== null && known === undefined && !KeyName.safeParse(name).success

  return (
    <Sheet
      title="Import a private key"
      verb={verbFor(preview, chosen)}
      size={560}
      busy={busy}
      disabled={missing || badName}
      problem={wrongPassphrase === undefined ? problem : undefined}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {chosen === null && (
        <ChooseKey
          text={text}
          onText={setText}
          onPasted={(pasted) => read(fromText(pasted))}
          onFile={(file) => read(fromFile(file))}
        />
      )}
      {chosen !== null && chosen.fileName !== '' && <Fact label="File">{chosen.fileName}</Fact>}
      {preview !== null && <Preview preview={preview} />}
      {known !== undefined && (
        <p role="status" style={{ margin: 0 }}>
          This key pair is already in the vault as <strong>{known.name}</strong>. There is nothing to import.
        </p>
      )}
      {needsPassphrase && known === undefined && (
        <SecretInput
          label="Passphrase"
          description={
            wrongPassphrase?.advice ?? 'The key is encrypted. The passphrase is used once and not kept.'
          }
          value={passphrase}
          error={wrongPassphrase?.message}
          data-autofocus
          autoFocus
          onChange={(event) => setPassphrase(event.currentTarget.value)}
        />
      )}
      {preview !== null && known === undefined && (
        <TextInput
          label="Name"
          description="Accounts get the same name when you push the public key."
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
    </Sheet>
  )
}

function verbFor(preview: ImportPreview | null, chosen: ChosenKey | null): string {
  if (preview?.knownAs) return 'Show it'
  if (preview !== null) return 'Import key'
  return chosen === null ? 'Read key' : 'Unlock key'
}

function Preview({ preview }: { preview: ImportPreview }) {
  if (preview.key === null) return null
  return (
    <>
      <Fact label="Type">
        {keyTypeName(preview.key)}
        {preview.state === 'encrypted' && ', encrypted with a passphrase'}
      </Fact>
      <Fact label="SHA256 fingerprint">
        <Fingerprint value={preview.key.fingerprint} />
      </Fact>
      <Fact label="MD5 fingerprint">
        <Fingerprint value={preview.key.fingerprintMd5} />
      </Fact>
      {preview.comment !== '' && <Fact label="Comment">{preview.comment}</Fact>}
    </>
  )
}
