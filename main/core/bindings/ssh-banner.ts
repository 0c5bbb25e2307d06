import type { SshAddress } from '../../../contract/instances.js'
import { isLatchkeyError } from '../lib/error.js'
import type { Clock } from '../ports.js'
import { openSocket } from '../sessions/tcp.js'
import type { OpenedWay, SshTarget } from '../sessions/way.js'

/** Opens bytes to a server, the way that its instance is reached. */
export type Dial = (
  target: SshTarget,
  signal: AbortSignal,
  /** What is before the server is open: from here on it is its own time. */
  onBegin: () => void,
) => Promise<Pick<OpenedWay, 'stream' | 'release'>>

const dialStraight: Dial = async (target, signal, onBegin) => {
  onBegin()
  return { stream: await openSocket(target, 'any', signal, () => undefined), release: () => undefined }
}

const ROUND_MS = 5_000
const PAUSE_MS = 2_000

/**
 * Tries an address until it answers with an SSH banner (RFC 4253 §4.2). Resolves to false when `limitMs` have passed,
 * throws the signal's reason when aborted, and why a host on the way to it can't be logged in to.
 */
export async function waitForSsh(
  address: SshAddress,
  { clock, limitMs, dial = dialStraight }: { clock: Clock; limitMs: number; dial?: Dial | undefined },
  signal: AbortSignal,
): Promise<boolean> {
  const end = clock.now() + limitMs
  do {
    if (await answersSsh(address, dial, signal)) return true
    await clock.sleep(PAUSE_MS, signal)
  } while (clock.now() < end)
  return false
}

async function answersSsh(address: SshAddress, dial: Dial, signal: AbortSignal): Promise<boolean> {
  const round = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const onBegin = () => {
    timer = setTimeout(() => round.abort(), ROUND_MS)
  }
  try {
    return await readsBanner(address, dial, AbortSignal.any([signal, round.signal]), onBegin)
  } catch (error) {
    signal.throwIfAborted()
    if (isLatchkeyError(error) && error.info.hop !== undefined) throw error // waiting does not help
    return false // refused, dropped, not there: all the same until the whole time is up
  } finally {
    clearTimeout(timer)
  }
}

async function readsBanner(
  { host, port }: SshAddress,
  dial: Dial,
  signal: AbortSignal,
  onBegin: () => void,
): Promise<boolean> {
  const { stream, release } = await dial({ host, port, user: '' }, signal, onBegin)
  const stop = () => stream.destroy(new Error('The time for this round is up'))
  signal.addEventListener('abort', stop)
  let text = ''
  try {
    for await (const chunk of stream) {
      text += Buffer.from(chunk).toString('latin1')
      if (/(?:^|\n)SSH-/.test(text)) return true
      if (text.length > MOST_BYTES) return false
    }
    return false
  } finally {
    signal.removeEventListener('abort', stop)
    stream.destroy()
    release()
  }
}

/** A server may send lines before its banner, but not without end. */
const MOST_BYTES = 8_192
