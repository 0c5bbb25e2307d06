import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createApp } from '../../main/core/app.js'
import type { App } from '../../main/core/services.js'
import { openPorts } from '../../main/platform/node-ports.js'
import { sealedFile } from '../../main/platform/sealed-file.js'
import { accountRecord, accountSecret } from '../helpers/backup-lab.js'
import { tempFolder } from '../helpers/temp-folder.js'

const password = 'correct horse battery'
const cost = { memory: 64, passes: 1, lanes: 1 }
const ageMissing = !existsSync('/usr/bin/age') && !process.env.CI

// Neither the user's home nor the user's keychain is any business of these tests.
beforeAll(() => void vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', 'unix:path=/nowhere'))
afterAll(() => void vi.unstubAllEnvs())

/** The core over a real profile folder, and a sealed file whose password costs little. */
async function start(profileDir: string) {
  vi.stubEnv('HOME', join(profileDir, '..'))
  const ports = await openPorts({ profileDir })
  const secretStores = [sealedFile(profileDir, cost)]
  const host = { kind: 'web' as const, version: '0', profileDir, putAside: [], lab: null, crashes: 0 }
  const app = createApp({ ...ports, secretStores }, host)
  const stop = async () => {
    await app.close()
    await ports.close()
  }
  return { app, profile: ports.profile, stop }
}

const create = (app: App, secret = password) =>
  app.vault.create({ backend: 'sealed-file', password: secret }, {})

async function makeKit(app: App): Promise<string> {
  const { code } = await app.backup.makeKit(undefined, {})
  await app.backup.confirmKit({ lastGroup: code.slice(-6) }, {})
  return code
}

const base64Of = async (path: string) => (await readFile(path)).toString('base64')

async function restoreAll(app: App, file: string, secret: string) {
  const { id, rows } = await app.backup.inspect({ base64: await base64Of(file), secret }, {})
  return app.backup.restore({ id, rowIds: rows.map((row) => row.id) }, {})
}

async function publicKeys(app: App): Promise<string[]> {
  return (await app.keys.list(undefined, {})).map(({ publicKey }) => publicKey)
}

describe.skipIf(ageMissing)(ageMissing ? 'age of Debian: not installed' : 'without Latchkey', () => {
  it('age and a JSON tool get an SSH key out of the rescue file', async () => {
    const home = await tempFolder('kit')
    const { app, stop } = await start(join(home, 'profile'))
    await create(app)
    const code = await makeKit(app)
    const made = await app.keys.generate({ name: 'web', spec: { type: 'ed25519' } }, {})
    await stop()
    await writeFile(join(home, 'code.txt'), `${code}\n`, { mode: 0o600 })
    const text = execFileSync('age', ['-d', '-i', 'code.txt', 'profile/rescue.age'], { cwd: home })
    const { keys } = JSON.parse(text.toString())
    await writeFile(join(home, 'web'), keys[0].privateKey, { mode: 0o600 })
    const printed = execFileSync('ssh-keygen', ['-y', '-f', join(home, 'web')])
      .toString()
      .trim()
    expect(printed).toBe(made.publicKey)
  }, 60_000)
})

it('opens with the kit what a forgotten password has shut, and keeps the old vault', async () => {
  const home = await tempFolder('set-aside')
  const profileDir = join(home, 'profile')
  const { app, profile, stop } = await start(profileDir)
  await create(app)
  const code = await makeKit(app)
  await app.keys.generate({ name: 'web', spec: { type: 'ed25519' } }, {})
  await app.keys.generate({ name: 'rsa', spec: { type: 'rsa', bits: 2048 } }, {})
  const before = await publicKeys(app)
  await vi.waitFor(async () => expect((await app.backup.kit(undefined, {}))?.upToDate).toBe(true), 10_000)
  await expect(app.backup.setAside(undefined, {})).rejects.toMatchObject({ code: 'vault-exists' })
  await app.vault.lock(undefined, {})
  const oldId = profile.read().id

  const { folder } = await app.backup.setAside(undefined, {})
  expect(await app.vault.status(undefined, {})).toMatchObject({ state: 'none', hasPassword: false })
  expect(profile.read().id).not.toBe(oldId)
  await create(app, 'another horse battery')
  const results = await restoreAll(app, join(profileDir, 'rescue.age'), code)
  expect(results.every(({ outcome }) => outcome === 'restored')).toBe(true)
  expect(await publicKeys(app)).toEqual(before)
  expect(await app.backup.kit(undefined, {})).not.toBeNull()
  await stop()

  // The way back that the window names.
  for (const name of ['profile.json', 'vault.sealed'])
    await writeFile(join(profileDir, name), await readFile(join(folder, name)))
  const again = await start(profileDir)
  await again.app.vault.unlock({ password }, {})
  expect(await publicKeys(again.app)).toEqual(before)
  expect(again.profile.read().id).toBe(oldId)
  await again.stop()
}, 120_000)

it('comes back from a copy of the profile where profile.json and the one before it are damaged', async () => {
  const home = await tempFolder('bring-back')
  const profileDir = join(home, 'profile')
  const first = await start(profileDir)
  await create(first.app)
  await first.app.keys.generate({ name: 'web', spec: { type: 'ed25519' } }, {})
  await first.app.vault.setPassword({ current: password, next: 'another horse battery' }, {})
  await first.app.keys.generate({ name: 'later', spec: { type: 'ed25519' } }, {})
  const before = await publicKeys(first.app)
  const { id } = first.profile.read()
  const [copy] = (await first.app.backup.copies(undefined, {})).copies
  expect(copy).toMatchObject({ reason: 'password', keys: 1, sealed: true })
  const { name = '' } = copy ?? {}
  await expect(first.app.backup.bringBack({ name }, {})).rejects.toMatchObject({ code: 'vault-exists' })

  // With the password of then, from a vault that is open: as from a backup.
  await expect(first.app.backup.inspectCopy({ name, password: 'wrong' }, {})).rejects.toMatchObject({
    code: 'password-wrong',
  })
  const preview = await first.app.backup.inspectCopy({ name, password }, {})
  expect(preview.rows.map((row) => [row.name, row.state])).toContainEqual(['web', 'same'])
  await first.stop()

  for (const file of ['profile.json', 'profile.json.previous']) await writeFile(join(profileDir, file), '{')
  const second = await start(profileDir)
  expect((await second.app.vault.status(undefined, {})).state).toBe('none')
  await second.app.backup.bringBack({ name }, {})
  expect(second.profile.read().id).toBe(id)
  // The sealed file was still there: the password of now, and what the copy knows of.
  await second.app.vault.unlock({ password: 'another horse battery' }, {})
  expect(await publicKeys(second.app)).toEqual(before.slice(0, 1))
  const [web] = await second.app.keys.list(undefined, {})
  const signer = await second.app.keys.openSigner(web?.id ?? '')
  await signer.sign(Buffer.from('challenge'))
  signer.close()
  await second.stop()

  // Without the sealed file, that of the copy takes its place, with the password of then.
  for (const file of ['profile.json', 'profile.json.previous']) await writeFile(join(profileDir, file), '{')
  for (const file of ['vault.sealed', 'vault.sealed.previous'])
    await rm(join(profileDir, file), { force: true })
  const third = await start(profileDir)
  await third.app.backup.bringBack({ name }, {})
  await third.app.vault.unlock({ password }, {})
  expect(await publicKeys(third.app)).toEqual(before.slice(0, 1))
  await third.stop()
}, 120_000)

it('leaves nothing of a secret readable, and every file to its owner alone', async () => {
  const home = await tempFolder('leak')
  const profileDir = join(home, 'profile')
  const { app, profile, stop } = await start(profileDir)
  await create(app)
  const code = await makeKit(app)
  await app.keys.generate({ name: 'web', spec: { type: 'ed25519' } }, {})
  const [key] = profile.read().keys
  const half = Buffer.from((await app.vault.secrets().get(`key/${key?.id}`)) ?? [])
  await app.vault.secrets().set('account/acc-1', Buffer.from(JSON.stringify(accountSecret('marked'))))
  await profile.update((now) => ({ ...now, accounts: [accountRecord('acc-1')] }))
  const to = { kind: 'passphrase' as const, passphrase: 'marked passphrase' }
  const { path } = await app.backup.export({ to, folder: 'home', fileName: 'backup.age' }, {})
  await restoreAll(app, path, to.passphrase)
  await app.vault.setPassword({ current: password, next: 'another horse battery' }, {})
  await stop()

  const seed = half.subarray(-32)
  const forms = [seed, ...(['base64', 'hex'] as const).map((form) => Buffer.from(seed.toString(form)))]
  const words = ['secret-marked', 'api-marked', to.passphrase, password, code, code.slice(20, 50)]
  const needles = [...forms, ...words.map((word) => Buffer.from(word))]
  const entries = await readdir(home, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  expect(files.some((file) => file.includes('backups'))).toBe(true)
  expect(files).toContain(join(profileDir, 'rescue.age'))
  for (const file of files) {
    const content = await readFile(file)
    for (const needle of needles) expect(content.includes(needle), file).toBe(false)
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o077, file).toBe(0)
  }
}, 120_000)

describe('a backup that an earlier version has written', () => {
  const vectors = join(import.meta.dirname, '..', 'vectors', 'backup')

  it.each([
    ['with its passphrase', 'version-1-passphrase.age', 'latchkey test vector'],
    ['with its recovery code', 'version-1-recipient.age', null],
  ])(
    'is restored %s',
    async (_how, name, passphrase) => {
      const expected = JSON.parse(await readFile(join(vectors, 'version-1.json'), 'utf8'))
      const home = await tempFolder('vector')
      const { app, profile, stop } = await start(join(home, 'profile'))
      await create(app)
      const results = await restoreAll(app, join(vectors, name), passphrase ?? expected.code)
      expect(results.map(({ outcome, name: shown }) => [outcome, shown])).toEqual(
        expected.rows.map((row: string) => ['restored', row]),
      )
      expect(await publicKeys(app)).toEqual(expected.publicKeys)
      expect(profile.read().bindings).toMatchObject(expected.bindings)
      for (const { id } of await app.keys.list(undefined, {})) {
        const signer = await app.keys.openSigner(id)
        await signer.sign(Buffer.from('challenge'))
        signer.close()
      }
      await stop()
    },
    120_000,
  )

  it('cut off or changed is refused, and nothing is changed', async () => {
    const file = await readFile(join(vectors, 'version-1-recipient.age'))
    const { code } = JSON.parse(await readFile(join(vectors, 'version-1.json'), 'utf8'))
    const home = await tempFolder('damaged')
    const profileDir = join(home, 'profile')
    const { app, stop } = await start(profileDir)
    await create(app)
    const before = await readFile(join(profileDir, 'profile.json'))
    const flipped = Uint8Array.from(file)
    flipped[file.length - 40] = (flipped[file.length - 40] ?? 0) ^ 1
    for (const bytes of [file.subarray(0, -1), file.subarray(0, 400), flipped]) {
      const base64 = Buffer.from(bytes).toString('base64')
      await expect(app.backup.inspect({ base64, secret: code }, {})).rejects.toMatchObject({
        code: 'backup-damaged',
      })
    }
    expect(await readFile(join(profileDir, 'profile.json'))).toEqual(before)
    await stop()
    await rm(home, { recursive: true })
  }, 60_000)
})
