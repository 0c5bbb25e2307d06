import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FileEntry, FileProgress } from '../../contract/files.js'
import type { Transfer } from '../../contract/transfers.js'
import type { Borrowed } from '../../main/core/connections/borrowed.js'
import { type Access, createAccess } from '../../main/core/files/access.js'
import { createFiles } from '../../main/core/files/files.js'
import { createTransfers } from '../../main/core/files/transfers/transfers.js'
import type { Clock, DocumentStore } from '../../main/core/ports.js'
import type { FilesService, TransfersService } from '../../main/core/services.js'
import { localFiles } from '../../main/platform/local-files.js'
import { latchkeySsh } from './latchkey-ssh.js'
import { memoryDocumentStore, type TestLog, testLog } from './memory-profile.js'
import { type Sshd, startSshd } from './sshd.js'
import { systemClock } from './system-clock.js'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.js'
import { type TestSigner, testSigner } from './test-signer.js'

export const ON = { instanceId: 'a/1' }

/** Files over real SSH connections to whatever listens there, and the folders that both sides work in. */
export interface FilesLab {
  files: FilesService
  transfers: TransfersService
  /** The transfer once it is as asked for. */
  when(id: string, is: (transfer: Transfer) => boolean, of?: TransfersService): Promise<Transfer>
  access: Access
  /** How each try ended. */
  ends: Transfer[]
  /** What the next run of Latchkey finds of transfers. */
  store: DocumentStore
  /** The transfers of the next run of Latchkey, if this one crashed now. */
  afterCrash(): Promise<TransfersService>
  /** Folders that are there and empty. */
  remote: string
  local: string
  log: TestLog
  /** How many connections were made. */
  logins(): number
  /** Ends all connections, as a network does. */
  cut(): void
  stop(): Promise<void>
}

interface Target {
  host: string
  port: number
  user: string
}

/** The real service; `connect` makes a connection that is logged in. `clock`: what ways are kept open by. */
export async function filesLab(
  target: Target,
  signer = testSigner(),
  apart = false,
  clock: Clock = systemClock,
): Promise<FilesLab> {
  const ends: Transfer[] = []
  const store = memoryDocumentStore()
  const dir = await mkdtemp(join(tmpdir(), 'latchkey-files-'))
  const ssh = latchkeySsh()
  const log = testLog()
  const open = new Set<Borrowed & { destroy(): void }>()
  let logins = 0
  const borrow = async (): Promise<Borrowed> => {
    logins++
    const { client, end } = await ssh.login(target, signer.again())
    const borrowed = {
      client,
      target: `${target.user}@${target.host}:${target.port}`,
      lost: new Promise<null>((resolve) => client.once('close', () => resolve(null))),
      release: end,
      destroy: () => client.destroy(),
    }
    open.add(borrowed)
    return borrowed
  }
  const access = createAccess({ connections: { borrow }, clock, log, apart })
  const [remote, local] = [join(dir, 'remote'), join(dir, 'local')]
  await mkdir(remote)
  await mkdir(local)
  const newTransfers = (kept: DocumentStore) =>
    createTransfers({
      ...{ access, clock: systemClock, log, store: kept },
      local: localFiles(local),
      instanceName: async () => 'web-1',
      onEnd: (transfer) => void ends.push(transfer),
    })
  const transfers = newTransfers(store)
  const later: TransfersService[] = []
  return {
    files: createFiles({ access, local: localFiles(local), log }),
    transfers,
    async when(id, is, of = transfers) {
      for await (const all of await of.watch(undefined, {})) {
        const transfer = all.find((one) => one.id === id)
        if (transfer !== undefined && is(transfer)) return transfer
      }
      throw new Error('Nobody tells any more.')
    },
    ...{ access, ends, store, remote, local, log },
    async afterCrash() {
      const next = newTransfers(memoryDocumentStore(await store.read()))
      later.push(next)
      return next
    },
    logins: () => logins,
    cut: () => {
      for (const { destroy } of open) destroy()
    },
    async stop() {
      await Promise.all([transfers, ...later].map((one) => one.closeAll()))
      access.closeAll()
      for (const { release } of open) release()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

/** A real sshd with the lab on it. `config`: lines of sshd_config. */
export const filesOnSshd = (config: string[] = []) => onOwnSshd(config, filesLab)

/** The same over a road that can be long or slow, fall silent, or be torn up. */
export const filesOnRoad = (config: string[] = [], clock?: Clock) =>
  onOwnSshd(config, (sshd, signer) => filesOnRoadTo(sshd, signer, clock))

async function onOwnSshd<L extends FilesLab>(
  config: string[],
  start: (sshd: Sshd, signer: TestSigner) => Promise<L>,
): Promise<L & { sshd: Sshd }> {
  const dir = await mkdtemp(join(tmpdir(), 'latchkey-files-sshd-'))
  const signer = testSigner()
  const sshd = await startSshd({ dir, authorizedKeys: [signer.publicLine], config })
  const lab = await start(sshd, signer)
  return {
    ...lab,
    sshd,
    async stop() {
      await lab.stop()
      await sshd.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

/** The lab on such a road to a server that runs. */
export async function filesOnRoadTo(
  server: Target,
  signer = testSigner(),
  clock?: Clock,
): Promise<FilesLab & { road: TcpProxy }> {
  const road = await startTcpProxy(server)
  const lab = await filesLab({ ...server, port: road.port }, signer, false, clock)
  return {
    ...lab,
    road,
    async stop() {
      await lab.stop()
      await road.stop()
    },
  }
}

/** A folder whole, sorted by name. */
export async function listed(files: FilesService, path: string): Promise<FileEntry[]> {
  const entries: FileEntry[] = []
  for await (const page of await files.list({ ...ON, path }, {})) entries.push(...page.entries)
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The last of what work has told. */
export async function ended<T = FileProgress>(work: Promise<AsyncIteratorObject<T>>): Promise<T | undefined> {
  let last: T | undefined
  for await (const told of await work) last = told
  return last
}
