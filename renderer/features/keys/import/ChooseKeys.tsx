import { ActionIcon, Button, FileButton, Group, Textarea } from '@mantine/core'
import { useWindowEvent } from '@mantine/hooks'
import { IconEye, IconFile, IconFolderSearch } from '@tabler/icons-react'
import { type ClipboardEvent, useState } from 'react'
import { say } from '../../../../contract/words/say.js'
import { useHold } from '../../../ui/SecretInput.js'
import classes from './ChooseKeys.module.css'
import type { Import } from './use-import.js'

interface Props {
  onFiles: (files: File[]) => void
  onScan: () => void
  busy: boolean
}

/** Where keys come from besides pasted text: files, and the user's SSH folder. */
export function ChooseFiles({ onFiles, onScan, busy, words }: Props & { words: string }) {
  return (
    <Group gap="sm">
      <FileButton multiple onChange={onFiles} inputProps={{ 'aria-label': say`Key files` }}>
        {(props) => (
          <Button
            variant="default"
            leftSection={<IconFile size={16} />}
            disabled={busy}
            data-autofocus
            {...props}
          >
            {words}
          </Button>
        )}
      </FileButton>
      <Button variant="default" leftSection={<IconFolderSearch size={16} />} disabled={busy} onClick={onScan}>
        {say`Look in ~/.ssh`}
      </Button>
    </Group>
  )
}

interface TextProps {
  text: string
  onText: (text: string) => void
  /** A whole key was pasted: no further click is needed. */
  onPasted: (text: string) => void
}

/** The text of one or more keys, readable only while its button is held. */
export function KeyText({ text, onText, onPasted }: TextProps) {
  const [held, hold] = useHold()
  const paste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text')
    if (text !== '' || pasted.trim() === '') return
    event.preventDefault()
    onText(pasted)
    onPasted(pasted)
  }
  return (
    <Textarea
      label={say`Text of the private key`}
      description={say`OpenSSH, PEM, PKCS#8 or PuTTY. A public key alone is kept too, until its private half comes.`}
      placeholder={say`-----BEGIN OPENSSH PRIVATE KEY-----`}
      rows={5}
      value={text}
      autoComplete="off"
      spellCheck={false}
      classNames={{ input: held ? classes.shown : classes.hidden, section: classes.eye }}
      onChange={(event) => onText(event.currentTarget.value)}
      onPaste={paste}
      rightSection={
        <ActionIcon
          size={24}
          aria-label={say`Hold to show`}
          title={say`Hold to show`}
          aria-pressed={held}
          {...hold}
        >
          <IconEye size={16} />
        </ActionIcon>
      }
    />
  )
}

/** A key more as text, behind a button. */
export function PasteMore({ onPasted }: { onPasted: (text: string) => void }) {
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const read = (pasted: string) => {
    onPasted(pasted)
    setText('')
    setOpen(false)
  }
  if (!open) {
    return (
      <Button variant="default" onClick={() => setOpen(true)}>
        {say`Paste text…`}
      </Button>
    )
  }
  return (
    <div className={classes.more}>
      <KeyText text={text} onText={setText} onPasted={read} />
      <Group gap="sm" mt="sm">
        <Button variant="default" disabled={text.trim() === ''} onClick={() => read(text)}>
          {say`Read key`}
        </Button>
        <Button variant="subtle" onClick={() => setOpen(false)}>
          {say`Back`}
        </Button>
      </Group>
    </div>
  )
}

/** Takes what is pasted while no field has the focus. */
export function PastedAnywhere({ onPasted }: { onPasted: (text: string) => void }) {
  useWindowEvent('paste', (event) => {
    if (event.target instanceof HTMLElement && event.target.matches('input, textarea')) return
    const text = event.clipboardData?.getData('text') ?? ''
    if (text.trim() !== '') onPasted(text)
  })
  return null
}

/** The same once there are keys. */
export function ChooseMore({ keys }: { keys: Import }) {
  return (
    <ChooseFiles
      words={say`Add files`}
      busy={keys.reading !== null}
      onFiles={(files) => void keys.addFiles(files)}
      onScan={() => void keys.scan()}
    />
  )
}
