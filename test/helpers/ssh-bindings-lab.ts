import { BindJob } from '../../contract/bindings.js'
import { createBindings } from '../../main/core/bindings/bindings.js'
import { createAccounts } from '../../main/core/inventory/accounts.js'
import { createInstances } from '../../main/core/inventory/instances.js'
import { createObservations } from '../../main/core/inventory/observations.js'
import { createKeys } from '../../main/core/keys/keys.js'
import type { ProfileStore } from '../../main/core/ports.js'
import type { BindingsService } from '../../main/core/services.js'
import type { KeysLab } from './authorized-keys-lab.js'
import { createFakeCloud, fakeAdapter, fakeInstance } from './fake-cloud.js'
import { fakeVault } from './fake-vault.js'
import { latchkeySsh } from './latchkey-ssh.js'
import { memoryFolders } from './memory-folders.js'
import { memoryDocumentFolder, memoryDocumentStore, memoryProfileStore, testLog } from './memory-profile.js'
import { plainAccount } from './plain-account.js'
import { systemClock } from './system-clock.js'
import type { TestSigner } from './test-signer.js'

export type PlanInput = Partial<Parameters<BindingsService['plan']>[0]>

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
}

/** The real bindings on a cloud that has none of its own, whose one instance is the lab's sshd. */
export async function sshBindingsLab(
  lab: KeysLab,
  entry: TestSigner,
  sshAgent?: string,
): Promise<SshBindingsLab> {
  const ssh = [{ host: lab.sshd.host, port: lab.sshd.port, via: 'public' as const }]
  const cloud = createFakeCloud({ instances: [fakeInstance({ cloudId: 'vm-1', name: 'web-1', ssh })] })
  const vault = fakeVault()
  await vault.store.set('account/acc', Buffer.from('{}'))
  const profile = memoryProfileStore({
    vault: { backend: 'keychain', createdAt: AT },
    accounts: [
      {
        ...plainAccount,
        id: 'acc',
        phase: 'stored',
        kind: 'cloudstack',
        name: 'Lab',
        addedAt: AT,
        values: { endpoint: 'x' },
      },
    ],
  })
  const client = latchkeySsh()
  const observations = createObservations(memoryDocumentStore(), testLog())
  const servicesOver = (store: ProfileStore) => {
    const ports = {
      profile: store,
      clock: systemClock,
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
        note: () => undefined,
        ssh: ways,
      }),
    }
  }
  const { keys, bindings } = servicesOver(profile)
  const adopted = await keys.adopt({ name: 'ops', description: '' }, async () =>
    entry.privateKey.export({ type: 'pkcs8', format: 'der' }),
  )
  const fresh = await keys.generate({ name: 'deploy', spec: { type: 'ed25519' } }, {})
  const keyIds = { entry: adopted.id, fresh: fresh.id }
  return {
    bindings,
    start: (store = profile) => servicesOver(store).bindings,
    profile,
    observations,
    keyIds,
    freshLine: keys.publicKeyLine(fresh.id).split(' ').slice(0, 2).join(' '),
    async bind(user, input = {}, password, service = bindings) {
      const login = { kind: 'key', keyId: adopted.id } as const
      const target = { keyId: fresh.id, instanceId: 'acc/vm-1', user, login }
      const plan = await service.plan({ ...target, ...input }, {})
      const { id } = await service.run({ planId: plan.id, ...(password !== undefined && { password }) }, {})
      const seen: BindJob[] = []
      for await (const job of await service.watch({ id }, {})) seen.push(BindJob.parse(job))
      return seen
    },
  }
}

const AT = '2026-01-01T00:00:00.000Z'
