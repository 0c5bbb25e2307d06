import type { SshAddress } from '../../../contract/instances.js'
import type { Clock } from '../ports.js'
import { openSocket } from '../sessions/tcp.js'

const ROUND_MS = 5_000
const PAUSE_MS = 2_000

/**
 * Tries an address until it answers with an SSH banner (RFC 4253 §4.2). Resolves to false when `limitMs` have passed,
 * and throws the signal's reason when aborted.
 */
export async function waitForSsh(
  address: SshAddress,
  { clock, limitMs }: { clock: Clock; limitMs: number },
  signal: AbortSignal,
): Promise<boolean> {
  const end = clock.now() + limitMs
  do {
    if (await answersSsh(address, signal)) return true
    await clock.sleep(PAUSE_MS, signal)
  } while (clock.now() < end)
  return false
}

async function answersSsh(address: SshAddress, signal: AbortSignal): Promise<boolean> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(ROUND_MS)])
  try {
    return await readsBanner(address, limited)
  } catch {
    // Refused, dropped, not there: all the same until the whole time is up.
    signal.throwIfAborted()
    return false
  }
}

async function readsBanner({ host, port }: SshAddress, signal: AbortSignal): Promise<boolean> {
  const socket = await openSocket({ host, port, user: '' }, 'any', signal, () => undefined)
  const stop = () => socket.destroy(new Error('The time for this round is up'))
  signal.addEventListener('abort', stop)
  let text = ''
  try {
    for await (const chunk of socket) {
      text += Buffer.from(chunk).toString('latin1')
      if (/(?:^|\n)SSH-/.test(text)) return true
      if (text.length > MOST_BYTES) return false
    }
    return false
  } finally {
    signal.removeEventListener('abort', stop)
    socket.destroy()
  }
}

/** A server may send lines before its banner, but not without end. */
const MOST_BYTES = 8_192
