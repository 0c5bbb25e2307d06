import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeWindowFrame } from '../../contract/terminal-stream.js'
import type { SessionLogFolder } from '../../main/core/ports.js'
import { createSessionLogs } from '../../main/core/sessions/session-logs.js'
import { sessionLogFolder } from '../../main/platform/session-log-folder.js'
import { testLog } from '../helpers/memory-profile.js'
import { until } from '../helpers/processes.js'
import { quietPrompt, sessionLab } from '../helpers/session-lab.js'
import { type Sshd, sshdInstalled, startSshd } from '../helpers/sshd.js'
import { systemClock } from '../helpers/system-clock.js'
import { testSigner } from '../helpers/test-signer.js'
import { testTerminal } from '../helpers/test-terminal.js'

const signer = testSigner()
const MEGABYTE = 1024 * 1024
let dir: string
let sshd: Sshd

describe.runIf(sshdInstalled || process.env.CI)('the log of a session on a real sshd', () => {
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'latchkey-session-log-'))
    sshd = await startSshd({ dir, authorizedKeys: [signer.publicLine] })
  })
  afterAll(async () => {
    await sshd?.stop()
    await rm(dir, { recursive: true, force: true })
  })

  async function open(given: Partial<SessionLogFolder> = {}, terminal = testTerminal()) {
    const path = await mkdtemp(join(dir, 'logs-'))
    const folder = { ...sessionLogFolder(join(path, 'session-logs')), ...given }
    const log = testLog()
    const logs = createSessionLogs({ folder, clock: systemClock, log, nameOf: async () => '../web 1' })
    const lab = sessionLab(sshd, signer.again(), { tap: logs.tap })
    const { id } = await lab.open(terminal)
    const running = async () => {
      for await (const all of await logs.watch(undefined, {})) return all
      throw new Error('Nothing was told of logs')
    }
    return { ...lab, id, terminal, logs, running }
  }

  it('has as text what was shown from its beginning to its end, and only that', async () => {
    const { id, terminal, logs, running } = await open()
    await quietPrompt(terminal)
    terminal.type('echo before\r')
    await until('the prompt is back', () => terminal.text().endsWith('before\r\nREADY$ '))
    const { path } = await logs.start({ sessionId: id, format: 'text' }, {})
    expect(path).toMatch(/\/session-logs\/web-1 \d{4}-\d\d-\d\d \d\d-\d\d-\d\d\.log$/)
    expect(await running()).toEqual([{ sessionId: id, path, format: 'text', problem: null }])
    terminal.type("printf '\\033[31mred\\033[0m\\n'\r")
    await until('it was shown', () => terminal.text().includes('red\x1b[0m\r\nREADY$ '))
    await logs.stop({ sessionId: id }, {})
    terminal.type('echo after\r')
    await until('it was shown', () => terminal.text().includes('after\r\n'))
    expect(await readFile(path, 'utf8')).toBe('red\nREADY$\n')
    expect(await running()).toEqual([])
    if (process.platform !== 'win32') {
      expect((await stat(path)).mode & 0o777).toBe(0o600)
      expect((await stat(join(path, '..'))).mode & 0o777).toBe(0o700)
    }
    terminal.close()
  })

  it('has every byte of a flood', async () => {
    const { id, terminal, logs, running } = await open()
    await quietPrompt(terminal)
    const { path } = await logs.start({ sessionId: id, format: 'raw' }, {})
    const from = terminal.total()
    terminal.type("head -c 6000000 /dev/urandom | base64; printf 'END'\r")
    await until('all of it was shown', () => terminal.text().endsWith('ENDREADY$ '), 60_000)
    terminal.type('exit\r')
    await until('the log has ended with its session', async () => (await running()).length === 0)
    const written = await readFile(path)
    await until('the file was closed', async () => (await stat(path)).size === terminal.total() - from)
    expect(written.length).toBeGreaterThan(7 * MEGABYTE)
    expect((await readFile(path)).equals(terminal.output().subarray(from))).toBe(true)
  })

  it('goes on with each byte once where another window takes over, and where a stream breaks', async () => {
    const { sessions, id, terminal, logs, running } = await open(
      {},
      testTerminal({ acknowledge: 'when told' }),
    )
    await quietPrompt(terminal)
    const { path } = await logs.start({ sessionId: id, format: 'text' }, {})
    const before = terminal.total()
    const takeOver = (position: number) => {
      const next = testTerminal()
      sessions.attach(id, next)
      next.raw(encodeWindowFrame({ type: 'resume', position }))
      return next
    }
    terminal.type('echo one\r')
    await until('it was shown', () => terminal.text().endsWith('one\r\nREADY$ '))
    const moved = takeOver(before) // has none of it yet, so that all of it is sent again
    await until('it was shown again', () => moved.text() === 'one\r\nREADY$ ')
    moved.type('echo two\r')
    await until('it was shown', () => moved.text().endsWith('two\r\nREADY$ '))
    const at = before + moved.total()
    moved.lose()
    const back = takeOver(at)
    back.type('echo three\r')
    await until('it was shown', () => back.text().endsWith('three\r\nREADY$ '))
    expect(await running()).toHaveLength(1)
    await logs.stop({ sessionId: id }, {})
    expect(await readFile(path, 'utf8')).toBe('one\nREADY$ two\nREADY$ three\nREADY$\n')
    back.close()
  })

  it('says that the disk is full, and leaves the session alone', async () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
    const { id, terminal, logs, running } = await open({
      create: async () => ({
        path: '/full.log',
        write: () => Promise.reject(full),
        close: async () => undefined,
      }),
    })
    await quietPrompt(terminal)
    await logs.start({ sessionId: id, format: 'raw' }, {})
    terminal.type('echo one\r')
    await until('it is told', async () => (await running())[0]?.problem !== null)
    expect((await running())[0]?.problem).toMatchObject({
      code: 'file-unwritable',
      message: 'The disk is full.',
    })
    terminal.type('echo "still $((20+3))"\r')
    await until('the session lives on', () => terminal.text().includes('still 23\r\n'))
    terminal.close()
  })

  it('lets the server wait for a slow disk instead of piling up', async () => {
    let go: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      go = resolve
    })
    let written = 0
    const { id, terminal, logs } = await open({
      create: async () => ({
        path: '/slow.log',
        async write(bytes) {
          await held
          written += bytes.length
        },
        close: async () => undefined,
      }),
    })
    await quietPrompt(terminal)
    await logs.start({ sessionId: id, format: 'raw' }, {})
    const from = terminal.total()
    terminal.type("head -c 20000000 /dev/zero | tr '\\0' x; printf 'END'\r")
    await until('much has come', () => terminal.total() - from > 4 * MEGABYTE)
    await until(
      'no more comes',
      quiet(() => terminal.total()),
    )
    expect(terminal.total() - from).toBeLessThan(6 * MEGABYTE)
    go()
    await until('all of it was shown', () => terminal.text().endsWith('ENDREADY$ '), 60_000)
    await logs.stop({ sessionId: id }, {})
    expect(written).toBe(terminal.total() - from)
    terminal.close()
  })

  it('is refused for a session that has ended, and makes no file', async () => {
    const { id, terminal, logs, statusWhen } = await open()
    terminal.close()
    await statusWhen(id, ({ state }) => state === 'closed')
    await expect(logs.start({ sessionId: id, format: 'raw' }, {})).rejects.toThrow('has ended')
    expect((await readdir(dir)).some((name) => name.endsWith('.log'))).toBe(false)
  })
})

/** True once a number has stayed the same for some looks. */
function quiet(read: () => number): () => boolean {
  let last = -1
  let same = 0
  return () => {
    same = read() === last ? same + 1 : 0
    last = read()
    return same > 20
  }
}
