import { rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, win32 } from 'node:path'
import { diskProblem } from '../core/lib/disk-problem.js'
import { LatchkeyError } from '../core/lib/error.js'
import type { Ports, SecretStoreFactory } from '../core/ports.js'
import { secretNames } from '../core/vault/secret-record.js'
import { backupFiles } from './backup-files.js'
import { systemClock } from './clock.js'
import { documentFolder } from './document-folder.js'
import { documentStore } from './document-store.js'
import { exportTarget } from './export-target.js'
import { growingFile } from './growing-file.js'
import { readKeyFile } from './key-file.js'
import { keychain } from './keychain.js'
import { localFiles } from './local-files.js'
import { utf8Locale } from './locale.js'
import { fileLog } from './log.js'
import { ensureProfileDirectory } from './paths.js'
import { NO_KEYCHAIN_IN_PORTABLE } from './portable.js'
import { lockProfile } from './profile-lock.js'
import { openProfileStore, type PutAside } from './profile-store.js'
import { sealedFile } from './sealed-file.js'
import { sessionLogFolder } from './session-log-folder.js'
import { sharedTextFile } from './shared-text-file.js'
import { sshConfigFiles } from './ssh-config-files.js'
import { sshFolder } from './ssh-folder.js'
import { sshIncludeFile } from './ssh-include-file.js'
import { textFile } from './text-file.js'

export interface NodePorts extends Ports {
  /** Files that were damaged and put aside at this start. */
  putAside: PutAside[]
  /** Lets another Latchkey use the profile. Close the app that uses the ports first. */
  close(): Promise<void>
}

export interface PortsOptions {
  profileDir: string
  /** The profile is carried about with the program: no new vault is made in this computer's keychain. */
  portable?: boolean
  /**
   * For a demo: a folder in the place of the user's home. Nothing else of the user's is looked at or changed: no keychain, no SSH
   * agent, no known hosts of the system.
   */
  home?: string
}

/** One that is there can be opened all the same. */
function notOffered(store: SecretStoreFactory, reason: string): SecretStoreFactory {
  return { ...store, probe: async () => ({ available: false, reason }) }
}

/**
 * The ports on a real machine, over one profile directory. Throws `profile-in-use`, `profile-newer`, and `input-invalid`
 * for a directory that can't be made, read or written.
 */
export async function openPorts(options: PortsOptions): Promise<NodePorts> {
  try {
    await ensureProfileDirectory(options.profileDir)
    return await openLocked(options)
  } catch (error) {
    throw isSystemError(error) ? unusable(options.profileDir, error) : error
  }
}

async function openLocked(options: PortsOptions): Promise<NodePorts> {
  const lock = await lockProfile(options.profileDir)
  try {
    return { ...(await openAll(options)), close: lock.release }
  } catch (error) {
    await lock.release()
    throw error
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error
}

/** Why Latchkey doesn't start over a folder: it writes there before anything else, so that no two use the same profile. */
export function unusable(profileDir: string, cause: NodeJS.ErrnoException): LatchkeyError {
  const disk = diskProblem(cause)
  if (disk !== null)
    return new LatchkeyError(
      'file-unwritable',
      `Latchkey can't start, since it can't write in the profile folder ${profileDir}. ${disk.message}`,
      { advice: `${disk.advice} Nothing in the folder was changed.`, detail: cause.message, cause },
    )
  return new LatchkeyError('input-invalid', `The profile folder ${profileDir} can't be used.`, {
    advice:
      'Make it a folder that you can read and write, on a disk with free space, or name another with --profile.',
    detail: cause.message,
    cause,
  })
}

function localeOf(env: NodeJS.ProcessEnv): Pick<Ports, 'locale'> {
  const locale = utf8Locale(env)
  return locale === undefined ? {} : { locale }
}

/** Where OpenSSH's own tools look for the agent. */
function sshAgent(env: NodeJS.ProcessEnv, platform: string): Pick<Ports, 'sshAgent'> {
  const socket = env.SSH_AUTH_SOCK || (platform === 'win32' ? String.raw`\\.\pipe\openssh-ssh-agent` : '')
  return socket === '' ? {} : { sshAgent: socket }
}

async function openAll(options: PortsOptions): Promise<Omit<NodePorts, 'close'>> {
  const { profileDir, home = homedir() } = options
  const backups = backupFiles(profileDir, systemClock)
  const { store, putAside } = await openProfileStore(profileDir, () => backups.keepCopy('upgrade'))
  const log = fileLog(join(profileDir, 'latchkey.log'), systemClock)
  await rm(join(profileDir, 'inventory.json'), { force: true }) // of all accounts, before each had its own
  for (const { problem, ...where } of putAside) log.warn('profile.put-aside', { ...where, problem })
  return {
    clock: systemClock,
    log,
    profile: store,
    putAside,
    cache: documentFolder(join(profileDir, 'inventory'), log),
    observations: documentStore(join(profileDir, 'observations.json'), log),
    syncRun: documentStore(join(profileDir, 'sync-run.json'), log),
    driftBaseline: documentStore(join(profileDir, 'drift-baseline.json'), log),
    tabs: documentStore(join(profileDir, 'tabs.json'), log),
    transfers: documentStore(join(profileDir, 'transfers.json'), log),
    findings: documentStore(join(profileDir, 'findings.json'), log),
    knownHosts: textFile(join(profileDir, 'known_hosts')),
    userKnownHosts: sharedTextFile(join(home, '.ssh', 'known_hosts')),
    systemKnownHosts: sharedTextFile(
      options.home === undefined
        ? systemKnownHosts(process.env, process.platform)
        : join(home, 'ssh_known_hosts'),
    ),
    outdatedHosts: documentStore(join(profileDir, 'outdated-hosts.json'), log),
    activity: {
      file: growingFile(join(profileDir, 'activity.jsonl')),
      head: textFile(join(profileDir, 'activity.head')),
    },
    ...(options.home === undefined && sshAgent(process.env, process.platform)),
    ...localeOf(process.env),
    readKeyFile,
    sshConfig: sshConfigFiles(home),
    sshInclude: sshIncludeFile(join(profileDir, 'ssh')),
    sshFolder: sshFolder(join(home, '.ssh')),
    exports: exportTarget(home),
    localFiles: localFiles(home),
    sessionLogs: sessionLogFolder(join(profileDir, 'session-logs')),
    backups,
    secretStores: [...(await keychains(options, store)), sealedFile(profileDir)],
  }
}

/** The system's, save for a demo. */
async function keychains(
  { portable = false, home }: PortsOptions,
  store: Ports['profile'],
): Promise<SecretStoreFactory[]> {
  if (home !== undefined) return []
  const ofSystem = await keychain({
    id: () => store.read().id,
    recordNames: () => secretNames(store.read()),
  })
  return [portable ? notOffered(ofSystem, NO_KEYCHAIN_IN_PORTABLE) : ofSystem]
}

/** As OpenSSH has it where `GlobalKnownHostsFile` is not set. */
export function systemKnownHosts(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform !== 'win32') return '/etc/ssh/ssh_known_hosts'
  return win32.join(env.ProgramData ?? 'C:\\ProgramData', 'ssh', 'ssh_known_hosts')
}
