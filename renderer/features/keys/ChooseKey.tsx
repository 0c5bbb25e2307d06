import { ActionIcon, Button, FileButton, Group, Textarea } from '@mantine/core'
import { IconEye, IconFile } from '@tabler/icons-react'
import type { ClipboardEvent } from 'react'
import { useHold } from '../../ui/SecretInput.js'
import classes from './ChooseKey.module.css'

interface Props {
  text: string
  onText: (text: string) => void
  /** A whole key was pasted: no further click is needed. */
  onPasted: (text: string) => void
  onFile: (file: File) => void
}

/** Where a private key comes from: a file, or text. The text is readable only while its button is held. */
export function ChooseKey({ text, onText, onPasted, onFile }: Props) {
  const [held, hold] = useHold()
  const paste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text')
    if (text !== '' || pasted.trim() === '') return
    event.preventDefault()
    onText(pasted)
    onPasted(pasted)
  }
  return (
    <>
      <Group gap="md">
        <FileButton
          onChange={(file) => file !== null && onFile(file)}
          inputProps={{ 'aria-label': 'Private key file' }}
        >
          {(props) => (
            <Button variant="default" leftSection={<IconFile size={16} />} data-autofocus {...props}>
              Choose file
            </Button>
          )}
        </FileButton>
        <span>or drop it on this window, or paste its text below.</span>
      </Group>
      <Textarea
        label="Text of the private key"
        description="OpenSSH, PEM or PKCS#8. The private key, not the .pub file beside it."
        placeholder="-----BEGIN OPENSSH PRIVATE KEY-----"
        rows={5}
        value={text}
        autoComplete="off"
        spellCheck={false}
        classNames={{ input: held ? classes.shown : classes.hidden, section: classes.eye }}
        onChange={(event) => onText(event.currentTarget.value)}
        onPaste={paste}
        rightSection={
          <ActionIcon size={24} aria-label="Hold to show" title="Hold to show" aria-pressed={held} {...hold}>
            <IconEye size={16} />
          </ActionIcon>
        }
      />
    </>
  )
}
