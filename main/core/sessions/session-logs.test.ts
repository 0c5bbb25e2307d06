import { expect, it } from 'vitest'
import { encodeHostFrame } from '../../../contract/terminal-stream.js'
import { handClock } from '../../../test/helpers/hand-clock.js'
import { testLog } from '../../../test/helpers/memory-profile.js'
import { testTerminal } from '../../../test/helpers/test-terminal.js'
import { createSessionLogs } from './session-logs.js'

/** A disk that is slow: what was written to each file, and whether it was closed, once `go` was called. */
function slowFolder() {
  let go: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    go = resolve
  })
  const files: { text: string; closed: boolean }[] = []
  const create = async () => {
    const file = { text: '', closed: false }
    files.push(file)
    return {
      path: `/${files.length}.log`,
      async write(bytes: Uint8Array) {
        await held
        file.text += Buffer.from(bytes).toString()
      },
      async close() {
        file.closed = true
      },
    }
  }
  return { files, go, folder: { path: '/', create } }
}

function tapped() {
  const { files, go, folder } = slowFolder()
  const logs = createSessionLogs({ folder, clock: handClock(), log: testLog(), nameOf: async () => 'web-1' })
  const terminal = testTerminal()
  const port = logs.tap('s', terminal)
  port.onClose(() => undefined)
  return {
    ...{ logs, terminal, files, go },
    start: () => logs.start({ sessionId: 's', format: 'raw' }, {}),
    say: (text: string) => port.send(encodeHostFrame({ type: 'output', bytes: Buffer.from(text) })),
  }
}

it('has all of a log on the disk before Latchkey ends, also where its session has just ended', async () => {
  const { logs, terminal, files, go, start, say } = tapped()
  await start()
  say('the last words')
  terminal.close()
  const closing = logs.closeAll()
  go()
  await closing
  expect(files).toEqual([{ text: 'the last words', closed: true }])
})

it('leaves no file open where a log is begun twice at once', async () => {
  const { logs, files, go, start, say } = tapped()
  go()
  await Promise.all([start(), start()])
  say('hello')
  await logs.closeAll()
  expect(files.map(({ closed }) => closed)).toEqual([true, true])
  expect(files.map(({ text }) => text).join('')).toBe('hello')
})
