import { onTestFinished } from 'vitest'
import { createApp } from '../../main/core/app.js'
import { newIdentity } from '../../main/core/backup/age-file.js'
import { rejectOpened } from '../../main/core/openings/opened-files.js'
import type { Profile } from '../../main/core/profile.js'
import { memoryBackend } from './memory-backend.js'
import { memoryBackups } from './memory-backups.js'
import {
  memoryExports,
  memorySessionLogs,
  memorySshConfig,
  memorySshFolder,
  memorySshInclude,
  noLocalFiles,
} from './memory-folders.js'
import {
  memoryActivity,
  memoryDocumentFolder,
  memoryDocumentStore,
  memoryProfileStore,
  memorySharedFile,
  memoryTextFile,
  testLog,
} from './memory-profile.js'
import { plainAccount } from './plain-account.js'
import { systemClock } from './system-clock.js'

/** The whole core over stores in memory, with those that backups are made of at hand. */
export async function backupLab(
  content: Partial<Profile> = {},
  { open = true, sshConfig = memorySshConfig(), sshInclude = memorySshInclude() } = {},
) {
  const backend = memoryBackend('keychain', { exists: content.vault !== null })
  const vault = { backend: 'keychain' as const, createdAt: '2026-01-01T00:00:00.000Z' }
  const profile = memoryProfileStore({ vault, ...content })
  const exports = memoryExports()
  const backups = memoryBackups()
  const knownHosts = memoryTextFile()
  const activity = memoryActivity()
  const log = testLog()
  const observations = memoryDocumentStore()
  const ports = {
    ...{ clock: systemClock, log, profile, knownHosts, activity, exports, backups, localFiles: noLocalFiles },
    cache: memoryDocumentFolder(),
    observations,
    syncRun: memoryDocumentStore(),
    tabs: memoryDocumentStore(),
    transfers: memoryDocumentStore(),
    driftBaseline: memoryDocumentStore(),
    findings: memoryDocumentStore(),
    userKnownHosts: memorySharedFile(),
    systemKnownHosts: memorySharedFile(),
    outdatedHosts: memoryDocumentStore(),
    sshFolder: memorySshFolder(),
    readKeyFile: rejectOpened,
    sessionLogs: memorySessionLogs(),
    sshConfig,
    sshInclude,
    secretStores: [backend.factory],
  }
  const app = createApp(ports, {
    kind: 'web',
    version: '0',
    profileDir: '/',
    putAside: [],
    lab: null,
    crashes: 0,
  })
  onTestFinished(() => app.close())
  if (open) await app.vault.status(undefined, {})
  return { app, profile, secrets: backend.kept, exports, backups, knownHosts, activity, observations, log }
}

export type BackupLab = Awaited<ReturnType<typeof backupLab>>

export const accountRecord = (id: string, name = id) => ({
  id,
  phase: 'stored' as const,
  ...plainAccount,
  kind: 'cloudstack' as const,
  name,
  values: { endpoint: 'https://cloud.example/client/api' },
  addedAt: '2026-01-02T00:00:00.000Z',
})

export const accountSecret = (marker: string) => ({ apiKey: `api-${marker}`, secretKey: `secret-${marker}` })

/** Keys of two types, one in the bin, an account, a binding, sync rules, known hosts, and settings of the user's own. */
export async function fillLab({ app, profile, secrets, knownHosts }: BackupLab): Promise<void> {
  const notes = { description: 'for the web servers', tags: ['prod'], expiresOn: '2027-01-01' }
  const web = await app.keys.generate({ name: 'web', spec: { type: 'ed25519' }, notes }, {})
  await app.keys.generate({ name: 'db', spec: { type: 'ecdsa', bits: 384 } }, {})
  const old = await app.keys.generate({ name: 'old', spec: { type: 'ed25519' } }, {})
  await app.keys.setState({ id: old.id, state: 'bin' }, {})
  await secrets.set('account/acc-1', Buffer.from(JSON.stringify(accountSecret('one'))))
  const proofs = [{ keyId: web.id, user: 'root', at: '2026-02-01T00:00:00.000Z' }]
  const boundAt = '2026-01-31T00:00:00.000Z'
  await profile.update((now) => ({
    ...now,
    accounts: [...now.accounts, accountRecord('acc-1', 'Frankfurt')],
    bindings: [{ instanceId: 'acc-1/vm-9', keyId: web.id, user: 'root', boundAt, proofs }],
    wanted: [
      {
        id: 'rule-1',
        keys: { kind: 'key', keyId: web.id },
        accounts: { kind: 'some', accountIds: ['acc-1'] },
      },
      { id: 'rule-2', keys: { kind: 'tag', tag: 'prod' }, accounts: { kind: 'all' } },
    ],
    nameplates: [{ instanceId: 'acc-1/vm-9', name: 'Shop', colour: 'production' }],
    snippets: [{ id: 'sn-1', name: 'disk', text: 'df -h {{mount=/}}' }],
    settings: { ...now.settings, binDays: 99 },
  }))
  await knownHosts.write(`${hostLine('web.example', 1)}\n`)
}

/** A backup for a fresh recipient, which is quicker than one with a passphrase, and the secret that opens it. */
export async function backUp(lab: BackupLab) {
  const { identity, recipient } = await newIdentity()
  const to = { kind: 'recipient' as const, recipient }
  const done = await lab.app.backup.export({ to, folder: 'ssh', fileName: 'latchkey.age' }, {})
  const file = lab.exports.files.get(done.path)
  if (file === undefined) throw new Error('No file was written')
  return { ...done, file, secret: identity }
}

/** What a backup would bring to another profile. */
export const inspect = ({ app }: BackupLab, { file, secret }: { file: Uint8Array; secret: string }) =>
  app.backup.inspect({ base64: Buffer.from(file).toString('base64'), secret }, {})

/** A known_hosts line with a made-up Ed25519 key. */
export function hostLine(host: string, seed: number): string {
  const type = Buffer.from('ssh-ed25519')
  const lengths = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes])
  const blob = Buffer.concat([lengths(type), lengths(Buffer.alloc(32, seed))])
  return `${host} ssh-ed25519 ${blob.toString('base64')}`
}
