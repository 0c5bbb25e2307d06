import type { FilesAccess } from '../../../contract/files.js'
import { told } from '../../../contract/words/say.js'
import type { Borrowed } from '../connections/borrowed.js'
import type { Connections } from '../connections/connections.js'
import { LatchkeyError } from '../lib/error.js'
import { createLiveValue, type LiveValue } from '../lib/live-value.js'
import { orAborted } from '../lib/or-aborted.js'
import { problemOf } from '../lib/problem.js'
import type { Clock, Log } from '../ports.js'
import { explainSftp, saying } from './file-errors.js'
import { createMoreChannels, type MoreChannels } from './more-channels.js'
import { nameOfBytes } from './name-bytes.js'
import { openSftp, type Sftp } from './sftp/sftp.js'
import { SftpError } from './sftp/sftp-error.js'

/** A way to the files of an instance. */
export interface OpenWay {
  sftp: Sftp
  /** More of them on the same connection. */
  more: MoreChannels
  home: Buffer
  target: string
  /** To run programs on the same connection. */
  client: Borrowed['client']
}

export interface Access {
  /** Does work on the way that is open, else on one that is opened for it and kept for a while. */
  use<T>(instanceId: string, work: (way: OpenWay) => Promise<T>, signal?: AbortSignal): Promise<T>
  /** The same for who says himself when he has done. */
  take(instanceId: string, signal?: AbortSignal): Promise<{ way: OpenWay; release(): void }>
  watch(instanceId: string, signal?: AbortSignal): AsyncIteratorObject<FilesAccess, undefined, void>
  closeAll(): void
}

interface Way {
  status: LiveValue<FilesAccess>
  opened: Promise<OpenWay>
  users: number
  end(): void
}

export interface AccessParts {
  connections: Pick<Connections, 'borrow'>
  clock: Clock
  log: Log
  /** Its own connection, so that a lot of data is in nobody's way. */
  apart?: boolean
}

/** Who comes back soon finds the way open. */
const LINGER_MS = 20_000
const GREETING_MS = 20_000

export function createAccess({ connections, clock, log, apart = false }: AccessParts): Access {
  const ways = new Map<string, Way>()

  function begin(instanceId: string): Way {
    const status = createLiveValue<FilesAccess>({
      ...{ state: 'connecting', phase: 'resolve', target: null, home: null, problem: null },
    })
    const over = new AbortController()
    const leave = () => ways.get(instanceId) === way && ways.delete(instanceId)
    const close = (error: unknown) => {
      leave()
      if (status.get().state === 'closed') return
      const problem = error === null ? null : problemOf(error, 'files.access', log)
      status.set({ ...status.get(), state: 'closed', phase: null, problem })
      status.end()
    }
    const onPhase = (phase: FilesAccess['phase']) => status.set({ ...status.get(), phase })
    const opened = open(instanceId, { signal: over.signal, onPhase, apart })
    const way: Way = {
      status,
      opened,
      users: 0,
      end() {
        leave() // the server's answer may be long in coming, and who comes meanwhile gets a way of their own
        over.abort(new LatchkeyError('cancelled', 'The files were closed.'))
      },
    }
    opened.then(({ home, target, sftp }) => {
      status.set({ state: 'open', phase: null, target, home: nameOfBytes(home), problem: null })
      if (over.signal.aborted) sftp.end()
      else over.signal.addEventListener('abort', sftp.end)
      sftp.ended.then((error) => close(over.signal.aborted ? null : explainSftp(error, '')))
    }, close)
    ways.set(instanceId, way)
    return way
  }

  async function open(
    instanceId: string,
    how: { signal: AbortSignal; onPhase(phase: FilesAccess['phase']): void; apart: boolean },
  ): Promise<OpenWay> {
    const borrowed = await connections.borrow(instanceId, how)
    try {
      return await openOn(borrowed, how.signal)
    } catch (error) {
      borrowed.release()
      const isFull = error instanceof Error && /channel open failure/i.test(error.message)
      if (!isFull || how.apart) throw isFull ? unavailable(error) : error
      return open(instanceId, { ...how, apart: true }) // the server grants a session's connection no more channels
    }
  }

  async function openOn(borrowed: Borrowed, signal: AbortSignal): Promise<OpenWay> {
    const { client, target, lost, release } = borrowed
    const late = new AbortController()
    const tooLate = clock.sleep(GREETING_MS, late.signal).then(() => {
      throw new SftpError('lost', 'The server did not greet in time.')
    })
    tooLate.catch(() => undefined) // it is waited for where it matters
    const opening = openSftp(client, lost)
    const inTime = <T>(work: Promise<T>) => orAborted(signal, Promise.race([work, tooLate]))
    try {
      const sftp = await inTime(opening)
      void sftp.ended.then(release)
      const home = await inTime(saying(told`find the home folder`, sftp.realpath(Buffer.from('.'))))
      const more = createMoreChannels({ client, first: sftp, lost, log })
      return { sftp, more, home, target, client }
    } catch (error) {
      opening.then(
        (open) => open.end(), // the connection may be that of a session, and goes on
        () => undefined,
      )
      throw isRefusal(error) ? unavailable(error) : error
    } finally {
      late.abort()
    }
  }

  function hold(instanceId: string) {
    const way = ways.get(instanceId) ?? begin(instanceId)
    way.users++
    let held = true
    const release = () => {
      if (!held) return
      held = false
      way.users--
      if (way.users > 0) return
      if (way.status.get().state === 'connecting') return way.end()
      void clock.sleep(LINGER_MS).then(() => way.users === 0 && way.end())
    }
    return { way, release }
  }

  async function take(instanceId: string, signal?: AbortSignal) {
    const { way, release } = hold(instanceId)
    try {
      const opened = await (signal === undefined ? way.opened : orAborted(signal, way.opened))
      return { way: opened, release }
    } catch (error) {
      release()
      throw error
    }
  }

  return {
    take,
    async use(instanceId, work, signal) {
      const { way, release } = await take(instanceId, signal)
      try {
        return await work(way)
      } finally {
        release()
      }
    },
    async *watch(instanceId, signal) {
      const { way, release } = hold(instanceId)
      try {
        yield* way.status.watch(signal)
      } finally {
        release()
      }
      return undefined
    },
    closeAll() {
      for (const { end } of ways.values()) end()
    },
  }
}

function isRefusal(error: unknown): boolean {
  if (error instanceof SftpError) return true
  return error instanceof Error && /unable to start subsystem/i.test(error.message)
}

function unavailable(error: unknown): LatchkeyError {
  return new LatchkeyError('files-unavailable', 'This server gives no access to its files over SFTP.', {
    advice:
      'Its sshd needs a line "Subsystem sftp internal-sftp", and the start files of the shell must print nothing; ask who runs it.',
    detail: error instanceof Error ? error.message : '',
    cause: error,
  })
}
