import type { ConfiguredHost, SshConfigPreview } from '../../contract/hosts.js'

const path = '/home/ada/.ssh/config'

const host = (part: Pick<ConfiguredHost, 'alias'> & Partial<ConfiguredHost>): ConfiguredHost => ({
  where: `${path}, line 3`,
  state: 'new',
  knownAs: null,
  facts: { name: part.alias, host: `${part.alias}.example.org`, port: 22, user: 'ada', tags: [], jump: null },
  keys: [],
  keyId: null,
  notes: [],
  proposed: true,
  ...part,
})

/** A configuration with one host of each kind. */
export function fakeConfigured(empty: boolean): SshConfigPreview {
  if (empty) return { path, exists: false, hosts: [], patterns: [], problems: [], digest: '' }
  return {
    ...{ path, exists: true, digest: 'd' },
    hosts: [
      host({ alias: 'web', keys: [{ path: '~/.ssh/deploy', state: 'vault', keyId: 'k1' }], keyId: 'k1' }),
      host({ alias: 'mail', keys: [{ path: '~/.ssh/id_mail', state: 'outside', keyId: null }] }),
      host({
        alias: 'db-inner',
        facts: { name: 'db-inner', host: '10.0.0.5', port: 22, user: 'ada', tags: [], jump: 'bastion' },
        notes: ['It is reached through bastion: that has to be among your hosts too.'],
      }),
      host({
        alias: 'github.com',
        facts: { name: 'github.com', host: 'github.com', port: 22, user: 'git', tags: [], jump: null },
        notes: ['It looks like a Git service, where there is no shell to open.'],
        proposed: false,
      }),
      host({ alias: 'nas', state: 'known', knownAs: 'nas', proposed: false }),
      host({
        alias: 'odd',
        state: 'unusable',
        facts: null,
        notes: ['%h-%p is no host name and no IP address.'],
        proposed: false,
      }),
    ],
    patterns: [{ pattern: '*.example.org', where: `${path}, line 40` }],
    problems: [],
  }
}
