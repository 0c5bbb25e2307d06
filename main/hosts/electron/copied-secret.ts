import { createHash } from 'node:crypto'
import type { Clipboard, IpcMain, WebFrameMain } from 'electron'
import { SECRET_COPIED } from '../../../contract/desktop-bridge.js'
import type { Log } from '../../core/ports.js'

export interface CopiedSecretOptions {
  /** Whether a frame is the window's own page. */
  isOurs(frame: WebFrameMain | null): boolean
  clipboard: Pick<Clipboard, 'readText' | 'clear'>
  platform: NodeJS.Platform
  log: Log
}

export const CLEARED_AFTER_MS = 30_000

/** Linux has a second clipboard, which has what is selected. */
const both = ['clipboard', 'selection'] as const

/**
 * Clears the clipboard half a minute after the user has copied a secret out of our page, unless it has something else by then.
 * Answers what clears it at once, for an end before that. Nothing but a hash of the secret is kept meanwhile.
 */
export function listenForCopiedSecrets(
  ipcMain: IpcMain,
  { isOurs, clipboard, platform, log }: CopiedSecretOptions,
): () => void {
  const copied = new Map<string, ReturnType<typeof setTimeout>>()
  const places = platform === 'linux' ? both : both.slice(0, 1)

  function clear(hash: string): void {
    clearTimeout(copied.get(hash))
    copied.delete(hash)
    for (const place of places) if (hashOf(clipboard.readText(place)) === hash) clipboard.clear(place)
  }

  ipcMain.on(SECRET_COPIED, ({ senderFrame }, text: unknown) => {
    if (!isOurs(senderFrame)) return log.warn('desktop.copied-secret-refused', { frame: senderFrame?.url })
    if (typeof text !== 'string' || text.trim() === '') return
    const hash = hashOf(text)
    clearTimeout(copied.get(hash))
    copied.set(
      hash,
      setTimeout(() => clear(hash), CLEARED_AFTER_MS),
    )
  })
  return () => [...copied.keys()].forEach(clear)
}

/** Systems end the lines of what is copied in ways of their own. */
const hashOf = (text: string) => createHash('sha256').update(text.replace(/\s+/g, '')).digest('hex')
