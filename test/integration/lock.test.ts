import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Backend } from '../../contract/vault.js'
import { windowOf } from '../helpers/built-host.js'
import { bundleScript } from '../helpers/bundle-script.js'
import { type Keyring, keyringMissing, startKeyring } from '../helpers/keyring.js'
import type { Client } from '../helpers/transports.js'

/*
 * The web host's core in a process of its own, over the real stores: passwords set, changed, removed and asked for
 * across starts, and the last window that goes.
 */
const first = 'the first password'
const second = 'the second password'

let script = ''
let profile = ''
const running: ChildProcess[] = []

beforeAll(async () => {
  script = await bundleScript('memory-process-main.ts')
})
beforeEach(async () => {
  profile = await mkdtemp(join(tmpdir(), 'latchkey-lock-'))
})
afterEach(async () => {
  await Promise.all(running.splice(0).map(end))
  await rm(profile, { recursive: true, force: true })
})
afterAll(() => rm(dirname(script), { recursive: true, force: true }))

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

async function start(env: NodeJS.ProcessEnv) {
  const child = fork(script, [profile], { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'], env })
  running.push(child)
  const [{ url }] = (await once(child, 'message')) as [{ url: string }]
  const another = async () => {
    const answered = once(child, 'message')
    child.send('address')
    const [message] = (await answered) as [{ url: string }]
    return windowOf(message.url)
  }
  return { ...(await windowOf(url)), another, stop: () => end(child) }
}

/** The status, once the keychain has answered. */
async function settled(client: Client) {
  let status = await client.vault.status()
  await expect
    .poll(
      async () => {
        status = await client.vault.status()
        return status.state
      },
      { timeout: 30_000 },
    )
    .not.toBe('unavailable')
  return status
}

const refused = (code: string) => expect.objectContaining({ data: expect.objectContaining({ code }) })

/** A life with a password: across starts, changes and a lock. */
async function liveWith(backend: Backend, env: NodeJS.ProcessEnv): Promise<void> {
  const born = await start(env)
  await born.client.vault.create({ backend, password: first })
  const key = await born.client.keys.generate({ name: 'deploy', spec: { type: 'ed25519' } })
  await born.stop()

  const next = await start(env)
  expect(await settled(next.client)).toMatchObject({ state: 'locked', hasPassword: true, passwordCost: null })
  await expect(next.client.vault.unlock({ password: second })).rejects.toEqual(refused('password-wrong'))
  expect(await next.client.vault.unlock({ password: first })).toMatchObject({
    state: 'open',
    passwordCost: expect.stringMatching(/^Argon2id, 256 MiB/),
  })
  await next.client.vault.setPassword({ current: first, next: second })
  expect(await next.client.vault.lock()).toMatchObject({ state: 'locked', lockedBy: 'user' })
  await expect(next.client.keys.generate({ name: 'other', spec: { type: 'ed25519' } })).rejects.toEqual(
    refused('vault-locked'),
  )
  await next.stop()

  const last = await start(env)
  await settled(last.client)
  await expect(last.client.vault.unlock({ password: first })).rejects.toEqual(refused('password-wrong'))
  await last.client.vault.unlock({ password: second })
  expect(await last.client.keys.list()).toMatchObject([{ id: key.id, fingerprint: key.fingerprint }])
}

const noKeychain = { ...process.env, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' }

describe('a sealed file', () => {
  it('keeps its password across starts, changes and locks', { timeout: 120_000 }, () =>
    liveWith('sealed-file', noKeychain),
  )

  it('locks some seconds after the last window has gone, and not before', { timeout: 120_000 }, async () => {
    const host = await start(noKeychain)
    await host.client.vault.create({ backend: 'sealed-file', password: first })
    host.socket.close()
    await once(host.socket, 'close')
    const back = await host.another()
    expect((await back.client.vault.status()).state).toBe('open')
    back.socket.close()
    await once(back.socket, 'close')
    // A window that looks would itself be one, so the log is looked at.
    await expect
      .poll(() => readFile(join(profile, 'latchkey.log'), 'utf8'), { timeout: 60_000, interval: 250 })
      .toMatch(/vault\.locked.*window-closed/)
    const look = await host.another()
    expect(await look.client.vault.status()).toMatchObject({ state: 'locked', lockedBy: 'window-closed' })
  })
})

const missing = process.env.CI ? undefined : keyringMissing()
const title = 'a keychain with a password on top'

describe.skipIf(missing)(missing ? `${title}: ${missing}` : title, () => {
  let keyring: Keyring
  beforeAll(async () => {
    keyring = await startKeyring('unlocked')
  })
  afterAll(() => keyring.close())

  it('keeps its password across starts, changes and locks', { timeout: 120_000 }, () =>
    liveWith('keychain', keyring.env),
  )

  it('opens by itself again once the password is removed', { timeout: 120_000 }, async () => {
    const host = await start(keyring.env)
    await host.client.vault.create({ backend: 'keychain' })
    await host.client.keys.generate({ name: 'deploy', spec: { type: 'ed25519' } })
    await host.client.vault.setPassword({ next: first })
    await host.client.vault.setPassword({ current: first, next: null })
    await host.stop()
    const next = await start(keyring.env)
    expect(await settled(next.client)).toMatchObject({
      state: 'open',
      hasPassword: false,
      passwordCost: null,
    })
  })
})
