import { randomUUID } from 'node:crypto'
import { HOSTS_ACCOUNT, type OwnHost } from '../../contract/hosts.js'
import type { Instance } from '../../contract/instances.js'
import { LatchkeyError } from '../../main/core/lib/error.js'
import type { HostsService } from '../../main/core/services.js'
import { fakeConfigured } from './fake-configured.js'
import { ago } from './fake-data.js'

const host = (part: Pick<OwnHost, 'id' | 'name' | 'host'> & Partial<OwnHost>): OwnHost => ({
  ...{ port: 22, user: 'root', tags: [], jump: null, source: 'typed', addedAt: ago(3) },
  ...part,
})

const start: OwnHost[] = [
  host({ id: 'h-nas', name: 'nas', host: '192.168.1.20', user: 'admin', tags: ['home'] }),
  host({
    id: 'h-git',
    name: 'build',
    host: 'build.example.org',
    port: 2222,
    user: 'ci',
    source: 'ssh-config',
  }),
  host({
    id: 'h-db',
    name: 'db-inner',
    host: '10.0.0.5',
    user: 'ada',
    jump: 'bastion',
    source: 'ssh-config',
  }),
]

/** Hosts in memory, with the instances that they are. */
export function fakeHosts(empty: boolean): { service: HostsService; instances: () => Instance[] } {
  let all = empty ? [] : start
  let removed: OwnHost | null = null
  const find = (id: string) => {
    const found = all.find((one) => one.id === id)
    if (found === undefined) throw new LatchkeyError('host-not-found', 'There is no such host.')
    return found
  }
  const service: HostsService = {
    list: async () => all,
    async add({ keyId: _keyId, ...facts }) {
      const added: OwnHost = { ...facts, id: randomUUID(), source: 'typed', addedAt: ago(0) }
      all = [...all, added]
      return added
    },
    async edit({ id, keyId: _keyId, ...facts }) {
      const given = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
      const next: OwnHost = { ...find(id), ...given }
      all = all.map((one) => (one.id === id ? next : one))
      return next
    },
    removal: async ({ id }) => [
      `Latchkey forgets ${find(id).name}: its address, its login user and its tags.`,
      'Nothing changes on it.',
    ],
    async remove({ id }) {
      removed = find(id)
      all = all.filter((one) => one.id !== id)
    },
    async putBack() {
      if (removed === null)
        throw new LatchkeyError('input-invalid', 'This removal can not be undone any more.')
      all = [...all, removed]
      return removed
    },
    configured: async () => fakeConfigured(empty),
    importConfigured: async ({ hosts }) => hosts.map(({ alias }) => ({ alias, host: null })),
  }
  return { service, instances: () => all.map(instanceOf) }
}

const instanceOf = ({ id, name, host, port, user, jump }: OwnHost): Instance => ({
  id: `${HOSTS_ACCOUNT}/${id}`,
  accountId: HOSTS_ACCOUNT,
  cloudId: id,
  name,
  state: 'unknown',
  cloudState: '',
  zone: '',
  os: '',
  addresses: [host],
  ssh: [{ host, port, via: 'given' }],
  declared: [],
  proven: [],
  boundKeyId: id === 'h-git' ? 'k1' : null,
  user,
  userGuesses: [],
  ownHost: { jump },
})
