import { setTimeout as pause } from 'node:timers/promises'
import { blobFromKey, publicKeyLine } from '../../main/core/keys/public-key.js'
import { storeRecord } from '../../main/core/vault/secret-record.js'
import { accountRecord } from './backup-lab.js'
import { type OpenVault, openVault, unlock } from './crash-restore.js'
import { freshKey } from './fresh-key.js'

/** What a user sees of each key pair and account, by id. */
export type Seen = Record<string, string>

export interface Step {
  what: string
  before: Seen
  after: Seen
  /** How many copies and writes there were when it had ended. */
  copies: number
  writes: number
}

export async function see({ app, profile }: Pick<OpenVault, 'app' | 'profile'>): Promise<Seen> {
  const keys = (await app.keys.list(undefined, {})).map((key) => {
    const record = app.keys.record(key.id)
    const half = record.hasPrivate ? 'pair' : 'public half'
    return [key.id, `${key.name}, ${half}, ${record.binnedAt === null ? 'kept' : 'in the bin'}`]
  })
  const accounts = profile.read().accounts.filter(({ phase }) => phase === 'stored')
  return Object.fromEntries([...keys, ...accounts.map(({ id, name }) => [id, `account ${name}`])])
}

const pem = (key = freshKey('ed25519')) => key.export({ type: 'pkcs8', format: 'pem' }).toString()
const textOf = (text: string) => ({ kind: 'text' as const, text })
const DAY_MS = 86_400_000

/** Each with the whole core over the real ports; `progress` counts what has been written so far. */
export async function runSteps(
  profileDir: string,
  progress: () => Pick<Step, 'copies' | 'writes'>,
): Promise<Step[]> {
  const steps: Step[] = []
  const opened = await openVault(profileDir)
  const { app, profile } = opened
  await app.keys.generate({ name: 'first', spec: { type: 'ed25519' } }, {})
  await app.activity.verify(undefined, {})
  steps.push({ what: 'make the vault and a key pair', before: {}, after: await see(opened), ...progress() })

  const step = async (what: string, work: () => Promise<unknown>) => {
    const before = await see(opened)
    await work()
    await app.activity.verify(undefined, {}) // comes after everything that was noted
    steps.push({ what, before, after: await see(opened), ...progress() })
  }
  const idOf = (name: string) => profile.read().keys.find((key) => key.name === name)?.id ?? ''
  const bin = (name: string) => app.keys.setState({ id: idOf(name), state: 'bin' }, {})

  const half = freshKey('ed25519')
  await step('create', () => app.keys.generate({ name: 'made', spec: { type: 'ed25519' } }, {}))
  await step('import several at once', () =>
    Promise.all(['one', 'two'].map((name) => app.keys.import({ source: textOf(pem()), name }, {}))),
  )
  await step('import a public half', () =>
    app.keys.import({ source: textOf(publicKeyLine(blobFromKey(half), '')), name: 'half' }, {}),
  )
  await step('complete it', () => app.keys.import({ source: textOf(pem(half)), name: 'half' }, {}))
  await step('put into the bin', () => bin('one'))
  await step('delete for good', () => app.keys.delete({ id: idOf('one'), name: 'one' }, {}))
  await step('put another into the bin', () => bin('two'))
  await step('purge it when it is due', async () => {
    await profile.update((now) => ({
      ...now,
      keys: now.keys.map((key) => (key.name === 'two' ? { ...key, ...overdue() } : key)),
    }))
    await app.vault.lock(undefined, {})
    await unlock(app) // after each opening the bin is looked at
    while (idOf('two') !== '') await pause(5)
  })
  await step('add an account', () =>
    storeRecord(profile, app.vault.secrets(), 'accounts', accountRecord('acc-1'), Buffer.from('{}')),
  )
  await step('remove it', () => app.accounts.remove({ id: 'acc-1' }, {}))
  await opened.close()
  return steps
}

function overdue() {
  const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString()
  return { binnedAt: ago(400), dueSince: ago(3) }
}
