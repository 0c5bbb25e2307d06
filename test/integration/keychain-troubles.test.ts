import type { KeyObject } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { VaultStatus } from '../../contract/vault.js'
import { createApp } from '../../main/core/app.js'
import { blobFromKey, publicKeyLine } from '../../main/core/keys/public-key.js'
import { isLatchkeyError } from '../../main/core/lib/error.js'
import type { App } from '../../main/core/services.js'
import { type NodePorts, openPorts } from '../../main/platform/node-ports.js'
import { expectSigns } from '../helpers/expect-signs.js'
import { freshKey } from '../helpers/fresh-key.js'
import { type Keyring, keyringMissing, startKeyring } from '../helpers/keyring.js'
import { ownNameSilently } from '../helpers/message-bus.js'

/*
 * The whole core over the real ports and a real gnome-keyring that gets locked, goes away, comes back, is replaced by an
 * empty one, or waits for its password with nobody at the prompt. One bus for all: a process keeps the one it found.
 */

const missing = process.env.CI ? undefined : keyringMissing()
const title = 'a keychain in trouble'

/** Nothing keeps the user for longer without a word. */
const LIMIT_MS = 5_000

describe.skipIf(missing)(missing ? `${title}: ${missing}` : title, () => {
  let keyring: Keyring
  let profileDir = ''
  let opened: { app: App; ports: NodePorts }
  /** One that is used, one in the bin, one of which only the public half is known. */
  let ids = { used: '', binned: '', halfKnown: '' }
  const halfKnown = freshKey('ed25519')

  beforeAll(async () => {
    keyring = await startKeyring('unlocked')
    vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', keyring.env.DBUS_SESSION_BUS_ADDRESS)
    profileDir = await mkdtemp(join(tmpdir(), 'latchkey-troubles-'))
    vi.stubEnv('HOME', profileDir)
    opened = await open()
    const { app } = opened
    await app.vault.create({ backend: 'keychain' }, {})
    const used = await app.keys.generate({ name: 'used', spec: { type: 'ed25519' } }, {})
    const binned = await app.keys.generate({ name: 'binned', spec: { type: 'ed25519' } }, {})
    await app.keys.setState({ id: binned.id, state: 'bin' }, {})
    const half = await app.keys.import({ source: textOf(publicText(halfKnown)), name: 'half' }, {})
    ids = { used: used.id, binned: binned.id, halfKnown: half.id }
  })

  afterAll(async () => {
    await close(opened)
    await keyring.close()
    vi.unstubAllEnvs()
    await rm(profileDir, { recursive: true })
  })

  async function open() {
    const ports = await openPorts({ profileDir })
    return {
      ports,
      app: createApp(ports, { kind: 'web', version: '0', profileDir, putAside: [], lab: null, crashes: 0 }),
    }
  }

  async function close({ app, ports }: typeof opened) {
    await app.close()
    await ports.close()
  }

  /** Everything that a user does with an open vault and that needs the keychain. */
  const doings: Record<string, (app: App) => Promise<unknown>> = {
    create: (app) => app.keys.generate({ name: 'new', spec: { type: 'ed25519' } }, {}),
    import: (app) => app.keys.import({ source: textOf(privateText()), name: 'from outside' }, {}),
    complete: (app) => app.keys.import({ source: textOf(privateText(halfKnown)), name: 'half' }, {}),
    connect: (app) => app.keys.openSigner(ids.used),
    delete: (app) => app.keys.delete({ id: ids.binned, name: 'binned' }, {}),
    'set a password': (app) => app.vault.setPassword({ next: 'correct horse battery' }, {}),
    export: (app) =>
      app.keys.export(
        { id: ids.used, format: 'openssh', passphrase: 'correct horse', folder: 'ssh', fileName: 'id' },
        {},
      ),
    backup: (app) =>
      app.backup.export(
        {
          to: { kind: 'passphrase', passphrase: 'correct horse battery staple' },
          folder: 'ssh',
          fileName: 'b',
        },
        {},
      ),
  }

  /** What is on record, without what changes by itself. */
  const recorded = () => opened.ports.profile.read()
  const written = () => readdir(profileDir).then((names) => names.filter((name) => name === '.ssh'))

  async function expectAllThere({ app }: typeof opened) {
    const keys = await app.keys.list(undefined, {})
    expect(keys.map(({ id }) => id).sort()).toEqual(Object.values(ids).sort())
    await expectSigns(app, ids.used)
    const { binnedAt } = app.keys.record(ids.binned)
    expect(binnedAt).not.toBeNull()
    await app.keys.setState({ id: ids.binned, state: 'active' }, {})
    await expectSigns(app, ids.binned)
    await app.keys.setState({ id: ids.binned, state: 'bin' }, {})
  }

  /** The prompt is closed; resolves when what waited for it has been told. */
  async function dismissed(prompter: { close(): void }) {
    prompter.close()
    await vi.waitFor(async () => {
      const { error } = await failureOf(opened.app.keys.openSigner(ids.used))
      expect(error.message).toBe('The keychain is locked.')
    })
  }

  interface Trouble {
    what: string
    begin: () => Promise<void>
    says: RegExp
  }

  const troubles: Trouble[] = [
    { what: 'locked, with nobody to ask', begin: () => keyring.lock(), says: /^The keychain is locked\.$/ },
    { what: 'absent', begin: () => keyring.stop(), says: /^No keychain service runs in this session\.$/ },
    {
      what: 'restarted in the middle, and locked since',
      begin: () => keyring.restart('locked'),
      says: /^The keychain is locked\.$/,
    },
    {
      what: 'replaced by an empty one',
      begin: () => keyring.replaceByEmpty(),
      says: /this profile's vault is not in it: it is another keychain/,
    },
  ]

  describe.each(troubles)('$what', ({ begin, says }) => {
    it('refuses all that needs it with its sentence, changes nothing, and works again after', async () => {
      const { app } = opened
      const before = recorded()
      await begin()
      for (const [name, doing] of Object.entries(doings)) {
        const { error, ms } = await failureOf(doing(app))
        expect(error.message, name).toMatch(says)
        expect(error.info, name).toMatchObject({ advice: expect.any(String), retryable: true })
        expect(ms, name).toBeLessThan(LIMIT_MS)
      }
      expect(recorded()).toEqual(before)
      expect(await written()).toEqual([])
      expect(await app.keys.list(undefined, {})).toHaveLength(3)
      await keyring.restart('unlocked')
      await expectAllThere(opened)
    })

    it('says so at the start, and opens when it is asked again', async () => {
      await close(opened)
      const before = recorded()
      await begin()
      opened = await open()
      const { status, ms } = await timedStatus(opened.app)
      expect(ms).toBeLessThan(LIMIT_MS)
      expect(status).toMatchObject({ state: 'unavailable', problem: { retryable: true } })
      expect(status.problem?.message).toMatch(says)
      expect((await failureOf(opened.app.vault.unlock({}, {}))).ms).toBeLessThan(LIMIT_MS)
      expect(recorded()).toEqual(before)
      await keyring.restart('unlocked')
      expect(await opened.app.vault.unlock({}, {})).toMatchObject({ state: 'open' })
      await expectAllThere(opened)
    })
  })

  it('restarted in the middle, and unlocked, is not even noticed', async () => {
    await keyring.restart('unlocked')
    await expectAllThere(opened)
    await keyring.restart('unlocked')
    const made = await opened.app.keys.generate({ name: 'between', spec: { type: 'ed25519' } }, {})
    await expectSigns(opened.app, made.id)
    await opened.app.keys.setState({ id: made.id, state: 'bin' }, {})
    await keyring.restart('unlocked')
    await opened.app.keys.delete({ id: made.id, name: 'between' }, {})
    await expectAllThere(opened)
  })

  describe('that waits for its password', () => {
    it('is told of in time, keeps nothing else waiting, and is waited for no longer when the user says so', async () => {
      const { app } = opened
      await keyring.restart('locked')
      const prompter = await ownNameSilently(keyring.env, 'org.gnome.keyring.SystemPrompter')
      const before = recorded()
      const waits = Object.entries(doings).map(([name, doing]) => ({ name, settled: settling(doing(app)) }))
      expect(await untilWaiting(app)).toBeLessThan(LIMIT_MS)
      for (const { name, settled } of waits) expect(settled.is(), name).toBe(false)

      const renaming = Date.now()
      await app.keys.update({ id: ids.used, name: 'renamed' }, {})
      await app.keys.update({ id: ids.used, name: 'used' }, {})
      expect(await app.keys.list(undefined, {})).toHaveLength(3)
      expect(Date.now() - renaming).toBeLessThan(LIMIT_MS)

      // Calls come to the keychain one after the other; each stop ends those that wait by then.
      await stopUntil(app, () => waits.every(({ settled }) => settled.is()))
      for (const { name, settled } of waits)
        expect(await settled.error(), name).toMatchObject({ code: 'cancelled' })
      expect(recorded()).toEqual(before)
      expect(await written()).toEqual([])
      await dismissed(prompter)
      await keyring.restart('unlocked')
      await expectAllThere(opened)
    })

    it('does not keep the vault from being locked, nor, when its service ends meanwhile, the next calls', async () => {
      const { app } = opened
      await keyring.restart('locked')
      const prompter = await ownNameSilently(keyring.env, 'org.gnome.keyring.SystemPrompter')
      const connecting = settling(app.keys.openSigner(ids.used))
      await untilWaiting(app)
      const begun = Date.now()
      expect(await app.vault.lock(undefined, {})).toMatchObject({ state: 'locked' })
      expect(Date.now() - begun).toBeLessThan(LIMIT_MS)
      expect(await connecting.error()).toMatchObject({ code: 'cancelled' })
      await keyring.restart('unlocked')
      prompter.close()
      await app.vault.unlock({}, {})
      await expectAllThere(opened)
    })

    it('does not keep the vault open when Latchkey ends while something looks into it', async () => {
      const { app } = opened
      await keyring.restart('locked')
      const prompter = await ownNameSilently(keyring.env, 'org.gnome.keyring.SystemPrompter')
      const looking = settling(app.repair.list(undefined, {}))
      const locked = vi.fn()
      app.vault.onLock(locked)
      const begun = Date.now()
      const ended = app.close()
      await vi.waitFor(() => expect(locked).toHaveBeenCalled(), LIMIT_MS)
      await ended
      expect(Date.now() - begun).toBeLessThan(LIMIT_MS)
      expect(await looking.error()).toMatchObject({ code: 'cancelled' })
      await opened.ports.close()
      await keyring.restart('unlocked')
      prompter.close()
      opened = await open()
      await vi.waitFor(async () => expect((await timedStatus(opened.app)).status.state).toBe('open'))
      await expectAllThere(opened)
    })

    it('is told of at the start; waited for no longer, the vault is locked and opens when asked', async () => {
      await close(opened)
      await keyring.restart('locked')
      const prompter = await ownNameSilently(keyring.env, 'org.gnome.keyring.SystemPrompter')
      opened = await open()
      const { status, ms } = await timedStatus(opened.app)
      expect(ms).toBeLessThan(LIMIT_MS)
      expect(status).toMatchObject({ state: 'unavailable', waiting: true })
      const stopped = await opened.app.vault.stopWaiting(undefined, {})
      expect(stopped.waiting).toBeUndefined()
      await vi.waitFor(async () => expect((await timedStatus(opened.app)).status.state).toBe('locked'))
      prompter.close()
      await vi.waitFor(async () =>
        expect((await failureOf(opened.app.vault.unlock({}, {}))).error.message).toMatch(/is locked/),
      )
      await keyring.restart('unlocked')
      expect(await opened.app.vault.unlock({}, {})).toMatchObject({ state: 'open' })
      await expectAllThere(opened)
    })
  })
})

const textOf = (text: string) => ({ kind: 'text' as const, text })
const publicText = (key: KeyObject) => publicKeyLine(blobFromKey(key), '')
const privateText = (key = freshKey('ed25519')) => key.export({ type: 'pkcs8', format: 'pem' }).toString()

async function failureOf(work: Promise<unknown>) {
  const begun = Date.now()
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!isLatchkeyError(error))
    throw new Error('It should have failed with an error of ours', { cause: error })
  return { error, ms: Date.now() - begun }
}

async function timedStatus(app: App): Promise<{ status: VaultStatus; ms: number }> {
  const begun = Date.now()
  const status = await app.vault.status(undefined, {})
  return { status, ms: Date.now() - begun }
}

/** Resolves when the window would say that the keychain has not answered yet, after how many milliseconds. */
async function untilWaiting(app: App): Promise<number> {
  const begun = Date.now()
  for await (const { waiting } of await app.vault.watch(undefined, {})) if (waiting) break
  return Date.now() - begun
}

async function stopUntil(app: App, done: () => boolean): Promise<void> {
  await vi.waitFor(
    async () => {
      await app.vault.stopWaiting(undefined, {})
      expect(done()).toBe(true)
    },
    { timeout: 20_000 },
  )
}

function settling(work: Promise<unknown>) {
  let settled = false
  const error = work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  void error.then(() => {
    settled = true
  })
  return { is: () => settled, error: () => error }
}
