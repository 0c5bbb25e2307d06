import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { newIdentity } from '../../main/core/backup/age-file.js'
import { accountRecord, accountSecret, backupLab, hostLine } from '../helpers/backup-lab.js'
import { bundleScript } from '../helpers/bundle-script.js'
import { type OpenVault, openVault, restoreInto } from '../helpers/crash-restore.js'
import { type Cut, cutOff } from '../helpers/cut-off.js'

/*
 * The restore of a backup on the real stores, cut off at every write: after each the vault is opened, looked at, and the
 * backup restored once more. Snapshots: one process copies the profile folder before each write. Real: three are killed
 * (SIGKILL), at the first write, the middle one and the last, and have to leave what one of the snapshots shows.
 */

// Sweeping the memory at each lock would take most of the time.
vi.mock('../../main/core/vault/collect-garbage.js', () => ({ collectGarbage: () => undefined }))

let script = ''
let folder = ''
let backup = { file: '', code: '' }
let expected: string[] = []

beforeAll(async () => {
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', 'unix:path=/nowhere')
  script = await bundleScript('crash-restore-main.ts')
  folder = await mkdtemp(join(tmpdir(), 'latchkey-crash-restore-'))
})

/** A backup with two key pairs, which are stored together, an account, a binding and a known host. */
async function makeBackup(): Promise<void> {
  const { app, profile, secrets, exports, knownHosts } = await backupLab()
  const made = await app.keys.generate({ name: 'web', spec: { type: 'ed25519' } }, {})
  const other = await app.keys.generate({ name: 'db', spec: { type: 'ed25519' } }, {})
  await secrets.set('account/acc-1', Buffer.from(JSON.stringify(accountSecret('one'))))
  const times = { boundAt: '2026-01-31T00:00:00.000Z', proofs: [] }
  const bindings = [{ instanceId: 'acc-1/vm-9', keyId: made.id, user: 'root', ...times }]
  await profile.update((now) => ({ ...now, accounts: [accountRecord('acc-1')], bindings }))
  await knownHosts.write(`${hostLine('web.example', 1)}\n`)
  const { identity, recipient } = await newIdentity()
  const to = { kind: 'recipient' as const, recipient }
  const { path } = await app.backup.export({ to, folder: 'ssh', fileName: 'all.age' }, {})
  backup = { file: join(folder, 'all.age'), code: identity }
  await writeFile(backup.file, exports.files.get(path) ?? '')
  expected = [made.publicKey, other.publicKey]
}

afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(dirname(script), { recursive: true })
  await rm(folder, { recursive: true, force: true })
})

/** What is there, each key proven to sign. */
async function lookAt({ app, profile }: OpenVault) {
  const keys = await app.keys.list(undefined, {})
  for (const { id } of keys) {
    const signer = await app.keys.openSigner(id)
    await signer.sign(Buffer.from('challenge'))
    signer.close()
  }
  const { accounts } = profile.read()
  for (const { id } of accounts) expect(await app.vault.secrets().get(`account/${id}`)).not.toBeNull()
  return {
    keys: keys.map(({ publicKey }) => publicKey),
    accounts: accounts.map(({ phase }) => phase),
    bindings: profile.read().bindings.length,
  }
}

it('loses nothing while a backup is restored, cut off at every write', { timeout: 300_000 }, async () => {
  await makeBackup()
  const prepared = join(folder, 'prepared')
  const { app, close } = await openVault(prepared)
  const mine = await app.keys.generate({ name: 'web', spec: { type: 'ed25519' } }, {})
  await close()

  const look = async ({ directory, at }: Cut) => {
    const vault = await openVault(directory)
    const found = await lookAt(vault)
    expect(found.keys[0], at).toBe(mine.publicKey)
    expect(new Set(found.keys).size, at).toBe(found.keys.length)
    expect(found.accounts.length, at).toBeLessThanOrEqual(1)
    await restoreInto(vault, backup)
    const after = await lookAt(vault)
    await vault.close()
    expect([...after.keys].sort(), at).toEqual([mine.publicKey, ...expected].sort())
    expect(after, at).toMatchObject({ accounts: ['stored'], bindings: 1 })
    return found
  }
  const args = [backup.file, backup.code]
  const { writes, copies } = await cutOff({ script, into: folder, prepared, args }, look)
  expect(writes).toBeGreaterThan(80)
  expect(copies).toBeGreaterThan(70)
})
