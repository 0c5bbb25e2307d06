import type { SshConfigStatus } from '../../../contract/ssh-config.js'
import { LatchkeyError } from '../lib/error.js'
import { oneAtATime } from '../lib/one-at-a-time.js'
import { problemOf } from '../lib/problem.js'
import type { Ports } from '../ports.js'
import type { InstancesService, SshConfigService } from '../services.js'
import { hasInclude, includeLine, withInclude, withoutInclude } from './include-line.js'
import { loadConfig } from './load.js'
import { namesIn } from './names.js'
import { resolveHost } from './resolve.js'
import { type WrittenConfig, writeConfig } from './write-config.js'

export interface SshConfigParts {
  ports: Pick<Ports, 'profile' | 'log' | 'sshConfig' | 'sshInclude'>
  instances: Pick<InstancesService, 'list'>
}

/** Keeps a file for the user's own `ssh`, while that is switched on, with a `Host` for each bound instance. */
export function createSshConfig({ ports, instances }: SshConfigParts) {
  const { profile, log, sshConfig: user, sshInclude: own } = ports
  const inTurn = oneAtATime()
  const line = includeLine(own.path)
  let problem: SshConfigStatus['problem'] = null
  let due = false

  async function make(): Promise<WrittenConfig> {
    const known = await instances.list(undefined, {})
    return writeConfig({
      profile: profile.read(),
      instances: known.instances,
      folder: own.folder.replaceAll('\\', '/'),
      isTaken: await takenNames(),
    })
  }

  /** What the user's configuration means by a name without the file of ours. */
  async function takenNames(): Promise<(alias: string, host: string, port: number) => boolean> {
    const { files, addresses } = await loadConfig(user, own.path)
    const names = new Set(files.slice(0, 1).flatMap((file) => namesIn(file).hosts.map(({ name }) => name)))
    return (alias, host, port) => {
      if (!names.has(alias)) return false
      const theirs = resolveHost({ files, addresses }, alias, user.user)
      return theirs.hostName !== host.toLowerCase() || theirs.port !== String(port)
    }
  }

  async function write(): Promise<void> {
    const { text, keyFiles } = await make()
    await own.write(text, keyFiles)
    problem = null
  }

  /** Never throws: the status says what the matter is. */
  async function writeIfOn(): Promise<void> {
    due = false
    if (!profile.read().writesSshConfig) return
    try {
      await write()
    } catch (error) {
      problem = problemOf(error, 'ssh-config.not-written', log)
    }
  }

  async function status(): Promise<SshConfigStatus> {
    const { entries, left } = await make()
    const { path, backupPath } = user.file
    const included = hasInclude(await user.file.read(), line)
    const on = profile.read().writesSshConfig
    return { on, path: own.path, entries, left, problem, user: { path, backupPath, included }, line }
  }

  const service: SshConfigService = {
    status: async () => status(),
    setOn: ({ on }) =>
      inTurn(async () => {
        if (on) await write()
        await profile.update((now) => ({ ...now, writesSshConfig: on }))
        if (!on) await own.remove()
        return status()
      }),
    setIncluded: ({ included }) =>
      inTurn(async () => {
        const text = await user.file.read()
        const next = included ? withInclude(text, line) : withoutInclude(text, line)
        if (next !== text && !(await user.replace(text, next))) throw changedMeanwhile(user.path)
        return status()
      }),
  }
  return {
    service,
    /** Something has changed that may stand in the file: it is written anew soon if it is on. */
    changed(): void {
      if (due || !profile.read().writesSshConfig) return
      due = true
      void inTurn(writeIfOn)
    },
    settled: () => inTurn(async () => undefined),
  }
}

function changedMeanwhile(path: string): LatchkeyError {
  return new LatchkeyError('ssh-config-changed', `${path} was changed by somebody else at the same time.`, {
    advice: 'Try again; it is as the other has left it.',
    retryable: true,
  })
}
