import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type RunResult, run, runOk } from './processes.js'

/** Where to log in. */
export interface SshTarget {
  host: string
  port: number
  user: string
}

/** A key pair made by ssh-keygen: the private key's file and the public key's line. */
export interface KeyFile {
  path: string
  publicKey: string
}

/** Makes an unencrypted Ed25519 key pair in `dir`. */
export async function makeKeyFile(dir: string, name: string): Promise<KeyFile> {
  const path = join(dir, name)
  await runOk('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', path])
  return { path, publicKey: (await readFile(`${path}.pub`, 'utf8')).trim() }
}

/**
 * The arguments for OpenSSH's client to use this key and no other, no configuration and no agent. With `knownHosts` it
 * accepts only host keys of that file, else any.
 */
export function sshArguments({ host, port, user }: SshTarget, key: KeyFile, knownHosts?: string): string[] {
  const options = {
    BatchMode: 'yes',
    IdentitiesOnly: 'yes',
    IdentityAgent: 'none',
    ConnectTimeout: '10',
    LogLevel: 'ERROR',
    StrictHostKeyChecking: knownHosts ? 'yes' : 'no',
    UserKnownHostsFile: knownHosts ?? '/dev/null',
  }
  const flags = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`])
  return ['-F', 'none', ...flags, '-i', key.path, '-p', `${port}`, `${user}@${host}`]
}

/** Logs in with OpenSSH's client and runs one command. */
export function ssh(
  target: SshTarget,
  key: KeyFile,
  command: string,
  knownHosts?: string,
): Promise<RunResult> {
  return run('ssh', [...sshArguments(target, key, knownHosts), command])
}
