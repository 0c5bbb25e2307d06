import { type AddressInfo, createServer } from 'node:net'
import { onTestFinished } from 'vitest'
import { BindJob } from '../../contract/bindings.js'
import type { WayLeft } from '../../contract/keys.js'
import type { Happening } from '../../main/core/activity/record.js'
import { createBindings } from '../../main/core/bindings/bindings.js'
import type { CloudInstance } from '../../main/core/clouds/cloud.js'
import { createAccounts } from '../../main/core/inventory/accounts.js'
import { createInstances } from '../../main/core/inventory/instances.js'
import { createKeys } from '../../main/core/keys/keys.js'
import type { LatchkeyError } from '../../main/core/lib/error.js'
import type { ConnectSsh } from '../../main/core/sessions/ssh.js'
import { createFakeCloud, type FakeOperation, fakeAdapter, fakeInstance } from './fake-cloud.js'
import { fakeVault } from './fake-vault.js'
import { memoryFolders } from './memory-folders.js'
import { memoryDocumentFolder, memoryProfileStore, testClock, testLog } from './memory-profile.js'
import { plainAccount } from './plain-account.js'

/** Logs in users by name: `yes`, or the error that it throws. */
export type Doorman = (user: string, fingerprint: string) => Answer | Promise<Answer>
type Answer = 'yes' | LatchkeyError

export type BindingsLab = Awaited<ReturnType<typeof bindingsLab>>

/**
 * The real bindings over a fake cloud with one running instance, `web-1`, which has the key `old` and answers SSH on
 * loopback; `parts` says what is different about it. Its logins end as `doorman` says. Call it within a test.
 */
export async function bindingsLab(parts: Partial<CloudInstance> = {}, doorman: Doorman = () => 'yes') {
  const banner = await bannerServer()
  const ssh = [{ host: '127.0.0.1', port: banner.port, via: 'public' as const }]
  const web1 = fakeInstance({ cloudId: 'vm-1', name: 'web-1', keyNames: ['old'], ssh, ...parts })
  const cloud = createFakeCloud({ instances: [web1] })
  cloud.keys.set('old', 'ssh-ed25519 AAAA')
  const vault = fakeVault()
  await vault.store.set('account/acc', Buffer.from('{}'))
  const { connect, doors } = logins(doorman)
  const profile = profileWithAccount()
  const clock = testClock()
  const log = testLog()
  const ports = { profile, clock, log, cache: memoryDocumentFolder(), ...memoryFolders() }
  const noted: Happening[] = []
  const left: { way: WayLeft; asked: number } = { way: 'proven', asked: 0 }
  /** The services as a start of the program makes them. */
  const start = () => {
    const keys = createKeys({ ports, vault })
    const accounts = createAccounts({ ports, vault, keys, adapters: [fakeAdapter(() => cloud)] })
    const instances = createInstances({ ports, accounts })
    return {
      keys,
      accounts,
      instances,
      bindings: createBindings({
        ports,
        accounts,
        instances,
        keys,
        connect,
        note: (one) => noted.push(one),
        async waysLeft() {
          left.asked++
          return () => left.way
        },
        ssh: noSsh,
      }),
    }
  }
  const services = start()
  const key = await services.keys.generate({ name: 'deploy', spec: { type: 'ed25519' } }, {})
  return {
    ...services,
    start,
    cloud,
    profile,
    clock,
    log,
    key,
    input: { keyId: key.id, instanceId: 'acc/vm-1' },
    machine: () => cloud.instances.get('vm-1'),
    /** What was asked of the machine, without the looking. */
    acts: () => cloud.calls.filter((call) => !/^(list|get|check)/.test(call)),
    /** The users that tried to log in. */
    doors,
    /** What the bindings themselves noted for the activity record. */
    noted,
    /** What opens the instance beside any key, and how often that was worked out. */
    left,
    secrets: vault.store,
    /** From now on nothing answers SSH. */
    silence: banner.close,
  }
}

/** Plans and begins a bind of the lab's key to its instance. */
export async function begin({ bindings, input }: Pick<BindingsLab, 'bindings' | 'input'>): Promise<BindJob> {
  const plan = await bindings.plan(input, {})
  return bindings.run({ planId: plan.id }, {})
}

/** Every state of a job that a watcher sees, to its end. */
export async function follow({ bindings }: Pick<BindingsLab, 'bindings'>, id: string): Promise<BindJob[]> {
  const seen: BindJob[] = []
  for await (const job of await bindings.watch({ id }, {})) seen.push(BindJob.parse(job))
  return seen
}

/** A whole bind; the job at its end. */
export async function bind(lab: BindingsLab): Promise<BindJob> {
  const { id } = await begin(lab)
  const last = (await follow(lab, id)).at(-1)
  if (last === undefined) throw new Error('The job showed nothing')
  return last
}

/** Begins a bind whose call of `operation` never ends, as if the program ended there; `first` runs within the call. */
export async function cutOffAt(
  lab: BindingsLab,
  operation: FakeOperation,
  first: () => void = () => undefined,
): Promise<BindJob> {
  const held = new Promise<void>((resolve) => {
    lab.cloud.before(operation, () => {
      first()
      resolve()
      return new Promise(() => undefined)
    })
  })
  const job = await begin(lab)
  await held
  lab.cloud.before(operation, () => undefined)
  return job
}

/** The steps of a job with their states: `push done`. */
export function stepStates(job: BindJob): string[] {
  return job.steps.map(({ name, state }) => `${name} ${state}`)
}

/** What the profile remembers of bindings, with the number of proofs. */
export function remembered({ profile }: BindingsLab) {
  return profile.read().bindings.map(({ keyId, user, proofs }) => ({ keyId, user, proofs: proofs.length }))
}

/** Where another way in is always proven. */
export const otherWayIn = { waysLeft: async () => () => 'proven' as const }

/** For bindings that are not made over SSH. */
export const noSsh = {
  connectOtherwise: () => Promise.reject(new Error('Nobody logs in so here')),
  observations: { all: async () => [], note: async () => undefined, noteAll: async () => undefined },
}

/** Something on loopback that says what an SSH server says first. */
async function bannerServer(): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.write('SSH-2.0-test\r\n')
  })
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

function logins(doorman: Doorman): { connect: ConnectSsh; doors: string[] } {
  const doors: string[] = []
  const connect: ConnectSsh = async ({ target, signer }) => {
    doors.push(target.user)
    const answer = await doorman(target.user, signer.fingerprint)
    if (answer !== 'yes') throw answer
    return {
      client: {} as never,
      hostKey: { algorithm: 'ssh-ed25519', fingerprint: 'SHA256:x' },
      end: () => undefined,
    }
  }
  return { connect, doors }
}

function profileWithAccount() {
  const createdAt = '2026-01-01T00:00:00.000Z'
  const account = { id: 'acc', phase: 'stored', kind: 'cloudstack', name: 'Lab', addedAt: createdAt } as const
  return memoryProfileStore({
    vault: { backend: 'keychain', createdAt },
    accounts: [{ ...plainAccount, ...account, values: { endpoint: 'x' } }],
  })
}
