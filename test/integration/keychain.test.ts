import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdir, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { bundleScript } from '../helpers/bundle-script.js'
import { type KeychainProcess, startKeychainProcess } from '../helpers/keychain-process.js'
import { type Keyring, type KeyringState, keyringMissing, startKeyring } from '../helpers/keyring.js'
import { ownNameSilently } from '../helpers/message-bus.js'

const run = promisify(execFile)

const missing = process.env.CI ? undefined : keyringMissing()
const title = 'the keychain, against gnome-keyring'

describe.skipIf(missing)(missing ? `${title}: ${missing}` : title, () => {
  const processes: KeychainProcess[] = []
  const keyrings: Keyring[] = []
  let script = ''

  beforeAll(async () => {
    script = await bundleScript('keychain-process-main.ts')
  })

  afterAll(() => rm(dirname(script), { recursive: true }))

  afterEach(async () => {
    await Promise.all(processes.splice(0).map((process) => process.quit()))
    await Promise.all(keyrings.splice(0).map((keyring) => keyring.close()))
  })

  async function keyringIn(state: KeyringState, options = {}): Promise<Keyring> {
    const keyring = await startKeyring(state, options)
    keyrings.push(keyring)
    return keyring
  }

  function processOn(
    keyring: Keyring,
    options?: { profileId?: string; limitMs?: number; recordNames?: string[] },
  ): KeychainProcess {
    const process = startKeychainProcess(script, keyring.env, options)
    processes.push(process)
    return process
  }

  async function unlockedVault() {
    const keyring = await keyringIn('unlocked')
    const keychain = processOn(keyring)
    await keychain.call({ call: 'create' })
    return { keyring, keychain }
  }

  const namesOf = (answer: unknown) => (Array.isArray(answer) ? answer.toSorted() : answer)

  describe('unlocked', () => {
    it('is read more often than the message bus has connections for a user', async () => {
      const { env } = await keyringIn('unlocked', { connections: 20 })
      const many = await bundleScript('keychain-many-main.ts')
      const { stdout } = await run(process.execPath, [many, '100'], { env })
      expect(stdout).toBe('100')
      await rm(dirname(many), { recursive: true })
    })

    it('keeps secrets of every size, across a new process and a new daemon', async () => {
      const { keyring, keychain } = await unlockedVault()
      expect(await keychain.call({ call: 'label' })).toBe('GNOME keyring')
      expect(await keychain.call({ call: 'probe' })).toEqual({ available: true })
      const secrets = [0, 1, 48, 2374, 2400, 2401, 4800, 6000, 20_000].map((size) => ({
        name: `key/${size}`,
        secret: Uint8Array.from(randomBytes(size)),
      }))
      for (const { name, secret } of secrets) await keychain.call({ call: 'set', name, secret })

      await keyring.restart('unlocked')
      const later = processOn(keyring)
      await later.call({ call: 'open' })
      for (const { name, secret } of secrets) {
        expect(await later.call({ call: 'get', name }), name).toEqual(secret)
      }
    })

    it('replaces and deletes whole secrets, and says for sure when there is none', async () => {
      const { keychain } = await unlockedVault()
      const get = () => keychain.call({ call: 'get', name: 'key/1' })
      const sizes = [6000, 10, 9000, 2500, 6000]
      for (const secret of sizes.map((size) => Uint8Array.from(randomBytes(size)))) {
        await keychain.call({ call: 'set', name: 'key/1', secret })
        expect(await get()).toEqual(secret)
      }
      expect(await keychain.call({ call: 'delete', name: 'key/1' })).toBe(true)
      expect(await keychain.call({ call: 'delete', name: 'key/1' })).toBe(false)
      expect(await get()).toBeNull()
    })

    it('keeps profiles apart', async () => {
      const { keyring, keychain } = await unlockedVault()
      await keychain.call({ call: 'set', name: 'key/1', secret: Uint8Array.of(1) })
      const other = processOn(keyring, { profileId: 'another' })
      await expect(other.call({ call: 'open' })).rejects.toMatchObject({ code: 'vault-missing' })
      await other.call({ call: 'create' })
      expect(await other.call({ call: 'get', name: 'key/1' })).toBeNull()
    })

    it('never makes a second vault over the first, nor opens one that is not there', async () => {
      const { keychain } = await unlockedVault()
      await expect(keychain.call({ call: 'create' })).rejects.toMatchObject({ code: 'vault-exists' })

      const fresh = processOn(await keyringIn('unlocked'))
      await expect(fresh.call({ call: 'open' })).rejects.toMatchObject({
        code: 'vault-missing',
        advice: expect.stringContaining('same keychain'),
      })
    })

    it('knows the name of every secret, of those from before there was an index too', async () => {
      const { keyring, keychain } = await unlockedVault()
      const names = Array.from({ length: 8 }, (_, i) => `key/${i}${'0'.repeat(700)}`)
      for (const name of names) await keychain.call({ call: 'set', name, secret: Uint8Array.of(1) })
      await keychain.call({ call: 'delete', name: 'key/never' })
      await keychain.call({ call: 'delete', name: names[0] ?? '' })
      const there = names.slice(1).toSorted()
      expect(namesOf(await keychain.call({ call: 'names' }))).toEqual(there)

      for (const page of [0, 1, 2])
        await keychain.call({ call: 'clear', account: `test-profile/names#${page}` })
      const later = processOn(keyring, { recordNames: [...there, 'key/lost'] })
      await later.call({ call: 'open' })
      expect(namesOf(await later.call({ call: 'names' }))).toEqual(there)
      const last = processOn(keyring)
      await last.call({ call: 'open' })
      expect(namesOf(await last.call({ call: 'names' }))).toEqual(there)

      await keyring.lock()
      await expect(last.call({ call: 'names' })).rejects.toMatchObject({ code: 'keychain-locked' })
    })

    it('writes nothing readable to the disk', async () => {
      const { keyring, keychain } = await unlockedVault()
      const secret = Buffer.from('plain words that must not be found anywhere '.repeat(100))
      await keychain.call({ call: 'set', name: 'key/1', secret })
      const files = await readdir(keyring.home, { recursive: true, withFileTypes: true })
      for (const file of files.filter((entry) => entry.isFile())) {
        const content = await readFile(join(file.parentPath, file.name))
        expect(content.includes('must not be found'), file.name).toBe(false)
      }
    })
  })

  describe('locked', () => {
    it('is an error with advice, and after unlocking everything is there', async () => {
      const { keyring, keychain } = await unlockedVault()
      const secret = Uint8Array.from(randomBytes(6000))
      await keychain.call({ call: 'set', name: 'key/1', secret })
      await keyring.lock()
      const locked = { code: 'keychain-locked', advice: expect.stringContaining('Unlock'), retryable: true }
      await expect(keychain.call({ call: 'get', name: 'key/1' })).rejects.toMatchObject(locked)
      await expect(keychain.call({ call: 'delete', name: 'key/1' })).rejects.toMatchObject(locked)
      await expect(keychain.call({ call: 'get', name: 'key/never' })).rejects.toMatchObject(locked)
      await expect(keychain.call({ call: 'set', name: 'key/1', secret })).rejects.toMatchObject(locked)
      await expect(processOn(keyring).call({ call: 'open' })).rejects.toMatchObject(locked)

      await keyring.restart('unlocked')
      expect(await keychain.call({ call: 'get', name: 'key/1' })).toEqual(secret)
    })

    it('can be chosen for a new vault, and fails to make it without a person to unlock it', async () => {
      const keychain = processOn(await keyringIn('locked'))
      expect(await keychain.call({ call: 'probe' })).toEqual({ available: true })
      await expect(keychain.call({ call: 'create' })).rejects.toMatchObject({ code: 'keychain-locked' })
      await expect(keychain.call({ call: 'open' })).rejects.toMatchObject({ code: 'vault-missing' })
    })
  })

  describe.each([
    { state: 'no-collection' as const, reason: 'no default collection' },
    { state: 'no-service' as const, reason: 'No keychain service' },
    { state: 'no-bus' as const, reason: 'no message bus' },
  ])('$state', ({ state, reason }) => {
    it('is not offered, says why, and makes no vault', async () => {
      const keychain = processOn(await keyringIn(state))
      expect(await keychain.call({ call: 'probe' })).toEqual({
        available: false,
        reason: expect.stringContaining(reason),
      })
      await expect(keychain.call({ call: 'create' })).rejects.toMatchObject({
        code: 'keychain-unavailable',
        message: expect.stringContaining(reason),
        advice: expect.any(String),
      })
    })
  })

  it('whose bus has no real address is not offered, and says what is wrong', async () => {
    const keyring = await keyringIn('no-bus')
    const keychain = processOn({ ...keyring, env: { ...keyring.env, DBUS_SESSION_BUS_ADDRESS: 'nonsense' } })
    expect(await keychain.call({ call: 'probe' })).toEqual({
      available: false,
      reason: expect.stringContaining("DBUS_SESSION_BUS_ADDRESS is no message bus's address"),
    })
  })

  it('that waits for its password is given up in time, and does not keep a quitting Latchkey', async () => {
    const { keyring, keychain } = await unlockedVault()
    await keychain.call({ call: 'set', name: 'key/1', secret: Uint8Array.of(1) })
    await keyring.restart('locked')
    const prompter = await ownNameSilently(keyring.env, 'org.gnome.keyring.SystemPrompter')
    const waiting = startKeychainProcess(script, keyring.env, { limitMs: 1000 })
    await expect(waiting.call({ call: 'open' })).rejects.toMatchObject({
      code: 'keychain-locked',
      message: expect.stringContaining('waiting for its password'),
      retryable: true,
    })
    expect(await waiting.quit()).toEqual({ code: null, signal: 'SIGKILL' })
    prompter.close()
  })

  it('that stops answering is given up, and its queue goes on when it answers again', async () => {
    const keyring = await keyringIn('unlocked')
    const keychain = processOn(keyring, { limitMs: 800 })
    await keychain.call({ call: 'create' })
    await keychain.call({ call: 'set', name: 'key/1', secret: Uint8Array.of(1) })
    keyring.suspend()
    await expect(keychain.call({ call: 'get', name: 'key/1' })).rejects.toMatchObject({
      code: expect.stringMatching(/^keychain-/),
      retryable: true,
    })
    keyring.resume()
    await expect
      .poll(() => keychain.call({ call: 'get', name: 'key/1' }), { timeout: 10_000 })
      .toEqual(Uint8Array.of(1))
  })

  it('whose service ends while it is asked says so, and works with its next start', async () => {
    const { keyring, keychain } = await unlockedVault()
    await keychain.call({ call: 'set', name: 'key/1', secret: Uint8Array.of(1) })
    await keyring.stop()
    const service = await ownNameSilently(keyring.env, 'org.freedesktop.secrets')
    const call = keychain.call({ call: 'get', name: 'key/1' })
    const refused = expect(call).rejects.toMatchObject({
      code: 'keychain-unavailable',
      message: 'The keychain service ended while it was asked.',
      retryable: true,
    })
    await service.asked
    service.close()
    await refused
    await keyring.restart('unlocked')
    expect(await keychain.call({ call: 'get', name: 'key/1' })).toEqual(Uint8Array.of(1))
  })

  it('whose service ends while it is asked, and is started anew, goes on', async () => {
    const { keyring, keychain } = await unlockedVault()
    await keychain.call({ call: 'set', name: 'key/1', secret: Uint8Array.of(1) })
    await keyring.stop()
    const service = await ownNameSilently(keyring.env, 'org.freedesktop.secrets')
    const call = keychain.call({ call: 'get', name: 'key/1' })
    await service.asked
    service.close()
    await keyring.restart('unlocked')
    expect(await call).toEqual(Uint8Array.of(1))
  })
})
