import { describe, expect, it } from 'vitest'
import type { RestoreRow } from '../../../contract/backup.js'
import {
  accountRecord,
  accountSecret,
  type BackupLab,
  backUp,
  backupLab,
  fillLab,
  hostLine,
  inspect,
} from '../../../test/helpers/backup-lab.js'
import { freshKey } from '../../../test/helpers/fresh-key.js'
import { LatchkeyError } from '../lib/error.js'
import { decryptFile, encryptToRecipient, newIdentity } from './age-file.js'
import { readPayload } from './payload.js'

const passphrase = 'correct horse battery'

const named = (rows: RestoreRow[], name: string) => rows.find((row) => row.name === name)

async function privateHalf({ app, secrets }: BackupLab, name: string): Promise<Buffer> {
  const found = (await app.keys.list(undefined, {})).find((key) => key.name === name)
  return Buffer.from((await secrets.get(`key/${found?.id}`)) ?? [])
}

describe('a backup', () => {
  it('keeps two projects apart that have the same credentials, and knows an address in another spelling', async () => {
    const from = await backupLab()
    const inProject = (id: string, project: string, endpoint: string) => {
      return { ...accountRecord(id), values: { endpoint, project } }
    }
    const shop = inProject('shop', 'shop', 'https://cloud.example/client/api')
    const other = inProject('other', 'other', 'https://cloud.example/client/api')
    await from.profile.update((now) => ({ ...now, accounts: [shop, other] }))
    const secret = () => Buffer.from(JSON.stringify(accountSecret('one')))
    for (const { id } of [shop, other]) await from.secrets.set(`account/${id}`, secret())

    const to = await backupLab({ accounts: [inProject('mine', 'shop', 'https://cloud.example/client/api/')] })
    await to.secrets.set('account/mine', secret())
    const { rows } = await inspect(to, await backUp(from))
    const accounts = rows.filter(({ kind }) => kind === 'account')
    expect(accounts.map(({ name, does }) => [name, does])).toEqual([
      ['mine', null],
      ['other', 'stores it'],
    ])
  })

  it('brings everything back in an empty vault', async () => {
    const from = await backupLab()
    await fillLab(from)
    const made = await backUp(from)
    expect(made).toMatchObject({ keys: 3, accounts: 1, without: [] })

    const to = await backupLab()
    const { id, rows } = await inspect(to, made)
    expect(rows.map(({ name, state, proposed }) => [name, state, proposed])).toEqual([
      ['web', 'new', true],
      ['db', 'new', true],
      ['old', 'new', false],
      ['Frankfurt', 'new', true],
      ['Bindings', 'new', true],
      ['Sync rules', 'new', true],
      ['web.example', 'new', true],
      ['Snippets', 'new', true],
      ['Names and colours', 'new', true],
      ['Settings', 'different', true],
    ])
    const results = await to.app.backup.restore({ id, rowIds: rows.map((row) => row.id) }, {})
    expect(results.map(({ outcome }) => outcome)).toEqual(Array(10).fill('restored'))

    const keys = await to.app.keys.list(undefined, {})
    expect(keys.map(({ name, state }) => [name, state])).toEqual([
      ['web', 'active'],
      ['db', 'active'],
      ['old', 'active'],
    ])
    const before = await from.app.keys.list(undefined, {})
    expect(keys.slice(0, 2)).toEqual(before.slice(0, 2))
    for (const name of ['web', 'db', 'old'])
      expect((await privateHalf(to, name)).equals(await privateHalf(from, name)), name).toBe(true)
    expect(to.profile.read().accounts).toEqual(from.profile.read().accounts)
    expect(JSON.parse(String(Buffer.from((await to.secrets.get('account/acc-1')) ?? [])))).toEqual(
      accountSecret('one'),
    )
    expect(to.profile.read().bindings).toEqual(from.profile.read().bindings)
    const rules = ({ profile }: BackupLab) => profile.read().wanted.map(({ id: _id, ...rule }) => rule)
    expect(rules(to)).toEqual(rules(from))
    expect(to.profile.read().settings.binDays).toBe(99)
    expect(to.profile.read().snippets).toEqual(from.profile.read().snippets)
    expect(to.profile.read().nameplates).toEqual(from.profile.read().nameplates)
    expect(await to.knownHosts.read()).toBe(await from.knownHosts.read())
    expect(to.backups.kept).toEqual(['restore'])

    const again = await inspect(to, made)
    expect(again.rows.map(({ state }) => state)).toEqual(Array(10).fill('same'))
    expect(again.rows.every(({ does, proposed }) => does === null && !proposed)).toBe(true)
  })

  it('with a passphrase is opened by it, and not made with a weak one', async () => {
    const lab = await backupLab()
    await fillLab(lab)
    const weak = { to: { kind: 'passphrase' as const, passphrase: 'short' }, folder: 'ssh' as const }
    await expect(lab.app.backup.export({ ...weak, fileName: 'x.age' }, {})).rejects.toMatchObject({
      code: 'passphrase-weak',
    })
    const to = { kind: 'passphrase' as const, passphrase }
    const { path } = await lab.app.backup.export({ to, folder: 'ssh', fileName: 'x.age' }, {})
    const file = lab.exports.files.get(path) ?? Buffer.alloc(0)
    const { rows } = await inspect(lab, { file, secret: passphrase })
    expect(rows.map(({ name, state }) => [name, state])).toContainEqual(['old', 'bin'])
    expect(named(rows, 'web')).toMatchObject({ state: 'same', does: null })
  }, 60_000)

  it('says what it lacks, and is restored all the same', async () => {
    const lab = await backupLab()
    await fillLab(lab)
    const [web] = lab.profile.read().keys
    await lab.secrets.delete(`key/${web?.id}`)
    await lab.secrets.delete('account/acc-1')
    const made = await backUp(lab)
    expect(made.without).toEqual(['Frankfurt', 'web'])
    const to = await backupLab()
    const { id, rows } = await inspect(to, made)
    expect(named(rows, 'web')).toMatchObject({ does: 'stores the public half' })
    expect(named(rows, 'Frankfurt')).toMatchObject({ does: null })
    await to.app.backup.restore({ id, rowIds: ['key/0', 'key/1', 'account/0'] }, {})
    const keys = await to.app.keys.list(undefined, {})
    expect(keys.map(({ name, storedIn }) => [name, storedIn])).toEqual([
      ['web', null],
      ['db', 'keychain'],
    ])
  })
})

describe('restoring where there is something already', () => {
  it('says what a key pair that was renamed here is called in the backup', async () => {
    const lab = await backupLab()
    await fillLab(lab)
    const made = await backUp(lab)
    await lab.app.keys.update({ id: lab.profile.read().keys[0]?.id ?? '', name: 'web-2' }, {})
    const { rows } = await inspect(lab, made)
    expect(named(rows, 'web-2')).toMatchObject({
      state: 'different',
      differs: ['its name in the backup is web'],
      does: null,
    })
  })

  it('changes nothing that is here, and gives what has a taken name a free one', async () => {
    const from = await backupLab()
    await fillLab(from)
    const made = await backUp(from)

    const to = await backupLab({ accounts: [accountRecord('acc-1', 'FRANKFURT')] })
    await to.secrets.set('account/acc-1', Buffer.from(JSON.stringify(accountSecret('two'))))
    const mine = await to.app.keys.generate({ name: 'WEB', spec: { type: 'ed25519' } }, {})
    await to.knownHosts.write(`${hostLine('web.example', 2)}\n`)
    const { id, rows } = await inspect(to, made)
    expect(named(rows, 'web')).toMatchObject({
      state: 'different',
      differs: ['another key pair has its name'],
      does: 'stores it as web (restored)',
    })
    expect(named(rows, 'Frankfurt')).toMatchObject({
      state: 'different',
      differs: ['its credentials are others here', 'another account has its name'],
    })
    expect(named(rows, 'web.example')).toMatchObject({ state: 'different', does: null })
    expect(named(rows, 'Settings')).toMatchObject({ proposed: false })

    await to.app.backup.restore({ id, rowIds: rows.filter((row) => row.proposed).map((row) => row.id) }, {})
    const keys = await to.app.keys.list(undefined, {})
    expect(keys.map(({ name }) => name)).toEqual(['WEB', 'web (restored)', 'db'])
    expect(keys[0]).toEqual(mine)
    const { accounts, bindings, settings, wanted } = to.profile.read()
    expect(accounts.map(({ name }) => name)).toEqual(['FRANKFURT', 'Frankfurt (restored)'])
    expect(JSON.parse(String(Buffer.from((await to.secrets.get('account/acc-1')) ?? [])))).toEqual(
      accountSecret('two'),
    )
    expect(bindings).toMatchObject([{ instanceId: `${accounts[1]?.id}/vm-9`, keyId: keys[1]?.id }])
    expect(wanted).toMatchObject([
      {
        keys: { kind: 'key', keyId: keys[1]?.id },
        accounts: { kind: 'some', accountIds: [accounts[1]?.id] },
      },
      { keys: { kind: 'tag', tag: 'prod' }, accounts: { kind: 'all' } },
    ])
    expect(settings.binDays).toBe(30)
    expect(await to.knownHosts.read()).toBe(`${hostLine('web.example', 2)}\n`)
  })

  it('takes a key out of the bin and gives back private halves and credentials that are gone', async () => {
    const lab = await backupLab()
    await fillLab(lab)
    const made = await backUp(lab)
    const halves = { db: await privateHalf(lab, 'db'), old: await privateHalf(lab, 'old') }
    const [, db] = lab.profile.read().keys
    await lab.secrets.delete(`key/${db?.id}`)
    await lab.secrets.delete('account/acc-1')
    const { id, rows } = await inspect(lab, made)
    expect(named(rows, 'old')).toMatchObject({
      state: 'bin',
      does: 'takes it out of the bin',
      proposed: false,
    })
    expect(named(rows, 'db')).toMatchObject({ does: 'adds its private half', proposed: true })
    expect(named(rows, 'Frankfurt')).toMatchObject({ does: 'adds its credentials', proposed: true })
    await lab.app.backup.restore({ id, rowIds: rows.map((row) => row.id) }, {})
    expect((await lab.app.keys.list(undefined, {})).map(({ state }) => state)).toEqual(
      Array(3).fill('active'),
    )
    expect((await privateHalf(lab, 'db')).equals(halves.db)).toBe(true)
    expect((await privateHalf(lab, 'old')).equals(halves.old)).toBe(true)
    expect(await lab.secrets.get('account/acc-1')).not.toBeNull()
  })

  it('restores nothing that was not chosen', async () => {
    const from = await backupLab()
    await fillLab(from)
    const made = await backUp(from)
    const to = await backupLab()
    const { id } = await inspect(to, made)
    const results = await to.app.backup.restore({ id, rowIds: ['key/1'] }, {})
    expect(results).toMatchObject([{ rowId: 'key/1', name: 'db' }])
    expect(to.profile.read()).toMatchObject({ keys: [{ name: 'db' }], accounts: [], bindings: [] })
    expect(await to.knownHosts.read()).toBe('')
  })

  it('refuses a key whose private half is not its own, and goes on with the others', async () => {
    const from = await backupLab()
    await fillLab(from)
    const { file, secret } = await backUp(from)
    const payload = readPayload((await decryptFile(file, secret)).plain)
    const [web, db] = payload.keys
    const swapped = { ...payload, keys: [{ ...web, privateKey: db?.privateKey }, db] }
    const { identity, recipient } = await newIdentity()
    const forged = await encryptToRecipient(Buffer.from(JSON.stringify(swapped)), recipient)
    const to = await backupLab()
    const { id } = await inspect(to, { file: forged, secret: identity })
    const results = await to.app.backup.restore({ id, rowIds: ['key/0', 'key/1'] }, {})
    expect(results).toMatchObject([
      { outcome: 'failed', name: 'web', problem: { code: 'key-damaged' } },
      { outcome: 'restored', name: 'db' },
    ])
    expect(to.profile.read().keys.map(({ name }) => name)).toEqual(['db'])
  })

  it('lets no name of a forged file turn text around or reach beyond its place', async () => {
    const from = await backupLab()
    await fillLab(from)
    const { file, secret } = await backUp(from)
    const payload = readPayload((await decryptFile(file, secret)).plain)
    const forgedKeys = payload.keys.map((key) => ({ ...key, id: '../vault', name: 'a\u202eb\n' }))
    const { identity, recipient } = await newIdentity()
    const forged = await encryptToRecipient(
      Buffer.from(JSON.stringify({ ...payload, keys: forgedKeys })),
      recipient,
    )
    const to = await backupLab()
    const { id, rows } = await inspect(to, { file: forged, secret: identity })
    await to.app.backup.restore({ id, rowIds: rows.map((row) => row.id) }, {})
    const { keys } = to.profile.read()
    expect(keys).toHaveLength(3)
    for (const key of keys) {
      expect(key.id).toMatch(/^[0-9a-f-]{36}$/)
      expect(key.name).toMatch(/^a\ufffdb\ufffd/)
    }
  })
})

it('a copy that is brought back is noted, and what its note of a move says is not taken over', async () => {
  const { app, profile, backups } = await backupLab({ vault: null }, { open: false })
  const vault = { backend: 'keychain' as const, createdAt: '2026-01-01T00:00:00.000Z' }
  const move = {
    phase: 'copying' as const,
    other: 'sealed-file' as const,
    names: ['key/one'],
    startedAt: '2026-01-01T00:00:00.000Z',
  }
  backups.copy = { profile: { ...profile.read(), vault, move }, knownHosts: '', secrets: null }
  await app.backup.bringBack({ name: '2026-01-02T00-00-00-000Z' }, {})
  expect(profile.read()).toMatchObject({ vault, move: null })
  const { entries } = await app.activity.list({ text: '', events: ['backup-restored'], limit: 10 }, {})
  expect(entries).toMatchObject([{ detail: expect.stringContaining('2026-01-02T00-00-00-000Z') }])
})

describe('what is no backup', () => {
  it.each([
    ['no JSON', 'hello', 'backup-unreadable'],
    ['other JSON', '{"keys":[]}', 'backup-unreadable'],
    ['a newer one', '{"format":"latchkey-backup","version":2}', 'backup-newer'],
    ['one with holes', '{"format":"latchkey-backup","version":1,"keys":[]}', 'backup-damaged'],
  ])('%s is refused by its name, and changes nothing', async (_what, content, code) => {
    const lab = await backupLab()
    const before = lab.profile.read()
    const { identity, recipient } = await newIdentity()
    const file = await encryptToRecipient(Buffer.from(content), recipient)
    await expect(inspect(lab, { file, secret: identity })).rejects.toMatchObject({ code })
    expect(lab.profile.read()).toBe(before)
    expect(lab.backups.kept).toEqual([])
  })

  it('is not quoted in the log or in an error', async () => {
    const lab = await backupLab()
    const { identity, recipient } = await newIdentity()
    const content = '{"format":"latchkey-backup","version":1,"keys":[{"privateKey":"SECRET-MARK"'
    const file = await encryptToRecipient(Buffer.from(content), recipient)
    const error = await inspect(lab, { file, secret: identity }).catch((thrown) => thrown)
    expect(`${error.stack} ${error.cause?.stack}`).not.toContain('MARK')
    expect(JSON.stringify(lab.log.lines)).not.toContain('MARK')
  })
})

it('is stopped between rows, says what it has done, and does the rest the next time', async () => {
  const from = await backupLab()
  for (let n = 0; n < 45; n++)
    await from.app.keys.generate({ name: `key ${n}`, spec: { type: 'ed25519' } }, {})
  const made = await backUp(from)
  const to = await backupLab()
  const { id, rows } = await inspect(to, made)
  const rowIds = rows.filter(({ proposed }) => proposed).map((row) => row.id)
  const seen: string[] = []
  const watching = new AbortController()
  const watched = (async () => {
    for await (const work of await to.app.backup.watchWork(undefined, { signal: watching.signal })) {
      if (work === null) continue
      seen.push(`${work.what} ${work.done} of ${work.total}`)
      if (work.done > 0) await to.app.backup.stopRestore(undefined, {})
    }
  })()
  const results = await to.app.backup.restore({ id, rowIds }, {})
  watching.abort()
  await watched
  expect(seen.at(-1)).toBe(`restore ${results.length} of 45`)
  expect(results.length).toBeGreaterThan(0)
  expect(results.length).toBeLessThan(45)
  const stored = to.profile.read().keys
  expect(stored).toHaveLength(results.length)
  expect(stored.every(({ phase }) => phase === 'stored')).toBe(true)

  const rest = await to.app.backup.restore({ id, rowIds }, {})
  expect(rest).toHaveLength(45 - results.length)
  expect(to.profile.read().keys.map(({ name }) => name)).toEqual(
    from.profile.read().keys.map(({ name }) => name),
  )
}, 60_000)

it('begins nothing else in a vault that has closed', async () => {
  const from = await backupLab()
  for (let n = 0; n < 25; n++)
    await from.app.keys.generate({ name: `key ${n}`, spec: { type: 'ed25519' } }, {})
  const made = await backUp(from)
  const to = await backupLab()
  const { id, rows } = await inspect(to, made)
  const { set } = to.secrets
  const written: string[] = []
  to.secrets.set = async (name, secret) => {
    if (written.length === 5) throw new LatchkeyError('keychain-locked', 'The keychain is locked.')
    written.push(name)
    await set(name, secret)
  }
  const results = await to.app.backup.restore({ id, rowIds: rows.map((row) => row.id) }, {})
  expect(results.map(({ outcome }) => outcome)).toEqual([
    ...Array(5).fill('restored'),
    ...Array(15).fill('failed'),
  ])
  expect(results.at(-1)?.problem?.code).toBe('keychain-locked')
  expect(to.profile.read().keys).toHaveLength(5)
}, 60_000)

it('forgets what it has opened at a lock, at a word, and with the next file', async () => {
  const lab = await backupLab()
  await fillLab(lab)
  const made = await backUp(lab)
  const first = await inspect(lab, made)
  const second = await inspect(lab, made)
  const expired = { code: 'backup-expired' }
  await expect(lab.app.backup.restore({ id: first.id, rowIds: [] }, {})).rejects.toMatchObject(expired)
  await lab.app.backup.forget({ id: second.id }, {})
  await expect(lab.app.backup.restore({ id: second.id, rowIds: [] }, {})).rejects.toMatchObject(expired)
  const third = await inspect(lab, made)
  await lab.app.vault.lock(undefined, {})
  await lab.app.vault.unlock({}, {})
  await expect(lab.app.backup.restore({ id: third.id, rowIds: [] }, {})).rejects.toMatchObject(expired)
})

it('opens a file before there is a vault, and restores once there is one', async () => {
  const from = await backupLab()
  await fillLab(from)
  const made = await backUp(from)
  const to = await backupLab({ vault: null })
  const { id, rows } = await inspect(to, made)
  await expect(to.app.backup.restore({ id, rowIds: ['key/0'] }, {})).rejects.toMatchObject({
    code: 'vault-missing',
  })
  await to.app.vault.create({ backend: 'keychain' }, {})
  await to.app.backup.restore({ id, rowIds: rows.map((row) => row.id) }, {})
  expect((await to.app.keys.list(undefined, {})).map(({ name }) => name)).toEqual(['web', 'db', 'old'])
})

it('notes what was backed up and restored, as what it is', async () => {
  const from = await backupLab()
  await fillLab(from)
  const made = await backUp(from)
  const to = await backupLab()
  const { id } = await inspect(to, made)
  await to.app.backup.restore({ id, rowIds: ['key/0', 'account/0'] }, {})
  const events = async ({ app }: BackupLab) =>
    (await app.activity.list({ text: '', events: [], limit: 100 }, {})).entries.map(({ event }) => event)
  expect(await events(from)).toContain('backup-made')
  expect((await events(to)).slice(0, 3)).toEqual(['backup-restored', 'account-added', 'key-restored'])
})

it('is made of RSA keys too', async () => {
  const from = await backupLab()
  const pem = freshKey('rsa2048').export({ type: 'pkcs8', format: 'pem' }).toString()
  await from.app.keys.import({ source: { kind: 'text', text: pem }, name: 'rsa' }, {})
  const made = await backUp(from)
  const to = await backupLab()
  const { id } = await inspect(to, made)
  expect(await to.app.backup.restore({ id, rowIds: ['key/0'] }, {})).toMatchObject([{ outcome: 'restored' }])
  const halves = [await privateHalf(to, 'rsa'), await privateHalf(from, 'rsa')] as const
  expect(halves[0].equals(halves[1])).toBe(true)
}, 30_000)
