import { randomUUID } from 'node:crypto'
import type { ConfiguredHost, ImportedHost } from '../../../contract/hosts.js'
import { requireUsable } from '../keys/key-refusals.js'
import { LatchkeyError } from '../lib/error.js'
import { problemOf } from '../lib/problem.js'
import type { Ports } from '../ports.js'
import type { HostRecord, Profile } from '../profile.js'
import type { HostsService, KeysService } from '../services.js'
import { readConfigured } from './configured.js'
import { withHost } from './hosts.js'

export interface ImportParts {
  ports: Pick<Ports, 'profile' | 'clock' | 'log' | 'sshConfig'>
  keys: Pick<KeysService, 'record'>
}

type Wanted = Parameters<HostsService['importConfigured']>[0]['hosts'][number]

/** Takes hosts out of the user's configuration of SSH. */
export function createConfiguredImport({
  ports,
  keys,
}: ImportParts): Pick<HostsService, 'configured' | 'importConfigured'> {
  const { profile, clock, log, sshConfig } = ports
  const problem = (error: unknown) => problemOf(error, 'hosts.incident', log)

  /** The profile with the host more; throws what keeps it out. */
  function added(now: Profile, { alias, keyId }: Wanted, found: ConfiguredHost | undefined) {
    if (found?.facts == null || found.state !== 'new') throw notNew(alias)
    if (keyId !== null) requireUsable(keys.record(keyId))
    const addedAt = new Date(clock.now()).toISOString()
    const host: HostRecord = { ...found.facts, id: randomUUID(), source: 'ssh-config', addedAt }
    return { host, profile: withHost(now, host, keyId ?? undefined) }
  }

  return {
    async configured() {
      const { loaded, hosts, patterns } = await readConfigured(sshConfig, profile.read())
      const { exists, problems, digest } = loaded
      return { path: sshConfig.path, exists, hosts, patterns, problems, digest }
    },

    async importConfigured({ digest, hosts: wanted }) {
      const { loaded, hosts } = await readConfigured(sshConfig, profile.read())
      if (loaded.digest !== digest) throw changedMeanwhile(sshConfig.path)
      const byAlias = new Map(hosts.map((host) => [host.alias, host]))
      let results: ImportedHost[] = []
      await profile.update((before) => {
        results = []
        let now = before
        for (const one of wanted) {
          try {
            const { host, profile: next } = added(now, one, byAlias.get(one.alias))
            now = next
            results.push({ alias: one.alias, host })
          } catch (error) {
            results.push({ alias: one.alias, host: null, problem: problem(error) })
          }
        }
        return now
      })
      return results
    },
  }
}

function notNew(alias: string): LatchkeyError {
  return new LatchkeyError('input-invalid', `${alias} is here already, or can not be used.`, {
    advice: 'Look at the list again.',
  })
}

function changedMeanwhile(path: string): LatchkeyError {
  return new LatchkeyError(
    'ssh-config-changed',
    `${path}, or a file that it includes, has changed meanwhile.`,
    {
      advice: 'Look at the list again; nothing was added.',
      retryable: true,
    },
  )
}
