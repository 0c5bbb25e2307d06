import { beforeEach, describe, expect, it } from 'vitest'
import type { Finding } from '../../../contract/repair.js'
import { accountRecord, accountSecret, type BackupLab, backupLab } from '../../../test/helpers/backup-lab.js'
import { writePrivateKey } from '../keys/formats/write-private-key.js'
import { generateKey } from '../keys/generate.js'

let lab: BackupLab
const nothing = undefined
const quiet = {}

beforeEach(async () => {
  lab = await backupLab()
})

const make = (name: string) => lab.app.keys.generate({ name, spec: { type: 'ed25519' } }, quiet)
const list = () => lab.app.repair.list(nothing, quiet)
const take = async (name: string) => {
  const secret = await lab.secrets.get(name)
  if (secret === null) throw new Error(`There is no ${name}`)
  return secret
}

async function only(): Promise<Finding> {
  const found = await list()
  expect(found).toHaveLength(1)
  return found[0] as Finding
}

/** Makes the profile forget a key pair, as one does that is set back to an older copy. */
async function forget(id: string): Promise<void> {
  await lab.profile.update((now) => ({ ...now, keys: now.keys.filter((key) => key.id !== id) }))
}

async function checked() {
  let last = null
  for await (const step of await lab.app.repair.check(nothing, quiet)) last = step
  if (last?.result == null) throw new Error('The check has no result')
  return last.result
}

const noted = async () => {
  const { entries } = await lab.app.activity.list({ text: '', events: [], limit: 100 }, quiet)
  return entries.map(({ event, key, account, detail }) => ({ event, of: (key ?? account)?.name, detail }))
}

async function signs(id: string): Promise<boolean> {
  const signer = await lab.app.keys.openSigner(id)
  const signature = await signer.sign(Buffer.from('data'))
  signer.close()
  return signature.length === 64
}

async function countOpen(): Promise<number> {
  for await (const count of await lab.app.repair.watch(nothing, quiet)) return count
  return -1
}

describe('a look through the vault', () => {
  it('finds nothing where everything fits, and reads no secret', async () => {
    for (const name of ['one', 'two', 'three']) await make(name)
    await lab.app.keys.import({ source: { kind: 'text', text: publicLine }, name: 'public only' }, quiet)
    const read: string[] = []
    const { get } = lab.secrets
    lab.secrets.get = (name) => {
      read.push(name)
      return get(name)
    }
    expect(await list()).toEqual([])
    expect(read).toEqual([])
  })

  it('happens after each opening, and counts what the user has not left', async () => {
    const { id } = await make('lost')
    await lab.secrets.delete(`key/${id}`)
    await lab.app.vault.lock(nothing, quiet)
    expect(await countOpen()).toBe(0)
    await lab.app.vault.unlock({}, quiet)
    await expect.poll(countOpen).toBe(1)

    const [finding] = await lab.app.repair.leave({ id: `key/${id}`, left: true }, quiet)
    expect([finding?.left, await countOpen()]).toEqual([true, 0])
    await lab.app.vault.lock(nothing, quiet)
    await lab.app.vault.unlock({}, quiet)
    expect((await only()).left).toBe(true)
    await lab.app.repair.leave({ id: `key/${id}`, left: false }, quiet)
    expect(await countOpen()).toBe(1)
  })
})

describe('a key pair without its private half', () => {
  it('is told with its repairs, and its public half can be kept alone', async () => {
    const pair = await make('web')
    await lab.secrets.delete(`key/${pair.id}`)
    const finding = await only()
    expect(finding).toMatchObject({
      ...{
        kind: 'key-missing',
        entryId: pair.id,
        name: 'web',
        repairs: ['restore', 'import', 'keep-public'],
      },
      key: { type: 'ed25519', fingerprint: pair.fingerprint },
    })
    expect(await lab.app.repair.keepPublic({ id: finding.id }, quiet)).toEqual([])
    expect(await lab.app.keys.list(nothing, quiet)).toMatchObject([{ name: 'web', storedIn: null }])
    expect(await noted()).toContainEqual({
      ...{ event: 'vault-repaired', of: 'web', detail: 'the public half is kept alone' },
    })
    await expect(lab.app.repair.keepPublic({ id: finding.id }, quiet)).rejects.toMatchObject({
      code: 'finding-gone',
    })
  })

  it('takes its private half from an import', async () => {
    const text = await privateKeyFile()
    const pair = await lab.app.keys.import({ source: { kind: 'text', text }, name: 'web' }, quiet)
    await lab.secrets.set(`key/${pair.id}`, Buffer.from('damaged'))
    await checked()
    const [preview] = await lab.app.keys.inspect({ source: { kind: 'text', text } }, quiet)
    expect(preview?.knownAs).toMatchObject({ name: 'web', hasPrivate: false })
    await lab.app.keys.import({ source: { kind: 'text', text }, name: 'other' }, quiet)
    expect(await list()).toEqual([])
    expect(await signs(pair.id)).toBe(true)
  })
})

async function privateKeyFile(): Promise<string> {
  const { key } = await generateKey({ type: 'ed25519' }, undefined)
  const file = await writePrivateKey(key, { format: 'openssh', passphrase: null, comment: '' })
  return Buffer.from(file).toString()
}

describe('a private key without an entry', () => {
  it('is put back under the name it had, and can sign', async () => {
    const pair = await make('deploy')
    await forget(pair.id)
    const finding = await only()
    expect(finding).toMatchObject({
      ...{ kind: 'key-unlisted', name: 'deploy', proposedName: 'deploy', twin: null, deletedAt: null },
      ...{ key: { type: 'ed25519', fingerprint: pair.fingerprint }, repairs: ['put-back', 'delete'] },
    })
    await lab.app.repair.putBack({ id: finding.id, name: 'deploy' }, quiet)
    expect(await lab.app.keys.list(nothing, quiet)).toMatchObject([
      { id: pair.id, name: 'deploy', publicKey: expect.stringContaining(pair.publicKey.split(' ')[1] ?? '') },
    ])
    expect(await signs(pair.id)).toBe(true)
    expect(await list()).toEqual([])
    expect(await noted()).toContainEqual({
      ...{ event: 'vault-repaired', of: 'deploy', detail: 'its private half was in the vault without it' },
    })
  })

  it('nobody knows is named by type and fingerprint, and keeps out of names that are taken', async () => {
    const pair = await make('deploy')
    const secret = await take(`key/${pair.id}`)
    await lab.secrets.set('key/unheard-of', secret)
    await forget(pair.id)
    await lab.secrets.delete(`key/${pair.id}`)
    await make('taken')
    const finding = await only()
    expect(finding.name).toBeNull()
    expect(finding.proposedName).toBe(`ed25519 ${pair.fingerprint.slice(7, 15)}`)
    const put = lab.app.repair.putBack({ id: finding.id, name: 'Taken' }, quiet)
    await expect(put).rejects.toMatchObject({ code: 'key-name-taken' })
  })

  it('that is a copy is said to be one, and gives its half to an entry that has none', async () => {
    const pair = await make('web')
    await lab.secrets.set('key/copy', await take(`key/${pair.id}`))
    expect(await only()).toMatchObject({
      id: 'key/copy',
      twin: { name: 'web', whole: true },
      repairs: ['delete'],
    })

    await lab.secrets.delete(`key/${pair.id}`)
    const found = await list()
    expect(found.map(({ kind }) => kind)).toEqual(['key-missing', 'key-unlisted'])
    expect(found[1]).toMatchObject({ twin: { name: 'web', whole: false }, repairs: ['put-back', 'delete'] })
    await lab.app.repair.putBack({ id: 'key/copy', name: 'any' }, quiet)
    expect(await signs(pair.id)).toBe(true)
    expect(await only()).toMatchObject({ id: 'key/copy', twin: { whole: true } })
  })

  it('of an entry that says it has its public half alone is put back into that', async () => {
    const pair = await make('web')
    const secret = await take(`key/${pair.id}`)
    await lab.secrets.delete(`key/${pair.id}`)
    await lab.app.repair.keepPublic({ id: (await only()).id }, quiet)
    await lab.secrets.set(`key/${pair.id}`, secret)
    const finding = await only()
    expect(finding).toMatchObject({ kind: 'key-unlisted', twin: { name: 'web', whole: false } })
    await lab.app.repair.putBack({ id: finding.id, name: 'any' }, quiet)
    expect(await signs(pair.id)).toBe(true)
    expect(await lab.app.keys.list(nothing, quiet)).toMatchObject([{ name: 'web', storedIn: 'keychain' }])
  })

  it('goes by the typed word alone', async () => {
    const pair = await make('deploy')
    await forget(pair.id)
    const { id, typed } = await only()
    expect(typed).toBe('deploy')
    await expect(lab.app.repair.delete({ id, typed: 'Deploy' }, quiet)).rejects.toMatchObject({
      code: 'input-invalid',
    })
    expect(lab.secrets.held()).toEqual([`key/${pair.id}`])
    expect(await lab.app.repair.delete({ id, typed }, quiet)).toEqual([])
    expect(lab.secrets.held()).toEqual([])
    expect((await noted())[0]).toEqual({
      ...{ event: 'key-deleted', of: 'deploy', detail: 'a private key without an entry' },
    })
  })

  it('that was deleted and has come back says when', async () => {
    const pair = await make('deploy')
    const secret = await take(`key/${pair.id}`)
    await lab.app.keys.setState({ id: pair.id, state: 'bin' }, quiet)
    await lab.app.keys.delete({ id: pair.id, name: 'deploy' }, quiet)
    await lab.secrets.set(`key/${pair.id}`, secret)
    expect(await only()).toMatchObject({ name: 'deploy', deletedAt: expect.any(String) })
  })

  it('that can not be read is told as such', async () => {
    await lab.secrets.set('key/damaged', Buffer.from('no key at all'))
    expect(await only()).toMatchObject({ key: null, problem: { code: 'key-damaged' }, repairs: ['delete'] })
  })
})

describe('accounts', () => {
  const addAccount = () =>
    lab.profile.update((now) => ({ ...now, accounts: [...now.accounts, accountRecord('acc', 'Frankfurt')] }))

  it('without credentials, and credentials without an account', async () => {
    await addAccount()
    await lab.secrets.set('account/loose', Buffer.from(JSON.stringify(accountSecret('SENTINEL'))))
    const found = await list()
    expect(found).toMatchObject([
      { kind: 'account-missing', name: 'Frankfurt', repairs: ['restore', 'edit-account', 'remove-account'] },
      { kind: 'account-unlisted', clouds: [{ kind: 'cloudstack' }], typed: 'delete', repairs: ['delete'] },
    ])
    expect(JSON.stringify(found)).not.toContain('SENTINEL')
    await lab.app.repair.delete({ id: 'account/loose', typed: 'delete' }, quiet)
    expect((await noted())[0]).toMatchObject({ event: 'account-removed' })
    await lab.secrets.set('account/acc', Buffer.from(JSON.stringify(accountSecret('one'))))
    expect(await list()).toEqual([])
  })

  it('whose credentials are damaged are found by a check, which shows nothing of them', async () => {
    await addAccount()
    await lab.secrets.set('account/acc', Buffer.from('SENTINEL, no JSON'))
    expect(await list()).toEqual([])
    const { findings, accounts } = await checked()
    expect(findings).toMatchObject([{ kind: 'account-damaged', name: 'Frankfurt' }])
    expect(accounts).toEqual({ whole: 0, of: 1 })
    expect(JSON.stringify(findings)).not.toContain('SENTINEL')
  })
})

describe('a check of everything', () => {
  it('proves each private half, and says how many are whole', async () => {
    const [first, second] = [await make('first'), await make('second')]
    expect(await checked()).toMatchObject({ keys: { whole: 2, of: 2 }, findings: [] })
    await lab.secrets.set(`key/${first.id}`, await take(`key/${second.id}`))
    expect(await list()).toEqual([])
    const { keys, findings } = await checked()
    expect(keys).toEqual({ whole: 1, of: 2 })
    expect(findings).toMatchObject([
      {
        kind: 'key-damaged',
        name: 'first',
        problem: { message: expect.stringContaining('another public key') },
      },
    ])
    expect((await noted())[0]).toMatchObject({
      ...{ event: 'vault-checked', detail: '1 of 2 key pairs and 0 of 0 accounts are whole' },
    })
  })

  it('is remembered at the next opening, until what it found is whole', async () => {
    const { id } = await make('first')
    const secret = await take(`key/${id}`)
    await lab.secrets.set(`key/${id}`, Buffer.from('damaged'))
    await checked()
    await lab.app.vault.lock(nothing, quiet)
    await lab.app.vault.unlock({}, quiet)
    expect(await only()).toMatchObject({ kind: 'key-damaged' })
    await lab.secrets.set(`key/${id}`, secret)
    expect(await list()).toEqual([])
    await lab.secrets.set(`key/${id}`, Buffer.from('damaged'))
    expect(await list()).toEqual([])
  })

  it('ends where its caller leaves, and with a lock', async () => {
    for (const name of ['one', 'two', 'three']) await make(name)
    const controller = new AbortController()
    const steps = await lab.app.repair.check(nothing, { signal: controller.signal })
    await steps.next()
    controller.abort()
    await expect(steps.next()).rejects.toMatchObject({ name: 'AbortError' })
    await lab.app.vault.lock(nothing, quiet)
    await expect(lab.app.repair.check(nothing, quiet)).rejects.toMatchObject({ code: 'vault-locked' })
  })
})

const publicLine =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ada@example'
