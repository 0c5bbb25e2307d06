import { BindJob } from '../../contract/bindings.js'
import { createBindings } from '../../main/core/bindings/bindings.js'
import { createAccounts } from '../../main/core/inventory/accounts.js'
import { createInstances } from '../../main/core/inventory/instances.js'
import { createObservations } from '../../main/core/inventory/observations.js'
import { createKeys } from '../../main/core/keys/keys.js'
import { isLatchkeyError } from '../../main/core/lib/error.js'
import type { Clock, ProfileStore, TextFile } from '../../main/core/ports.js'
import type { BindingsService } from '../../main/core/services.js'
import { otherWayIn } from './bindings-lab.js'
import { createFakeCloud, fakeAdapter, fakeInstance } from './fake-cloud.js'
import { fakeVault } from './fake-vault.js'
import { latchkeySsh } from './latchkey-ssh.js'
import { memoryFolders } from './memory-folders.js'
import { memoryDocumentFolder, memoryDocumentStore, memoryProfileStore, testLog } from './memory-profile.js'
import { plainAccount } from './plain-account.js'
import { systemClock } from './system-clock.js'
import type { TestSigner } from './test-signer.js'

type PlanWanted = Parameters<BindingsService['plan']>[0]
export type PlanInput = Partial<PlanWanted>

export interface SshBindingsLab {
  bindings: BindingsService
  /** The bindings as a start of the program makes them. */
  start(profile?: ProfileStore): BindingsService
  profile: ProfileStore
  observations: ReturnType<typeof createObservations>
  /** In the vault: the one that the account lets in, and a new one. */
  keyIds: { entry: string; fresh: string }
  /** Type and blob of the new one. */
  freshLine: string
  /** Plans and carries out a bind of the new key as `user`; every state of the job. */
  bind(user: string, input?: PlanInput, password?: string, bindings?: BindingsService): Promise<BindJob[]>
  /** The same to take it away; as the plan proposes it unless told. */
  unbind(user: string, input?: PlanInput, given?: Given, bindings?: BindingsService): Promise<BindJob[]>
  /** Every state of a job, to its end. */
  follow(id: string): Promise<BindJob[]>
  /** Whether a key of the vault lets in as this user. */
  opens(keyId: string, user: string): Promise<boolean>
  /** What was noted for the activity record. */
  noted: unknown[]
}

type Given = Omit<Parameters<BindingsService['run']>[0], 'planId'>

interface LabParts {
  sshAgent?: string
  /** An instance `web-1`, `web-2` … for each, at the same sshd. */
  users?: string[]
  /** The new key; by default one that is made. */
  fresh?: Pick<TestSigner, 'privateKey'>
  /** What the bindings go by. */
  clock?: Clock
  /** Where the profile is, for the next start. */
  file?: TextFile
}

/** The real bindings on a cloud that has none of its own, whose one instance is the lab's sshd. */
export async function sshBindingsLab(
  lab: { sshd: { host: string; port: number } },
  entry: Pick<TestSigner, 'privateKey'>,
  { sshAgent, users = [], fresh: given, clock = systemClock, file }: LabParts = {},
): Promise<SshBindingsLab> {
  const ssh = [{ host: lab.sshd.host, port: lab.sshd.port, via: 'public' as const }]
  const guesses = users.length === 0 ? [{}] : users.map((user) => ({ userGuesses: [user] }))
  const machines = guesses.map((parts, n) =>
    fakeInstance({ cloudId: `vm-${n + 1}`, name: `web-${n + 1}`, ssh, ...parts }),
  )
  const cloud = createFakeCloud({ instances: machines })
  const vault = fakeVault()
  await vault.store.set('account/acc', Buffer.from('{}'))
  const profile = await profileIn(file)
  const client = latchkeySsh()
  const observations = createObservations(memoryDocumentStore(), testLog())
  const noted: unknown[] = []
  const servicesOver = (store: ProfileStore) => {
    const ports = {
      profile: store,
      clock,
      log: testLog(),
      cache: memoryDocumentFolder(),
      ...memoryFolders(),
    }
    const keys = createKeys({ ports, vault })
    const accounts = createAccounts({
      ports,
      vault,
      keys,
      adapters: [fakeAdapter(() => ({ ...cloud, binding: null }))],
    })
    const instances = createInstances({ ports, accounts })
    const ways = { connectOtherwise: client.otherwise, observations, ...(sshAgent && { sshAgent }) }
    return {
      keys,
      bindings: createBindings({
        ports,
        accounts,
        instances,
        keys,
        connect: client.connect,
        note: (happening) => noted.push(happening),
        ...otherWayIn,
        ssh: ways,
      }),
    }
  }
  const { keys, bindings } = servicesOver(profile)
  /** In the vault, as it was at the end before or now. */
  async function kept(name: string, { privateKey }: Pick<TestSigner, 'privateKey'>): Promise<{ id: string }> {
    const secret = privateKey.export({ type: 'pkcs8', format: 'der' })
    const known = profile.read().keys.find((key) => key.name === name)
    if (known === undefined) return keys.adopt({ name, description: '' }, async () => secret)
    await vault.store.set(`key/${known.id}`, secret)
    return known
  }
  const adopted = await kept('ops', entry)
  const fresh =
    given === undefined
      ? await keys.generate({ name: 'deploy', spec: { type: 'ed25519' } }, {})
      : await kept('deploy', given)
  const keyIds = { entry: adopted.id, fresh: fresh.id }
  async function carryOut(service: BindingsService, wanted: PlanWanted, given: Given): Promise<BindJob[]> {
    const plan = await service.plan(wanted, {})
    const { id } = await service.run({ planId: plan.id, ...given }, {})
    return follow(id, service)
  }
  async function follow(id: string, service = bindings): Promise<BindJob[]> {
    const seen: BindJob[] = []
    for await (const job of await service.watch({ id }, {})) seen.push(BindJob.parse(job))
    return seen
  }
  return {
    bindings,
    start: (store = profile) => servicesOver(store).bindings,
    profile,
    observations,
    keyIds,
    freshLine: keys.publicKeyLine(fresh.id).split(' ').slice(0, 2).join(' '),
    bind(user, input = {}, password, service = bindings) {
      const login = { kind: 'key', keyId: adopted.id } as const
      const target = { keyId: fresh.id, instanceId: 'acc/vm-1', user, login }
      return carryOut(service, { ...target, ...input }, password === undefined ? {} : { password })
    },
    unbind(user, input = {}, given = {}, service = bindings) {
      const target = { action: 'unbind' as const, keyId: fresh.id, instanceId: 'acc/vm-1', user }
      return carryOut(service, { ...target, ...input }, given)
    },
    follow: (id) => follow(id),
    async opens(keyId, user) {
      const signer = await keys.openSigner(keyId)
      const target = { host: lab.sshd.host, port: lab.sshd.port, user }
      try {
        ;(await client.login(target, signer)).end()
        return true
      } catch (error) {
        if (isLatchkeyError(error, 'ssh-auth-refused')) return false
        throw error
      } finally {
        signer.close()
      }
    },
    noted,
  }
}

async function profileIn(file: TextFile | undefined): Promise<ProfileStore> {
  const text = (await file?.read()) ?? ''
  const store = memoryProfileStore(text === '' ? atFirst : JSON.parse(text))
  if (file === undefined) return store
  return {
    ...store,
    async update(change) {
      const next = await store.update(change)
      await file.write(JSON.stringify(store.read()))
      return next
    },
  }
}

const AT = '2026-01-01T00:00:00.000Z'

const atFirst = {
  vault: { backend: 'keychain' as const, createdAt: AT },
  accounts: [
    {
      ...plainAccount,
      id: 'acc',
      phase: 'stored' as const,
      kind: 'cloudstack' as const,
      name: 'Lab',
      addedAt: AT,
      values: { endpoint: 'x' },
    },
  ],
}
