import { describe, expect, it, vi } from 'vitest'
import { type BackupLab, backupLab, fillLab } from '../../../test/helpers/backup-lab.js'
import { LatchkeyError } from '../lib/error.js'
import { decryptFile } from './age-file.js'
import { readPayload } from './payload.js'

async function makeKit({ app }: BackupLab): Promise<string> {
  const { code } = await app.backup.makeKit(undefined, {})
  await app.backup.confirmKit({ lastGroup: code.slice(-6) }, {})
  return code
}

/** What the code gets out of the rescue file as it is now. */
async function rescued({ backups }: BackupLab, code: string) {
  return readPayload((await decryptFile(backups.file ?? new Uint8Array(), code)).plain)
}

/** The vault can't read these secrets any more. */
function damage({ secrets }: BackupLab, names: string[]): void {
  const { get } = secrets
  vi.spyOn(secrets, 'get').mockImplementation(async (name) => {
    if (names.includes(name))
      throw new LatchkeyError('vault-damaged', `The keychain item "${name}" is damaged.`)
    return get(name)
  })
}

const upToDate = async ({ app }: BackupLab) => (await app.backup.kit(undefined, {}))?.upToDate

const untilUpToDate = (lab: BackupLab) =>
  vi.waitFor(async () => expect(await upToDate(lab)).toBe(true), 10_000)

describe('a recovery kit', () => {
  it('is there only once its code has been shown to be at hand', async () => {
    const lab = await backupLab()
    await fillLab(lab)
    expect(await lab.app.backup.kit(undefined, {})).toBeNull()
    const { code, path } = await lab.app.backup.makeKit(undefined, {})
    expect(code).toMatch(/^AGE-SECRET-KEY-1[A-Z0-9]{58}$/)
    expect(path).toBe('/profile/rescue.age')
    await expect(lab.app.backup.confirmKit({ lastGroup: 'WRONG1' }, {})).rejects.toMatchObject({
      code: 'input-invalid',
    })
    expect(lab.backups.file).toBeNull()
    const state = await lab.app.backup.confirmKit({ lastGroup: ` ${code.slice(-6).toLowerCase()} ` }, {})
    expect(state).toMatchObject({ upToDate: true, without: [], problem: null })
    expect((await rescued(lab, code)).keys.map(({ name }) => name)).toEqual(['web', 'db', 'old'])
    expect(JSON.stringify(lab.profile.read())).not.toContain(code)
    expect(JSON.stringify(lab.log.lines)).not.toContain(code.slice(0, 30))
  })

  it('of before stays good until a new one is confirmed, and is useless then', async () => {
    const lab = await backupLab()
    await fillLab(lab)
    const first = await makeKit(lab)
    const { code } = await lab.app.backup.makeKit(undefined, {})
    expect((await rescued(lab, first)).keys).toHaveLength(3)
    await lab.app.backup.confirmKit({ lastGroup: code.slice(-6) }, {})
    await expect(rescued(lab, first)).rejects.toMatchObject({ code: 'recovery-code-wrong' })
    expect((await rescued(lab, code)).keys).toHaveLength(3)
  })

  it('can be removed, with its file', async () => {
    const lab = await backupLab()
    await makeKit(lab)
    await lab.app.backup.removeKit(undefined, {})
    expect(await lab.app.backup.kit(undefined, {})).toBeNull()
    expect(lab.backups.file).toBeNull()
    await lab.app.keys.generate({ name: 'later', spec: { type: 'ed25519' } }, {})
    expect(lab.backups.file).toBeNull()
  })
})

describe('the rescue file', () => {
  it('follows every change of keys, and a key that is deleted for good is gone from it', async () => {
    const lab = await backupLab()
    await fillLab(lab)
    const code = await makeKit(lab)
    await lab.app.keys.generate({ name: 'later', spec: { type: 'ed25519' } }, {})
    await untilUpToDate(lab)
    const [web, , old] = lab.profile.read().keys
    expect((await rescued(lab, code)).keys.map(({ name }) => name)).toContain('later')
    await lab.app.keys.update({ id: web?.id ?? '', name: 'web-2' }, {})
    await lab.app.keys.delete({ id: old?.id ?? '', name: 'old' }, {})
    await untilUpToDate(lab)
    expect((await rescued(lab, code)).keys.map(({ name }) => name)).toEqual(['web-2', 'db', 'later'])
  })

  it('is written once for a burst of changes, and not for a use', async () => {
    const lab = await backupLab()
    await makeKit(lab)
    const before = lab.backups.writes
    for (const name of ['a', 'b', 'c', 'd'])
      await lab.app.keys.generate({ name, spec: { type: 'ed25519' } }, {})
    await untilUpToDate(lab)
    expect(lab.backups.writes).toBe(before + 1)
    await lab.profile.update((now) => ({
      ...now,
      keys: now.keys.map((key) => ({ ...key, lastUsedAt: '2026-03-01T00:00:00.000Z' })),
    }))
    expect(await upToDate(lab)).toBe(true)
  })

  it('follows what is known of hosts too', async () => {
    const lab = await backupLab()
    await fillLab(lab)
    const code = await makeKit(lab)
    const [host] = (await lab.app.knownHosts.list(undefined, {})).hosts
    await lab.app.knownHosts.remove({ entries: [{ id: host?.id ?? '' }] }, {})
    expect(await upToDate(lab)).toBe(false)
    await untilUpToDate(lab)
    expect((await rescued(lab, code)).knownHosts).not.toContain('web.example')
  })

  it('is written at the next opening where a crash came between', async () => {
    const lab = await backupLab()
    await fillLab(lab)
    const code = await makeKit(lab)
    // As if another run had ended before the file was written: nobody here is told of this change.
    await lab.profile.update((now) => ({ ...now, keys: now.keys.slice(0, 1) }))
    expect(await upToDate(lab)).toBe(false)
    await lab.app.vault.lock(undefined, {})
    await lab.app.vault.unlock({}, {})
    await untilUpToDate(lab)
    expect((await rescued(lab, code)).keys.map(({ name }) => name)).toEqual(['web'])
  })

  it('is written before the program ends', async () => {
    const lab = await backupLab()
    const code = await makeKit(lab)
    await lab.app.keys.generate({ name: 'last', spec: { type: 'ed25519' } }, {})
    await lab.app.close()
    expect((await rescued(lab, code)).keys.map(({ name }) => name)).toEqual(['last'])
  })

  it('that can not be written says so, and is written with the next change', async () => {
    const lab = await backupLab()
    const code = await makeKit(lab)
    const { write } = lab.backups.rescue
    lab.backups.rescue.write = async () => {
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
    }
    await lab.app.keys.generate({ name: 'one', spec: { type: 'ed25519' } }, {})
    await vi.waitFor(
      async () => expect((await lab.app.backup.kit(undefined, {}))?.problem).not.toBeNull(),
      10_000,
    )
    lab.backups.rescue.write = write
    await lab.app.keys.generate({ name: 'two', spec: { type: 'ed25519' } }, {})
    await untilUpToDate(lab)
    expect((await lab.app.backup.kit(undefined, {}))?.problem).toBeNull()
    expect((await rescued(lab, code)).keys.map(({ name }) => name)).toEqual(['one', 'two'])
  })

  it('leaves out and names what is damaged in the vault, and holds the rest', async () => {
    const lab = await backupLab()
    await fillLab(lab)
    const [web] = lab.profile.read().keys
    damage(lab, [`key/${web?.id}`, 'account/acc-1'])
    const code = await makeKit(lab)
    const { keys, accounts } = await rescued(lab, code)
    expect(keys.map(({ privateKey }) => privateKey !== null)).toEqual([false, true, true])
    expect(accounts).toMatchObject([{ name: 'Frankfurt', credentials: null }])
    expect(await lab.app.backup.kit(undefined, {})).toMatchObject({ without: ['Frankfurt', 'web'] })
  })

  it('keeps the version that has a secret which the vault has lost, whatever is written since', async () => {
    const lab = await backupLab()
    await fillLab(lab)
    const code = await makeKit(lab)
    const [web] = lab.profile.read().keys
    await lab.secrets.delete(`key/${web?.id}`)
    for (const name of ['one', 'two']) {
      await lab.app.keys.generate({ name, spec: { type: 'ed25519' } }, {})
      await untilUpToDate(lab)
    }
    expect((await rescued(lab, code)).keys).toMatchObject([{ privateKey: null }, {}, {}, {}, {}])
    const before = readPayload((await decryptFile(lab.backups.previous ?? new Uint8Array(), code)).plain)
    expect(before.keys[0]).toMatchObject({ name: 'web', privateKey: expect.stringContaining('OPENSSH') })
    const [, db] = lab.profile.read().keys
    await lab.app.keys.setState({ id: db?.id ?? '', state: 'bin' }, {})
    await lab.app.keys.delete({ id: db?.id ?? '', name: 'db' }, {})
    await untilUpToDate(lab)
    expect(lab.backups.previous).toBeNull()
  })

  it('is not written from a vault of which nothing can be read', async () => {
    const lab = await backupLab()
    await fillLab(lab)
    const code = await makeKit(lab)
    damage(lab, lab.secrets.held())
    await lab.profile.update((now) => ({ ...now, keys: now.keys.slice(0, 1) }))
    await lab.app.close()
    expect((await lab.app.backup.kit(undefined, {}))?.problem).toMatchObject({ code: 'vault-damaged' })
    expect((await rescued(lab, code)).keys).toHaveLength(3)
  })

  it('keeps its code in a vault that was restored from it', async () => {
    const from = await backupLab()
    await fillLab(from)
    const code = await makeKit(from)
    const to = await backupLab()
    const base64 = Buffer.from(from.backups.file ?? []).toString('base64')
    const { id, rows } = await to.app.backup.inspect({ base64, secret: code }, {})
    await to.app.backup.restore({ id, rowIds: rows.map((row) => row.id) }, {})
    await untilUpToDate(to)
    expect((await rescued(to, code)).keys).toHaveLength(3)
  })
})
