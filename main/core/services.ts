import type { accounts } from '../../contract/accounts.js'
import type { activity } from '../../contract/activity.js'
import type { backup } from '../../contract/backup.js'
import type { bindings } from '../../contract/bindings.js'
import type { ConnectionOptions, connection } from '../../contract/connection.js'
import type { demo } from '../../contract/demo.js'
import type { desktop } from '../../contract/desktop.js'
import type { ErrorInfo } from '../../contract/errors.js'
import type { files } from '../../contract/files.js'
import type { forwards } from '../../contract/forwards.js'
import type { host } from '../../contract/host.js'
import type { hosts } from '../../contract/hosts.js'
import type { Instance, instances } from '../../contract/instances.js'
import type { keys } from '../../contract/keys.js'
import type { knownHosts } from '../../contract/known-hosts.js'
import type { map } from '../../contract/map.js'
import type { nameplates } from '../../contract/nameplates.js'
import type { openings } from '../../contract/openings.js'
import type { questions } from '../../contract/questions.js'
import type { recovery } from '../../contract/recovery.js'
import type { Remedy } from '../../contract/remedies.js'
import type { repair } from '../../contract/repair.js'
import type { RouteProxy, routes } from '../../contract/route.js'
import type { sessionLogs } from '../../contract/session-logs.js'
import type { sessions } from '../../contract/sessions.js'
import type { settings } from '../../contract/settings.js'
import type { snippets } from '../../contract/snippets.js'
import type { sshConfig } from '../../contract/ssh-config.js'
import type { sync } from '../../contract/sync.js'
import type { tabs } from '../../contract/tabs.js'
import type { transfers } from '../../contract/transfers.js'
import type { LockCause, vault } from '../../contract/vault.js'
import type { work } from '../../contract/work.js'
import type { Cloud, CloudInstance, CloudKeyRef } from './clouds/cloud.js'
import type { AccountInventory } from './inventory/inventory-cache.js'
import type { Signer } from './keys/signer.js'
import type { CallOptions, Service } from './lib/service.js'
import type { Handed } from './openings/handed.js'
import type { SecretStore } from './ports.js'
import type { KeyRecord, Profile } from './profile.js'
import type { TerminalPort } from './sessions/terminal-port.js'
import type { WayTo } from './sessions/way.js'
import type { WorkListener } from './work/work-list.js'

/*
 * What the core's services offer each other. Each has the methods of its area of the contract, which the router
 * calls, and below them what only the core may use.
 */

export interface VaultService extends Service<typeof vault> {
  isOpen(): boolean
  /** The open store. Throws `vault-locked`, `vault-missing`, or the problem that keeps it shut. */
  secrets(): SecretStore
  /** Locks and says why; nothing happens where it is locked, or where no password protects it. */
  lockBecause(cause: Exclude<LockCause, 'user'>): Promise<void>
  /**
   * Does `work`, after which the profile knows no vault, as on the first run, or another one. Throws `vault-exists` while
   * one is open, and what `work` throws.
   */
  abandon(work: () => Promise<void>): Promise<void>
  /**
   * For the end of the app: waits for `before`, then locks the vault where there is one. A keychain that does not answer
   * holds up neither; whoever waits for it is told that the vault was locked.
   */
  close(before: () => Promise<void>): Promise<void>
  /** Called whenever the vault has been opened; answers the function that ends that. */
  onOpen(listener: () => void): () => void
  /**
   * Called whenever the vault has been locked, before anybody is told, with the cause, or without where it was locked
   * before; answers the function that ends that.
   */
  onLock(listener: (cause?: LockCause) => void): () => void
}

export interface KeysService extends Service<typeof keys> {
  /** Throws `key-not-found`. */
  record(keyId: string): KeyRecord
  /** One authorized_keys line: type, blob, comment. */
  publicKeyLine(keyId: string): string
  /**
   * Stores a key pair whose private half `make` has made elsewhere, unencrypted and in any form; it is wiped. The name is
   * looked at before. Throws `key-name-taken`, the vault's errors, `key-damaged`, and what `make` throws.
   */
  adopt(about: { name: string; description: string }, make: () => Promise<Uint8Array>): Promise<KeyRecord>
  /** Throws `key-not-found`, `key-in-bin`, `key-public-only`, `secret-missing` or the vault's errors. */
  openSigner(keyId: string): Promise<Signer>
}

export type ActivityService = Service<typeof activity>

export type BackupService = Service<typeof backup>

export type RecoveryService = Service<typeof recovery>

export type RepairService = Service<typeof repair>

export type SettingsService = Service<typeof settings>

export interface AccountsService extends Service<typeof accounts> {
  /** A client with the account's credentials. Throws `account-not-found`, `secret-missing` or the vault's errors. */
  cloud(accountId: string): Promise<Cloud>
}

/** The accounts by themselves. What their keys' deletion comes to takes the map and the sessions as well. */
export type AccountBook = Omit<AccountsService, 'keyRadius'>

export interface InstancesService extends Service<typeof instances> {
  /** Throws `cancelled` only where nothing was sent. `onSent`: the cloud is asked from now on, and does it whatever happens here. */
  power(
    input: { id: string; to: 'running' | 'stopped' },
    options: CallOptions & { onSent?: () => void },
  ): Promise<void>
  /** From the cache. Throws `instance-not-found`. */
  get(instanceId: string): Promise<Instance>
  /** Asked of the cloud now; the cache follows. Throws `instance-not-found` and the cloud's errors. */
  fresh(
    instanceId: string,
    signal?: AbortSignal,
  ): Promise<{ instance: Instance; cloudInstance: CloudInstance; cloud: Cloud }>
  /** What was read of accounts that are no more goes; whoever watches learns which accounts' instances read differently now. */
  profileChanged(before: Profile, after: Profile): void
  /** Why its account could not be read when that was tried last. */
  problemOf(accountId: string): ErrorInfo | undefined
  /** What was read is on the disk. */
  settled(): Promise<void>
  /**
   * What each account's cloud told last, by the account's id; one that was never read is not among them. The user's own hosts
   * are under `hosts`. Never change it.
   */
  told(): Promise<ReadonlyMap<string, AccountInventory>>
  /** Asks the cloud which key pairs the account holds; the cache follows. Throws the cloud's errors. */
  keysAnew(accountId: string): Promise<void>
  /** The cloud has deleted it from the account. */
  keyGone(accountId: string, key: CloudKeyRef): Promise<void>
}

export type HostsService = Service<typeof hosts>

export interface BindingsService extends Service<typeof bindings> {
  /** How many are under way. */
  runningCount(): number
}

export interface ConnectionService extends Service<typeof connection> {
  /** As the user has set them, else the defaults. Makes no call. */
  options(instanceId: string): ConnectionOptions
  /** UTF-8, which the caller wipes; null where there is none. Throws the vault's errors. */
  proxyPassword(proxy: RouteProxy): Promise<Uint8Array | null>
  /** Passwords that no connection names any more go from the vault. */
  profileChanged(before: Profile, after: Profile): void
}

export interface RoutesService extends Service<typeof routes> {
  wayTo: WayTo
  /** What may help where an instance does not answer this computer. */
  remediesFor(instance: Instance): Promise<Remedy[]>
}

export type SshConfigService = Service<typeof sshConfig>

export type SyncService = Service<typeof sync>

export interface SessionsService extends Service<typeof sessions> {
  /**
   * Joins a terminal stream to its session. Closes the port if there is no such session or it has a port already. `window`:
   * whose it is, where the host knows its windows apart.
   */
  attach(sessionId: string, port: TerminalPort, window?: string): void
  /** Recent ones of instances that are no more are gone from the profile: whoever watches learns of it. */
  profileChanged(before: Profile, after: Profile): void

  /** It is connecting or open. */
  isLive(sessionId: string): boolean
  /** Throws `session-not-found`. */
  instanceOf(sessionId: string): Promise<string>
  /** How many are connecting or open, with one key pair or at all. */
  openCount(keyId?: string): number
  /** How many each window has; those of a page that crashed are still its window's. */
  openByWindow(): Record<string, number>
  /** Ends those that a window has, or had last. */
  closeOf(window: string): Promise<void>
  closeAll(): Promise<void>
}

export interface QuestionsService extends Service<typeof questions> {
  /** Asks about a host key; resolves to the answer, `no` after 2 minutes or when aborted. */
  ask(question: QuestionDraft, signal?: AbortSignal): Promise<'no' | 'trust' | 'never' | 'replace'>
  /** Has a person type what a server wants; null for no, after 2 minutes or when aborted. */
  askLogin(question: LoginQuestionDraft, signal?: AbortSignal): Promise<string[] | null>
}

type OpenQuestion = import('../../contract/questions.js').Question
type Draft<Q> = Q extends OpenQuestion ? Omit<Q, 'id' | 'expiresAt'> : never
/** A question about a host key without what the service adds: its id and its end. */
export type QuestionDraft = Draft<Exclude<OpenQuestion, { kind: 'login' }>>
/** The same of what a server wants typed. */
export type LoginQuestionDraft = Draft<Extract<OpenQuestion, { kind: 'login' }>>

export type MapService = Service<typeof map>

export type KnownHostsService = Service<typeof knownHosts>

export interface SessionLogsService extends Service<typeof sessionLogs> {
  /** What a session is to be given in place of its terminal. */
  tap(sessionId: string, port: TerminalPort): TerminalPort
  closeAll(): Promise<void>
}

export type FilesService = Service<typeof files>

export interface TransfersService extends Service<typeof transfers> {
  /** What runs is cut off; what is half copied stays. */
  closeAll(): Promise<void>
}

export interface ForwardsService extends Service<typeof forwards> {
  /** A terminal of the instance has opened: the forwards that go with it start. */
  sessionOpened(instanceId: string): void
  /** One has ended; with the last one those forwards stop that are not to be kept up. */
  sessionEnded(instanceId: string): void
  /** Forwards that are no more stop: whoever watches learns of it. */
  profileChanged(before: Profile, after: Profile): void
  /** How many are up. */
  openCount(): number
  closeAll(): Promise<void>
}

export type SnippetsService = Service<typeof snippets>

export type NameplatesService = Service<typeof nameplates>

export interface TabsService extends Service<typeof tabs> {
  /** The user has closed a window while others are there: nobody is to be given its tabs. */
  forget(windowId: string): Promise<void>
  /** What was kept is on the disk. */
  settled(): Promise<void>
}

export interface OpeningsService extends Service<typeof openings> {
  /** The system has handed something over: it waits for a page. */
  hand(handed: readonly Handed[]): void
  /** Tells at each change what waits for a page; passwords in links are replaced. */
  onWaiting(listener: (waiting: readonly Handed[]) => void): void
}

export interface WorkService extends Service<typeof work> {
  /** Called with each piece of work as it begins; what it answers is called at its end. */
  listen(listener: WorkListener): void
}

export type HostService = Service<typeof host>

export type DemoService = Service<typeof demo>

export type DesktopService = Service<typeof desktop>

/** The whole core, as a host drives it. */
export interface App {
  host: HostService
  demo: DemoService
  desktop: DesktopService
  vault: VaultService
  keys: KeysService
  accounts: AccountsService
  instances: InstancesService
  hosts: HostsService
  bindings: BindingsService
  connection: ConnectionService
  recovery: RecoveryService
  routes: RoutesService
  sessions: SessionsService
  sessionLogs: SessionLogsService
  files: FilesService
  transfers: TransfersService
  forwards: ForwardsService
  snippets: SnippetsService
  nameplates: NameplatesService
  tabs: TabsService
  openings: OpeningsService
  questions: QuestionsService
  knownHosts: KnownHostsService
  map: MapService
  settings: SettingsService
  activity: ActivityService
  backup: BackupService
  repair: RepairService
  sync: SyncService
  sshConfig: SshConfigService
  work: WorkService
  /** A window has come; answers what to call when it goes. Without any window the vault may lock. */
  windowOpened(): () => void
  /** Ends sessions, stops watching, closes the vault. */
  close(): Promise<void>
}
