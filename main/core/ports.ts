import type { CopyReason, ProfileCopy } from '../../contract/backup.js'
import type { DesktopState, DesktopWish } from '../../contract/desktop.js'
import type { ExportFolder } from '../../contract/keys.js'
import type { Backend } from '../../contract/vault.js'
import type { LocalFiles } from './files/local-files.js'
import type { LiveValue } from './lib/live-value.js'
import type { Profile } from './profile.js'

/** What a host must give to the core. Everything else the core brings itself. */
export interface Ports {
  clock: Clock
  log: Log
  profile: ProfileStore
  /** The last inventory read from each account's cloud, by the account's id; may be lost without harm. */
  cache: DocumentFolder
  /** What was last seen in authorized_keys files; may be lost without harm. */
  observations: DocumentStore
  /** The last sync, for the case that it is cut off; without it a new plan finds what is left. */
  syncRun: DocumentStore
  /** What the user last took note of on the accounts; may be lost without harm. */
  driftBaseline: DocumentStore
  /** What is remembered of things in the vault that don't fit together; may be lost without harm. */
  findings: DocumentStore
  /** The tabs of each window, for the next start; may be lost without harm. */
  tabs: DocumentStore
  /** Transfers that are not at their end: what of them is half copied, and where. */
  transfers: DocumentStore
  /** Latchkey's own known_hosts: the text of the file. */
  knownHosts: TextFile
  /** The user's own `~/.ssh/known_hosts`. */
  userKnownHosts: SharedTextFile
  /** The one of all users of this computer. */
  systemKnownHosts: Pick<SharedTextFile, 'path' | 'read'>
  /** What clouds told that makes entries of known_hosts doubtful; may be lost without harm. */
  outdatedHosts: DocumentStore
  /** The activity record: its lines, and the head of their chain. */
  activity: { file: GrowingFile; head: TextFile }
  secretStores: SecretStoreFactory[]
  /** Reads a file that the user chose. Absent where the window hands over contents only (web host). */
  readUserFile?: (path: string) => Promise<Uint8Array>
  /**
   * Reads a key file that the system has handed over, up to one byte more than the core takes. Throws `key-unreadable` for
   * what is no plain file, or a link to one.
   */
  readKeyFile: (path: string) => Promise<Uint8Array>
  /** The SSH folder of the user whom the process runs as. */
  sshFolder: SshFolder
  sshConfig: SshConfigFiles
  /** What Latchkey writes for the user's own `ssh`. */
  sshInclude: SshIncludeFile
  /** Where the user's SSH agent listens: a socket or a Windows pipe. Absent where there is none. */
  sshAgent?: string
  /** The user's LANG and LC_* variables. Absent where they say nothing, or not UTF-8. */
  locale?: Record<string, string>
  exports: ExportTarget
  localFiles: LocalFiles
  sessionLogs: SessionLogFolder
  /** What is kept in the profile's folder for the case that it is needed. */
  backups: BackupFiles
  /** Absent where nobody tells (web host); sleep is then noticed by the clock. */
  systemEvents?: SystemEvents
  /** The desktop app around the core. Absent in the web host. */
  desktop?: DesktopPort
  /** Absent where nothing is known of demos. */
  demo?: DemoPort
}

/** `~/.ssh` */
export interface SshFolder {
  path: string
  /** Names and sizes in bytes of the plain files in it, not of those below; empty if there is no such folder. */
  list(): Promise<{ name: string; size: number }[]>
  /** A plain file of it, at most 1 MB; symbolic links are followed. The caller wipes it. */
  read(name: string): Promise<Uint8Array>
}

/** What OpenSSH's client is configured with. Paths are absolute. */
export interface SshConfigFiles {
  /** The user's home folder. */
  home: string
  /** Who runs Latchkey. */
  user: string
  uid: number
  /** This computer's name. */
  hostName: string
  env(name: string): string | undefined
  /** Of this computer's network interfaces that are up. */
  addresses(): string[]
  /** `~/.ssh/config` */
  path: string
  /** The same file, to be changed. */
  file: SharedTextFile
  /** As `file.replace`; makes the file (0600) and its folder where there is none and `before` is empty. */
  replace(before: string, next: string): Promise<boolean>
  /** The configuration for all users; null where there is none known. */
  systemPath: string | null
  /** UTF-8, at most 1 MB. Null where there is no such file. Throws the system's errors. */
  read(path: string): Promise<string | null>
  /** The files that a shell would find for a pattern (`*`, `?`, `[…]`), sorted; the path itself where it is none. */
  glob(pattern: string): Promise<string[]>
  /** A plain file of at most 1 MB, which may hold a private key: the caller wipes it. Null where there is none. */
  readKey(path: string): Promise<Uint8Array | null>
}

/** A configuration of OpenSSH's client in a folder of its own, with the public keys that it names. */
export interface SshIncludeFile {
  folder: string
  path: string
  /** Atomic, fsynced, mode 0600; the keys before the configuration. Other keys go. */
  write(text: string, keyFiles: ReadonlyMap<string, string>): Promise<void>
  remove(): Promise<void>
}

/** Where private keys may be written to. */
export interface ExportTarget {
  folders(): ExportFolder[]
  /**
   * Makes a new file of mode 0600 and answers its path; durable when the promise resolves. Makes `~/.ssh` (0700) if it
   * is missing. Throws `file-exists` and `file-unwritable`, and has then left nothing behind.
   */
  write(folder: ExportFolder['id'], fileName: string, content: Uint8Array): Promise<string>
}

/** Where what sessions show is written to. */
export interface SessionLogFolder {
  path: string
  /** Makes a new file of mode 0600, named after the instance and the time (ms since the epoch). Throws `file-unwritable`. */
  create(instanceName: string, at: number): Promise<LogFile>
}

/** A file that only grows. Its methods throw the system's errors. */
export interface LogFile {
  path: string
  write(bytes: Uint8Array): Promise<void>
  /** Durable when it resolves. */
  close(): Promise<void>
}

/** The recovery kit's rescue file, and copies of the profile. Everything of a secret in them is encrypted. */
export interface BackupFiles {
  rescue: {
    path: string
    exists(): Promise<boolean>
    /**
     * Atomic, fsynced, mode 0600. What was there becomes the version before (`replace`), or it just goes: the version
     * before stays the one that it was (`keep`), or goes too (`drop`).
     */
    write(content: Uint8Array, options: { previous: 'replace' | 'keep' | 'drop' }): Promise<void>
    /** With what was before it, and where it is in copies. */
    remove(): Promise<void>
  }
  /** What the rescue file was last written from. */
  rescueState: TextFile
  /** Where the copies are. */
  copiesFolder: string
  /**
   * Copies the profile, known_hosts, the sealed file and the rescue file as they are, the latter two encrypted as they
   * are, to a folder of its own. Nothing where the newest copy is the same. At most ten are kept, the oldest go.
   */
  keepCopy(before: CopyReason): Promise<void>
  /** The newest first, with vaults that were set aside. */
  copies(): Promise<ProfileCopy[]>
  /** All but the vaults that were set aside. */
  deleteCopies(): Promise<void>
  /** Opens a copy to be read; changes nothing in it. Throws `profile-damaged`, `profile-newer`, `password-wrong`, `vault-damaged`. */
  openCopy(name: string, password: Uint8Array | null): Promise<OpenedCopy>
  /**
   * Puts the copy's files where the profile has none of the same name, and answers its profile. A sealed file of another
   * vault is set aside first. Throws `profile-damaged`, `profile-newer`.
   */
  bringBack(name: string): Promise<Profile>
  /**
   * Copies the same to a folder that stays for good and answers its path, then takes the sealed file away: another can
   * be made.
   */
  setAside(): Promise<string>
}

/** What a copy of the profile holds. */
export interface OpenedCopy {
  profile: Profile
  /** The text of known_hosts. */
  knownHosts: string
  /** What its sealed file holds, to be closed; null without one. */
  secrets: Pick<SecretStore, 'get' | 'close'> | null
}

export interface DesktopPort {
  /** Whether a window is there, or about to be opened again, whose page may have gone for a moment. */
  hasWindow(windowId: string): boolean
  /** Null until it is known. */
  state: Pick<LiveValue<DesktopState | null>, 'watch'>
  /** What comes of it is in `state`. */
  ask(wish: DesktopWish): void
}

/** A demo that can be started beside this Latchkey, or the one that this is. */
export type DemoPort =
  | {
      is: 'offered'
      /** Resolves to the address of its page; null where it opens a window of its own. */
      start(): Promise<string | null>
    }
  | {
      is: 'here'
      /** The address of the page that it was opened from. */
      back: string | null
      /** Begins its end, after which nothing is left of it. */
      leave(): void
    }

export interface SystemEvents {
  /** Answers the function that ends the listening. */
  on(listener: (event: 'sleep' | 'wake' | 'screen-lock') => void): () => void
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Milliseconds since some moment: for spans of time, which setting the clock must not change. */
  elapsed(): number
  /** Resolves after `ms`; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** One line per event. Adapters redact; callers never pass a secret all the same. */
export interface Log {
  info(event: string, facts?: Record<string, unknown>): void
  warn(event: string, facts?: Record<string, unknown>): void
  error(event: string, error: unknown, facts?: Record<string, unknown>): void
}

/** The metadata of one profile, checked against its schema on every read and write. */
export interface ProfileStore {
  /** The current content. Cheap: kept in memory. Never mutate what it returns. */
  read(): Profile
  /**
   * Replaces the content by what `change` makes of it and resolves when it is on the disk (atomic, fsynced).
   * Changes are applied one after the other. Throws what `change` throws, and then nothing is written.
   */
  update(change: (profile: Profile) => Profile): Promise<Profile>
}

/** One JSON document. */
export interface DocumentStore {
  /** Null if there is none or it can't be read. */
  read(): Promise<unknown>
  write(document: unknown): Promise<void>
}

/** JSON documents by name: letters, digits, `-` and `_`. */
export interface DocumentFolder {
  names(): Promise<string[]>
  /** Null if there is none or it can't be read. */
  read(name: string): Promise<unknown>
  write(name: string, document: unknown): Promise<void>
  /** Nothing where there is none. */
  remove(name: string): Promise<void>
}

/** One text file, UTF-8. */
export interface TextFile {
  /** Empty if there is none. */
  read(): Promise<string>
  /** Atomic, fsynced, mode 0600. */
  write(text: string): Promise<void>
}

/** A text file of the user's, which other programs write too. Its text has one character for each byte (Latin-1). */
export interface SharedTextFile {
  /** Absolute; a symbolic link stays one. */
  path: string
  /** Where the content before the last `replace` is kept. */
  backupPath: string
  /** Empty if there is none. Throws `file-unreadable`. */
  read(): Promise<string>
  /**
   * Atomic, fsynced; keeps mode and owner. False, and nothing is written, where it holds something else than `before`.
   * Throws `file-unwritable`, and it is then as it was.
   */
  replace(before: string, next: string): Promise<boolean>
}

/** One text file of lines, UTF-8, that only grows. */
export interface GrowingFile {
  /** Its whole lines; empty if there is none. */
  read(): Promise<string>
  /** Its whole lines after so many bytes, and at which byte they end; null if it is shorter than that. */
  readFrom(bytes: number): Promise<{ text: string; end: number } | null>
  /** Adds a line, given without its end; durable when the promise resolves. Mode 0600. */
  append(line: string): Promise<void>
}

/** Makes or finds the secret store of one backend. */
export type SecretStoreFactory = PlainStoreFactory | SealedStoreFactory

interface StoreFactory {
  backend: Backend
  /** As users know it: "GNOME keyring", "Sealed file". */
  label: string
  /** Whether a new vault can be made with it here and now; says why not. Must not prompt and not change anything. */
  probe(): Promise<{ available: true } | { available: false; reason: string }>
  /**
   * Whether the profile has a store with it, whole or not, whatever protects it. Said for sure: throws what opening
   * throws where it can't be known.
   */
  exists(): Promise<boolean>
  /**
   * Takes the profile's store away for good, without its password; nothing where there is none. A plain one has been
   * emptied before.
   */
  discard(): Promise<void>
}

/** Keeps what it is given as it is (a keychain). Where the user sets a password, the core encrypts before. */
export interface PlainStoreFactory extends StoreFactory {
  needsPassword: false
  /** Absent where nobody is ever kept waiting. */
  waits?: Waits
  /** Makes a new, empty store for the profile. Throws `vault-exists` if there is one. */
  create(): Promise<SecretStore>
  /** Opens the profile's store. Throws `vault-missing`, `keychain-locked`, `keychain-unavailable`. */
  open(): Promise<SecretStore>
}

/** Those who wait for a store: a keychain answers nothing while the system asks for its password. */
export interface Waits {
  /** Whether somebody has waited for so long that the user should be told. */
  areLate(): boolean
  /** Called at each change of that; answers the function that ends it. */
  onChange(listener: () => void): () => void
  /** Whoever waits gets `reason` at once. What the system was asked for may be carried out later all the same. */
  stop(reason: Error): void
}

/** Can't be without a password (a sealed file). Passwords are UTF-8, and the caller wipes them. */
export interface SealedStoreFactory extends StoreFactory {
  needsPassword: true
  /** Makes a new, empty store for the profile. Throws `vault-exists` if there is one. */
  create(password: Uint8Array): Promise<ProtectedStore>
  /** Opens the profile's store. Throws `vault-missing`, `password-wrong`, `vault-damaged`. */
  open(password: Uint8Array): Promise<ProtectedStore>
}

/**
 * Named secrets: `key/<id>` holds PKCS#8 DER, `account/<id>` holds UTF-8 JSON.
 * Every method may throw `keychain-locked`, `keychain-unavailable` or `vault-damaged`, and has then changed nothing.
 * Writes are durable when the promise resolves.
 */
export interface SecretStore {
  /**
   * Every name under which there may be a secret. One whose secret is gone may be among them (a keychain); one that is
   * not among them has no secret. Reads no secret to find out.
   */
  names(): Promise<string[]>
  /** A fresh buffer that the caller wipes (`wipe`), or null if there is no such secret. Null is only ever said for sure. */
  get(name: string): Promise<Uint8Array | null>
  set(name: string, secret: Uint8Array): Promise<void>
  /** True if there was one. */
  delete(name: string): Promise<boolean>
  /** Forgets every copy in memory. The store can't be used afterwards. */
  close(): Promise<void>
}

/** A store that a password protects, or can. */
export interface ProtectedStore extends SecretStore {
  /** What turns the password into the key, as users may read it; null without a password. */
  passwordCost(): string | null
  /**
   * `current` is null where there is no password, `next` to remove it. Cut off anywhere, either of the two opens the
   * store. Throws `password-wrong`, and has then changed nothing. The caller wipes both.
   */
  setPassword(current: Uint8Array | null, next: Uint8Array | null): Promise<void>
}
