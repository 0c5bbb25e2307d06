import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Keyring, keyringMissing, startKeyring } from '../helpers/keyring.js'
import { descendants, runOk, until } from '../helpers/processes.js'

const root = join(import.meta.dirname, '../..')

describe('npm run demo -- --check', () => {
  let temporary = ''

  beforeEach(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'latchkey-demo-test-'))
  })
  afterEach(() => rm(temporary, { recursive: true, force: true }))

  it('does the whole job with a sealed file where there is no keychain, and leaves nothing', async () => {
    const { output, code } = await demo({ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' }).ended
    expect(output).toMatch(/^ok .*Make the vault: Sealed file$/m)
    expect(output).toMatch(/^ok .*Type whoami in the terminal: \S+$/m)
    expect(code, output).toBe(0)
    expect(await left()).toEqual([])
  })

  it('interrupted in the middle, ends at once with a failure and leaves nothing', async () => {
    const { child, output, ended } = demo({ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' })
    await until('the push', () => /^ok .*Push the public key/m.test(output()), 60_000)
    const started = descendants(child.pid ?? 0)
    child.kill('SIGINT')
    expect(await ended).toMatchObject({ code: 1, output: expect.stringMatching(/^failed .*: interrupted$/m) })
    expect(await left()).toEqual([])
    await until('every process of it to end', () => !started.some(isAlive))
  })

  const missing = keyringMissing()
  const title = 'does the whole job with an unlocked keychain, and leaves no secret in it'
  it.skipIf(missing)(missing ? `${title}: ${missing}` : title, async () => {
    const keyring = await startKeyring('unlocked')
    try {
      const { output, code } = await demo(keyring.env).ended
      expect(output).toMatch(/^ok .*Make the vault: GNOME keyring$/m)
      expect(code, output).toBe(0)
      expect(await itemsIn(keyring)).not.toContain('object path')
    } finally {
      await keyring.close()
    }
  })

  function demo(env: NodeJS.ProcessEnv) {
    const child = spawn(process.execPath, ['--import', 'tsx', 'test/lab/demo.ts', '--check'], {
      cwd: root,
      env: { ...process.env, ...env, TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      output += part
    })
    return { child, output: () => output, ended: endOf(child).then((code) => ({ code, output })) }
  }

  /** What the demo left behind; tsx keeps its cache. */
  async function left(): Promise<string[]> {
    return (await readdir(temporary)).filter((name) => !name.startsWith('tsx-'))
  }
})

async function endOf(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'close')) as [number | null]
  return code
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (_gone) {
    return false
  }
}

/** The items of the login collection, as dbus-send prints their paths. */
function itemsIn({ env }: Keyring): Promise<string> {
  const property = ['string:org.freedesktop.Secret.Collection', 'string:Items']
  const collection = '/org/freedesktop/secrets/collection/login'
  const options = ['--session', '--print-reply', '--dest=org.freedesktop.secrets', collection]
  return runOk('dbus-send', [...options, 'org.freedesktop.DBus.Properties.Get', ...property], { env })
}
