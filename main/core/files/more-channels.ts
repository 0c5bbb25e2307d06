import type { Client } from 'ssh2'
import type { Log } from '../ports.js'
import { openSftp, type Sftp } from './sftp/sftp.js'

/** Beside the first. OpenSSH grants each channel 2 MiB: those of four are what the buffers of a transfer hold. */
const MOST = 3
/** Windows' worth of data whose rate is looked at, and then the next. */
const JUDGED = 4
/** Windows' worth of a file before it is worth another channel. */
const LARGE = 8

/**
 * A server takes no more of a channel's data unasked than its window. Where the way there and back is long, that bounds the
 * rate, and another channel of the same connection has a window of its own.
 */
export interface MoreChannels {
  /** Bytes of a file from which on it may go through several. */
  from: number
  /** Counts what is written through the first channel. */
  count<T>(bytes: number, written: Promise<T>): Promise<T>
  /** Whether what was written lately was held up by the window, and not by a processor or a disk. */
  isBound(): boolean
  /** Opens them when it is first called; none where the server gives no more. They end with the first one. */
  open(): Promise<Sftp[]>
}

/** Never any. */
export const noMoreChannels: MoreChannels = {
  from: Number.POSITIVE_INFINITY,
  count: (_bytes, written) => written,
  isBound: () => false,
  open: async () => [],
}

/** `lost`: as for `openSftp`. */
export function createMoreChannels(
  { client, first, lost, log }: { client: Client; first: Sftp; lost: Promise<unknown>; log: Log },
  now: () => number = () => performance.now(),
): MoreChannels {
  const { window } = first
  let [underWay, written, since, bound] = [0, 0, 0, false]
  let opening: Promise<Sftp[]> | null = null
  const channels = new Set<Sftp>()

  function judge(): void {
    // Half of it is on the way at any time: the rest of the time is that of whoever takes it in.
    bound = (written / (now() - since)) * first.roundTrip() >= window / 2
    written = 0
    since = now()
  }

  async function openOne(): Promise<void> {
    const sftp = await openSftp(client, lost)
    channels.add(sftp)
    void sftp.ended.then(() => channels.delete(sftp))
    void first.ended.then(sftp.end)
  }

  async function openAll(): Promise<Sftp[]> {
    const opened = await Promise.allSettled(Array.from({ length: MOST }, openOne))
    const refused = opened.find((one) => one.status === 'rejected')
    log.info('files.more-channels', {
      ...{ opened: channels.size, roundTripMs: Math.round(first.roundTrip()) },
      ...(refused && { refused: String(refused.reason) }),
    })
    return [...channels]
  }

  return {
    from: LARGE * window,
    async count(bytes, asked) {
      if (underWay === 0) [written, since] = [0, now()]
      underWay += bytes
      try {
        return await asked
      } finally {
        underWay -= bytes
        written += bytes
        if (written >= JUDGED * window) judge()
      }
    },
    isBound: () => bound,
    async open() {
      opening ??= openAll()
      await opening
      return [...channels] // some may have ended since
    },
  }
}
