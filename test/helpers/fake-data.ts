import type { z } from 'zod'
import type {
  Account,
  AccountKeyRadius,
  AccountRequest,
  CloudKey,
  CloudKeyRef,
  CloudKindInfo,
} from '../../contract/accounts.js'
import type { ErrorInfo } from '../../contract/errors.js'
import type { Instance, InstanceState, Inventory } from '../../contract/instances.js'
import type { KeyPair } from '../../contract/keys.js'
import type { HostsFile, KnownHost } from '../../contract/known-hosts.js'
import type { RecentSession, SessionEnd } from '../../contract/session-list.js'

import type { Snippet } from '../../contract/snippets.js'
import { plainAccount } from './plain-account.js'

/** Believable data for screens and transport tests; nothing here comes from a real cloud or a real key. */

export const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString()

export const problem = (
  code: ErrorInfo['code'],
  message: string,
  advice: string,
  detail?: string,
): ErrorInfo => ({ code, message, advice, retryable: true, ...(detail === undefined ? {} : { detail }) })

export const cloudstackKind: z.infer<typeof CloudKindInfo> = {
  kind: 'cloudstack',
  label: 'Apache CloudStack',
  hint: 'Also sold under the names of many hosting companies.',
  keyTypes: {
    accepts: ['ed25519', 'ecdsa', 'rsa'],
    note: 'CloudStack takes every type of Latchkey; releases from before 2020 take RSA only.',
  },
  fields: [
    {
      name: 'endpoint',
      label: 'API endpoint',
      help: 'The address that ends in /client/api. Your provider names it beside the API key.',
      example: 'https://cloud.example.org/client/api',
      secret: false,
      required: true,
    },
    {
      name: 'apiKey',
      label: 'API key',
      help: 'In CloudStack: your user, tab "Keys", "Generate keys".',
      example: 'plgWJfZK4gyS3mOMTVmjUVg-X-jlWlnfaUJ9GAbBbf9EdM-kAYMmAiLqzzq1ElZLYq_u38zCm0bewzGUdP66mg',
      secret: false,
      required: true,
    },
    {
      name: 'secretKey',
      label: 'Secret key',
      help: 'Shown once beside the API key.',
      example: 'VDaACYb0LV9eNjTetIOElcVQkvJck_J_QljX_FcHRj87ZKiy0z0ty0ZsYBkoXkY9b7eq1EhwJaw7FF3akA3KBQ',
      secret: true,
      required: true,
    },
  ],
  presets: [
    { id: 'cloudstack', label: 'CloudStack', hint: 'Apache CloudStack itself', values: {}, words: {} },
    {
      id: 'apiculus',
      label: 'Apiculus CloudConsole',
      hint: 'Clouds that are sold with the Apiculus CloudConsole',
      values: {},
      words: { endpoint: { help: 'Ask your provider for the CloudStack API endpoint.' } },
    },
  ],
  readsPasted: false,
  capabilities: {
    renamesKeys: false,
    describesKeys: false,
    makesKeys: null,
    keysPerRegion: false,
    keepsUsedKeys: false,
    bind: {
      label: 'Reset SSH key (CloudStack)',
      effects: ['stops-machine', 'replaces-keys'],
      unbinds: false,
    },
  },
}

export const keyPairs: KeyPair[] = [
  keyPair('k1', 'deploy-2026', 'ed25519', 256, 'generated', 'Q5dp'),
  keyPair('k2', 'legacy-rsa', 'rsa', 4096, 'imported', 'mZ0r'),
  keyPair('k3', 'bastion', 'ecdsa', 256, 'generated', '7tWe'),
]

export function keyPair(
  id: string,
  name: string,
  type: KeyPair['type'],
  bits: number,
  origin: KeyPair['origin'],
  tail: string,
): KeyPair {
  const sshType = { ed25519: 'ssh-ed25519', rsa: 'ssh-rsa', ecdsa: 'ecdsa-sha2-nistp256' }[type]
  return {
    id,
    name,
    type,
    bits,
    fingerprint: `SHA256:${'gT3kLmN0pQrStUvWxYz1234567890abcdEfGhIjKlMn'.slice(0, 39)}${tail}`,
    fingerprintMd5: `4c:1d:9e:20:7b:aa:03:f5:61:d8:3e:92:b7:0c:55:${id.padStart(2, '0').slice(-2)}`,
    publicKey: `${sshType} AAAAC3NzaC1lZDI1NTE5AAAAIExample${tail} ${name}`,
    comment: name,
    description: '',
    tags: [],
    expiresOn: null,
    origin,
    createdAt: ago(60 * 24 * 30),
    lastUsedAt: null,
    storedIn: 'keychain',
    state: 'active',
    stateSince: null,
    purgeAt: null,
  }
}

export const accounts: Account[] = [
  {
    id: 'a1',
    ...plainAccount,
    kind: 'cloudstack',
    name: 'Production Frankfurt',
    values: { endpoint: 'https://fra.cloud.example.org/client/api', apiKey: 'plgWJfZK4gyS3mOM' },
    addedAt: ago(60 * 24 * 20),
    lastContact: { at: ago(3), ok: true },
  },
  {
    id: 'a2',
    ...plainAccount,
    kind: 'cloudstack',
    name: 'Staging',
    values: { endpoint: 'https://stage.example.net/client/api', apiKey: 'Xa81mNnd02kd8' },
    addedAt: ago(60 * 24 * 4),
    lastContact: {
      at: ago(47),
      ok: false,
      problem: problem(
        'cloud-credentials',
        'Staging refused the API key or the secret key.',
        'Generate new keys in CloudStack and enter them under Accounts.',
        '401: unable to verify user credentials and/or request signature',
      ),
    },
  },
]

const images = ['Ubuntu 24.04 LTS', 'Debian 12', 'Rocky Linux 9', 'Alpine 3.20'] as const
const users = ['ubuntu', 'debian', 'rocky', 'alpine'] as const
const roles = ['web', 'db', 'cache', 'worker', 'bastion', 'ci'] as const
const states: [InstanceState, string][] = [
  ['running', 'Running'],
  ['running', 'Running'],
  ['running', 'Running'],
  ['stopped', 'Stopped'],
  ['starting', 'Starting'],
  ['changing', 'Migrating'],
  ['error', 'Error'],
]

/** Instance `n` of the lot: the same each time. */
export function instance(n: number): Instance {
  const account = n % 5 === 4 ? 'a2' : 'a1'
  const [state, cloudState] = states[n % states.length] ?? ['unknown', 'Unknown']
  const user = users[n % users.length] ?? 'root'
  const host = n % 9 === 8 ? null : `203.0.${(n >> 8) & 255}.${n & 255}`
  const key = keyPairs[n % 4]
  return {
    id: `${account}/vm-${n}`,
    accountId: account,
    cloudId: `vm-${n}`,
    name: `${roles[n % roles.length] ?? 'vm'}-${n + 1}`,
    state,
    cloudState,
    zone: account === 'a1' ? 'fra-1' : 'stage-1',
    os: images[n % images.length] ?? 'Linux',
    addresses: host === null ? [`10.1.0.${n & 255}`] : [host, `10.1.0.${n & 255}`],
    ssh: host === null ? [] : [{ host, port: 22, via: 'public' }],
    declared: key === undefined ? [] : [{ cloudName: key.name, keyId: key.id }],
    proven: key !== undefined && n % 3 === 0 ? [{ keyId: key.id, user, at: ago(60 * 26 + n) }] : [],
    boundKeyId: key !== undefined && n % 3 === 0 ? key.id : null,
    user,
    userGuesses: ['root', 'admin'],
    ...(n % 10 !== 9 && {
      tags: [`env=${n % 3 === 0 ? 'prod' : 'test'}`, `role=${roles[n % roles.length]}`],
    }),
  }
}

export function inventory(count: number): Inventory {
  return {
    instances: Array.from({ length: count }, (_, n) => instance(n)),
    ages: accounts.map(({ id, lastContact }) => ({
      accountId: id,
      readAt: ago(id === 'a1' ? 3 : 60 * 5),
      ...(lastContact?.problem === undefined ? {} : { problem: lastContact.problem }),
    })),
  }
}

const knownHost = {
  source: 'latchkey' as const,
  line: 1,
  hashed: false,
  marker: null,
  comment: '',
  addedAt: null,
  instanceName: null,
  algorithm: 'ssh-ed25519',
  fingerprint: 'SHA256:s0meOtherF1ngerpr1ntWithTheR1ghtLength0fForty3',
  outdated: [],
}

export const knownHosts: KnownHost[] = [
  {
    ...knownHost,
    id: 'h1',
    host: '203.0.0.1',
    fingerprint: 'SHA256:n0tAr3alF1ngerpr1ntButTheR1ghtLength0fFortyThr',
    addedAt: ago(60 * 24),
    instanceName: 'web-1',
  },
  { ...knownHost, id: 'h2', line: 2, host: '[198.51.100.7]:2222', algorithm: 'ecdsa-sha2-nistp256' },
  {
    ...knownHost,
    id: 'h3',
    source: 'user',
    host: '203.0.0.1,web-1.example',
    comment: 'noted by hand',
    instanceName: 'web-1',
    outdated: [
      {
        name: '203.0.0.1',
        reason: '203.0.0.1 was the address of db-1, and is now that of web-1.',
        instanceId: 'a1/i1',
        at: ago(30),
      },
    ],
  },
  {
    ...knownHost,
    id: 'h4',
    source: 'user',
    line: 2,
    host: '|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg=',
    hashed: true,
  },
  {
    ...knownHost,
    id: 'h6',
    source: 'system',
    host: '[gate.example.com]:2222,192.0.2.1',
    comment: 'rolled out by the office',
  },
  { ...knownHost, id: 'h5', source: 'user', line: 3, host: '*.example.com', marker: 'cert-authority' },
]

export const knownHostsFiles: HostsFile[] = [
  { source: 'latchkey', path: 'known_hosts in the profile folder', unreadableLines: 0, problem: null },
  { source: 'user', path: '/home/ada/.ssh/known_hosts', unreadableLines: 1, problem: null },
  { source: 'system', path: '/etc/ssh/ssh_known_hosts', unreadableLines: 0, problem: null },
]

export const isOfUser = (id: string) => knownHosts.some((host) => host.id === id && host.source === 'user')

/** What an account holds: the vault's own key pairs and one of somebody else's. */
export const cloudKeys: CloudKey[] = [
  ...keyPairs.map(({ id, name, fingerprintMd5, publicKey }) => ({
    ...cloudKey(name),
    fingerprintMd5,
    publicKey,
    keyId: id,
  })),
  { ...cloudKey('ops-2019'), fingerprintMd5: '9a:1d:9e:20:7b:aa:03:f5:61:d8:3e:92:b7:0c:55:01' },
]

function cloudKey(name: string): CloudKey {
  const description = name === 'bastion' ? 'Gate of the office' : ''
  return {
    name,
    region: null,
    cloudKeyId: null,
    fingerprintMd5: null,
    publicKey: null,
    description,
    keyId: null,
  }
}

/** The first is on two instances. */
export function accountKeyRadius(accountId: string, key: CloudKeyRef): AccountKeyRadius {
  const names = key.name === cloudKeys[0]?.name ? ['web-1', 'web-2'] : []
  return {
    accountId,
    key,
    accountName: accounts.find(({ id }) => id === accountId)?.name ?? accountId,
    keyId: cloudKeys.find(({ name }) => name === key.name)?.keyId ?? null,
    meaning: ['It is not taken off any instance.', 'New instances can no longer be made with it.'],
    instances: names.map((instanceName) => ({
      ...{ instanceId: `${accountId}/${instanceName}`, instanceName, accountName: null, isDeclared: true },
      ...{ isObserved: false, provenAt: null, left: 'nothing' as const, unproven: [] },
    })),
    sessions: names.length === 0 ? 0 : 1,
    kept: null,
    problem: null,
  }
}

export const requests: AccountRequest[] = ['listVirtualMachines', 'listSSHKeyPairs', 'listZones'].map(
  (what, n) => ({
    at: ago(n),
    method: 'POST',
    target: 'fra.cloud.example.org/client/api',
    what,
    status: n === 2 ? null : 200,
    ms: 120 + 40 * n,
    requestId: n === 0 ? 'req-7f3c2a9e' : null,
    problem: n === 2 ? ('cloud-unreachable' as const) : null,
  }),
)

/** Sessions of yesterday and before, each with another end. */
export function recentSessions(instances: readonly Instance[]): RecentSession[] {
  const ends: SessionEnd[] = [
    { at: ago(40), how: 'exited', exit: 0, problem: null },
    { at: ago(200), how: 'lost', exit: null, problem: 'The connection to 192.0.2.13 was lost.' },
    { at: ago(1500), how: 'closed', exit: null, problem: null },
    { at: ago(3000), how: 'failed', exit: null, problem: 'The server at 192.0.2.15 did not take the key.' },
  ]
  const connectable = instances.filter(({ boundKeyId, ssh }) => boundKeyId !== null && ssh.length > 0)
  return connectable.slice(0, ends.length).map(({ id, name, user, ssh, boundKeyId }, index) => ({
    instanceId: id,
    instanceName: name,
    user,
    target: `${user}@${ssh[0]?.host}`,
    keyId: boundKeyId,
    since: ago(60 * (index + 1) ** 2),
    end: ends[index] ?? null,
  }))
}

export const snippets = (empty: boolean): Snippet[] =>
  empty
    ? []
    : [
        { id: 'sn1', name: 'Disk use', text: 'df -h {{mount=/}}' },
        { id: 'sn2', name: 'Follow a unit', text: 'journalctl -fu {{unit}} --since "{{since=1 hour ago}}"' },
        { id: 'sn3', name: 'Who is here', text: 'w\nlast -n 5' },
      ]
