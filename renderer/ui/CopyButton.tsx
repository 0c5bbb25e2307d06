import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { say } from '../../contract/words/say.js'
import { CopyByHand } from './CopyByHand.js'
import { type CopiedText, putOnClipboard } from './copy.js'

const SAID_MS = 1500

interface Props {
  /** What goes to the clipboard. Never a secret. */
  value: string
  /** What it is, for the name of the button: "Copy fingerprint". */
  label: string
  /** With words beside the picture. */
  words?: boolean
}

/** Copies a text and says so on the button itself; where the clipboard refuses, it shows the text. */
export function CopyButton({ value, label, words = false }: Props) {
  const { copied, refused, copy, forget } = useCopy(value)
  const said = copied ? say`Copied` : label
  const icon = copied ? <IconCheck size={16} /> : <IconCopy size={16} />
  return (
    <>
      {words ? (
        <Button variant="default" leftSection={icon} onClick={copy}>
          <span aria-live="polite">{said}</span>
        </Button>
      ) : (
        <Tooltip label={said}>
          <ActionIcon size={24} aria-label={said} onClick={copy}>
            {icon}
          </ActionIcon>
        </Tooltip>
      )}
      {refused !== null && <CopyByHand text={refused} onClose={forget} />}
    </>
  )
}

function useCopy(value: string) {
  const [last, setLast] = useState<CopiedText | null>(null)
  useEffect(() => {
    if (last?.copied !== true) return
    const timer = setTimeout(() => setLast(null), SAID_MS)
    return () => clearTimeout(timer)
  }, [last])
  return {
    copied: last?.copied === true,
    refused: last?.copied === false ? last.text : null,
    copy: async () => setLast({ text: value, copied: await putOnClipboard(value) }),
    forget: () => setLast(null),
  }
}
