import type { SessionLog } from '../../../contract/session-logs.js'
import { decodeHostFrame, isInputFrame } from '../../../contract/terminal-stream.js'
import { LatchkeyError } from '../lib/error.js'
import { createLiveValue } from '../lib/live-value.js'
import { problemOf } from '../lib/problem.js'
import type { Clock, Log, SessionLogFolder } from '../ports.js'
import type { SessionLogsService } from '../services.js'
import { createLogWriter, type LogWriter } from './log-writer.js'
import type { TerminalPort } from './terminal-port.js'

interface Parts {
  folder: SessionLogFolder
  clock: Clock
  log: Log
  /** The name of a session's instance. Throws `session-not-found`. */
  nameOf: (sessionId: string) => Promise<string>
}

/** Files that what sessions show is written to, where the user has asked for it. */
export function createSessionLogs({ folder, clock, log, nameOf }: Parts): SessionLogsService {
  const running = new Map<string, { writer: LogWriter; told: SessionLog }>()
  /** Sessions whose output passes here. */
  const tapped = new Set<string>()
  /** Files that are being closed. */
  const ending = new Set<Promise<void>>()
  const live = createLiveValue<SessionLog[]>([])
  const tell = () => live.set([...running.values()].map(({ told }) => told))

  async function end(sessionId: string): Promise<void> {
    const found = running.get(sessionId)
    running.delete(sessionId)
    if (found === undefined) return
    tell()
    await close(found.writer)
  }
  function close(writer: LogWriter): Promise<void> {
    const closed = writer.end().finally(() => ending.delete(closed))
    ending.add(closed)
    return closed
  }

  return {
    async start({ sessionId, format }) {
      const name = await nameOf(sessionId)
      if (!tapped.has(sessionId)) throw hasEnded()
      const file = await folder.create(name, clock.now())
      const writer = createLogWriter(file, format, (error) => {
        const found = running.get(sessionId)
        const problem = problemOf(error, 'session-log.not-written', log)
        if (found?.writer !== writer) return
        found.told = { ...found.told, problem }
        tell()
      })
      const told = { sessionId, path: file.path, format, problem: null }
      if (!tapped.has(sessionId))
        await close(writer) // it ended while the file was made
      else {
        const before = running.get(sessionId)
        running.set(sessionId, { writer, told })
        tell()
        if (before !== undefined) await close(before.writer)
      }
      return told
    },
    stop: ({ sessionId }) => end(sessionId),
    watch: async (_nothing, { signal }) => live.watch(signal),
    tap(sessionId, port) {
      const onEnd = () => {
        tapped.delete(sessionId)
        end(sessionId).catch((error) => log.error('session-log.not-closed', error))
      }
      return {
        ...tapOf(port, () => running.get(sessionId)?.writer),
        onClose(listener) {
          tapped.add(sessionId)
          port.onClose((lost) => {
            onEnd()
            listener(lost)
          })
        },
      }
    },
    async closeAll() {
      await Promise.all([...running.keys()].map(end))
      await Promise.all(ending)
    },
  }
}

/**
 * Writes what goes to the window, and lets the window's acknowledgements wait while the disk is behind: so the server
 * sends no more than the disk takes, and nothing is lost or piles up.
 */
function tapOf(port: TerminalPort, writer: () => LogWriter | undefined): Omit<TerminalPort, 'onClose'> {
  let inTurn: Promise<void> | null = null
  return {
    send(frame) {
      const log = writer()
      const output = log === undefined ? null : decodeHostFrame(frame)
      if (output?.type === 'output') log?.put(output.bytes)
      port.send(frame)
    },
    onFrame(listener) {
      port.onFrame((frame) => {
        const log = writer()
        if (isInputFrame(frame) || (inTurn === null && log?.isFull() !== true)) return listener(frame)
        const turn = Promise.all([inTurn, log?.room()]).then(() => {
          if (inTurn === turn) inTurn = null
          listener(frame)
        })
        inTurn = turn
      })
    },
    close: () => port.close(),
  }
}

function hasEnded(): LatchkeyError {
  return new LatchkeyError('session-not-found', 'This session has ended, so there is nothing to write.', {
    advice: 'Connect again, then begin the log.',
  })
}
