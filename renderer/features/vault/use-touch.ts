import { useThrottledCallback } from '@mantine/hooks'
import { useEffect } from 'react'
import { rpc } from '../../api/client.js'
import { connectionState } from '../../api/connection.js'

const EVERY_MS = 15_000
const signs = ['pointerdown', 'pointermove', 'wheel', 'keydown'] as const

/** While the vault is open, tells the host that somebody is at work here: at most every 15 seconds, and nothing else. */
export function useTouch(open: boolean): void {
  const touch = useThrottledCallback(() => open && tellHost(), EVERY_MS)
  useEffect(() => {
    if (!open) return
    const ended = new AbortController()
    const notice = (event: Event) => {
      if (!isDrift(event)) touch()
    }
    for (const sign of signs)
      window.addEventListener(sign, notice, { capture: true, passive: true, signal: ended.signal })
    return () => ended.abort()
  }, [open, touch])
}

/** What moves under a resting pointer, such as the output of a terminal, makes browsers say that the pointer moved. */
function isDrift(event: Event): boolean {
  return event instanceof PointerEvent && event.type === 'pointermove' && !event.movementX && !event.movementY
}

function tellHost(): void {
  if (connectionState() !== 'open') return
  rpc.vault.touch().catch((error: unknown) => console.debug('The host was not told of activity.', error))
}
