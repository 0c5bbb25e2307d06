import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { JsonLine } from '../../main/hosts/web/announce.js'
import { buildIfNeeded } from '../../scripts/build-if-needed.js'
import { windowOf } from '../helpers/built-host.js'

const root = join(import.meta.dirname, '../..')
let dir: string
let profile: string
const running: ChildProcess[] = []
beforeAll(() => buildIfNeeded(), 120_000)
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'latchkey-web-host-'))
  profile = join(dir, 'profile')
})
afterEach(async () => {
  for (const child of running.splice(0))
    if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit')
  await rm(dir, { recursive: true, force: true })
})

/** Starts the built web host as a program of ours would, away from any keyring of the developer's. */
function start(args: string[] = []) {
  const child = spawn(
    process.execPath,
    [join(root, 'out/main/web.js'), '--json', '--no-open', '--profile', profile, ...args],
    { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: 'disabled:' } },
  )
  running.push(child)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    child,
    line: async () =>
      JSON.parse((await lines.next()).value ?? '{}') as Partial<Record<string, unknown>> & JsonLine,
    async end(signal: NodeJS.Signals) {
      const exited = once(child, 'exit')
      child.kill(signal)
      return (await exited) as [number | null, NodeJS.Signals | null]
    },
  }
}

describe('the built web host', () => {
  it('serves its page and its core, and ends in order on SIGTERM', async () => {
    const { child, line, end } = start()
    const { url, origin } = await line()
    expect(await (await fetch(`${origin}/`)).text()).toContain('<title>Latchkey</title>')
    const { client, socket } = await windowOf(String(url))
    expect(await client.host.info()).toMatchObject({
      kind: 'web',
      profileDir: profile,
      putAside: [],
      lab: null,
    })
    if (process.platform === 'linux')
      expect(await readFile(`/proc/${child.pid}/coredump_filter`, 'utf8')).toBe('00000000\n')
    expect((await client.vault.status()).state).toBe('none')
    const closed = once(socket, 'close')
    expect(await end('SIGTERM')).toEqual([0, null])
    await closed
    expect(existsSync(join(profile, 'profile.lock'))).toBe(false)
  })

  it('gives a new address for each line of input', async () => {
    const { child, line } = start()
    const first = await line()
    child.stdin.write('\n')
    const second = await line()
    expect(second.url).not.toBe(first.url)
    await windowOf(String(second.url))
    await windowOf(String(first.url))
  })

  it('leaves a profile alone that another Latchkey uses, and says so', async () => {
    const first = start()
    await first.line()
    const second = start()
    expect(await second.line()).toMatchObject({ problem: { code: 'profile-in-use' } })
    expect((await once(second.child, 'exit'))[0]).toBe(1)
    expect(await first.end('SIGINT')).toEqual([0, null])
  })

  it('starts again after it was killed', async () => {
    const first = start()
    await first.line()
    await first.end('SIGKILL')
    expect(await start().line()).toMatchObject({ ready: true })
  })

  it('keeps the port that it is given, and says when it is taken', async () => {
    const first = start(['--port', '0'])
    const { origin } = await first.line()
    const { port } = new URL(String(origin))
    profile = join(dir, 'other')
    expect(await start(['--port', port]).line()).toMatchObject({
      problem: { code: 'input-invalid', message: expect.stringContaining(port) },
    })
    await first.end('SIGTERM')
    expect(await start(['--port', port]).line()).toMatchObject({ origin })
  })

  it('takes the lab account from a file that only its owner can read', async () => {
    const lab = { kind: 'cloudstack', name: 'Lab', values: { endpoint: 'http://127.0.0.1:1/client/api' } }
    const labFile = join(dir, 'lab.json')
    await writeFile(labFile, JSON.stringify(lab), { mode: 0o644 })
    await chmod(labFile, 0o644)
    expect(await start(['--lab-file', labFile]).line()).toMatchObject({ problem: { code: 'input-invalid' } })
    await chmod(labFile, 0o600)
    const { url } = await start(['--lab-file', labFile]).line()
    const { client } = await windowOf(String(url))
    expect((await client.host.info()).lab).toEqual(lab)
  })

  it.each([[['--port', 'x']], [['--port', '70000']], [['--unknown']]])('refuses %s', async (args) => {
    const { child, line } = start(args)
    expect(await line()).toMatchObject({ problem: { code: 'input-invalid' } })
    expect((await once(child, 'exit'))[0]).toBe(1)
  })

  it('shows its tickets to nobody by its log or its arguments', async () => {
    const { child, line, end } = start()
    const { url } = await line()
    await windowOf(String(url))
    await end('SIGTERM')
    expect(child.spawnargs.join(' ')).not.toContain('ticket')
    expect(await readFile(join(profile, 'latchkey.log'), 'utf8')).not.toContain('ticket')
  })

  it.skipIf(process.platform !== 'linux')(
    'opens the browser by a file that only its owner can read, gone when Latchkey ends',
    async () => {
      const browser = join(dir, 'browser')
      const seen = join(dir, 'seen')
      const script = `#!/bin/sh\n{ echo "$@"; stat -c %a "$1"; cat "$1"; } > ${seen}.part && mv ${seen}.part ${seen}\n`
      await writeFile(browser, script, { mode: 0o755 })
      const { SSH_CONNECTION: _ssh, CI: _ci, WSL_DISTRO_NAME: _wsl, ...env } = process.env
      // Nothing of the developer's desktop decides: xdg-open is left with $BROWSER.
      const desktop = {
        XDG_CURRENT_DESKTOP: '',
        XDG_DATA_DIRS: dir,
        XDG_DATA_HOME: dir,
        XDG_CONFIG_HOME: dir,
      }
      const child = spawn(process.execPath, [join(root, 'out/main/web.js'), '--profile', profile], {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...env, ...desktop, DISPLAY: ':99', BROWSER: browser, DBUS_SESSION_BUS_ADDRESS: 'disabled:' },
      })
      running.push(child)
      await vi.waitFor(() => expect(existsSync(seen)).toBe(true), 20_000)
      const [file = '', mode, ...page] = (await readFile(seen, 'utf8')).split('\n')
      expect(file).toMatch(/open\.html$/)
      expect(mode).toBe('600')
      const [, url = ''] = /url=([^"]*)"/.exec(page.join('\n')) ?? []
      await windowOf(url)
      child.kill('SIGTERM')
      await once(child, 'exit')
      expect(existsSync(file)).toBe(false)
    },
  )
})
