import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import type { ConfiguredHost } from '../../contract/hosts.js'
import { sshConfigFiles } from '../../main/platform/ssh-config-files.js'
import { backupLab } from '../helpers/backup-lab.js'
import { tempFolder } from '../helpers/temp-folder.js'

/** A home folder with a configuration, and the app that reads it. */
async function start(config: (home: string) => string) {
  const home = await tempFolder('import')
  const write = async (name: string, text: string) => {
    const path = join(home, '.ssh', name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text, { mode: 0o600 })
    return path
  }
  await write('config', config(home))
  const { app, profile } = await backupLab({}, { sshConfig: sshConfigFiles(home, null) })
  return { app, profile, home, write, preview: () => app.hosts.configured(undefined, {}) }
}

const named = (hosts: ConfiguredHost[], alias: string) => {
  const found = hosts.find((host) => host.alias === alias)
  if (found === undefined) throw new Error(`${alias} is not listed`)
  return found
}

/** A key pair of ssh-keygen, in a file of the SSH folder. */
function keygen(path: string, passphrase = ''): void {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-C', 'c', '-f', path])
}

it('shows what would be added, with the keys that the vault has, and adds what is chosen', async () => {
  const lab = await start(
    () => `Include more/*
Host web w
  HostName 192.0.2.1
  User deploy
  IdentityFile ~/.ssh/absent
  IdentityFile ~/.ssh/deploy
Host inner
  HostName 10.0.0.5
  ProxyJump ada@bastion
Host github.com
  User git
Host bad
  HostName %x
Host *.example.com
  User all
`,
  )
  await lab.write(
    'more/a',
    'Host extra\n  HostName extra.example.com\n  Port 2222\n  User x\n  IdentityFile ~/.ssh/locked\n',
  )
  keygen(join(lab.home, '.ssh', 'deploy'))
  keygen(join(lab.home, '.ssh', 'locked'), 'secret')
  const text = await readFile(join(lab.home, '.ssh', 'deploy'), 'utf8')
  const key = await lab.app.keys.import({ source: { kind: 'text', text }, name: 'deploy' }, {})

  const preview = await lab.preview()
  const { hosts, digest } = preview
  expect(hosts.map(({ alias }) => alias)).toEqual(['extra', 'web', 'w', 'inner', 'github.com', 'bad'])
  expect(preview.patterns.map(({ pattern }) => pattern)).toEqual(['*.example.com'])
  expect(named(hosts, 'web')).toMatchObject({
    state: 'new',
    facts: { name: 'web', host: '192.0.2.1', port: 22, user: 'deploy', jump: null },
    keys: [
      { path: '~/.ssh/absent', state: 'missing' },
      { path: '~/.ssh/deploy', state: 'vault', keyId: key.id },
    ],
    keyId: key.id,
    proposed: true,
  })
  expect(named(hosts, 'w')).toMatchObject({ state: 'known', knownAs: 'web' })
  expect(named(hosts, 'extra')).toMatchObject({
    facts: { host: 'extra.example.com', port: 2222, user: 'x' },
    keys: [{ state: 'outside' }],
    keyId: null,
  })
  expect(named(hosts, 'inner')).toMatchObject({ facts: { jump: 'ada@bastion' }, proposed: true })
  expect(named(hosts, 'inner').notes.join()).toContain('reached through ada@bastion')
  expect(named(hosts, 'github.com')).toMatchObject({ state: 'new', proposed: false })
  expect(named(hosts, 'bad')).toMatchObject({
    state: 'unusable',
    notes: ['%x is no host name and no IP address.'],
  })
  expect(JSON.stringify(preview)).not.toContain('PRIVATE')

  const results = await lab.app.hosts.importConfigured(
    {
      digest,
      hosts: [
        { alias: 'web', keyId: key.id },
        { alias: 'inner', keyId: null },
        { alias: 'bad', keyId: null },
      ],
    },
    {},
  )
  expect(results.map(({ problem }) => problem?.code)).toEqual([undefined, undefined, 'input-invalid'])
  const [web, inner] = (await lab.app.instances.list(undefined, {})).instances
  expect(web).toMatchObject({ name: 'web', user: 'deploy', boundKeyId: key.id, declared: [], proven: [] })
  expect(inner).toMatchObject({ name: 'inner', boundKeyId: null, ownHost: { jump: 'ada@bastion' } })
  const again = await lab.preview()
  expect(named(again.hosts, 'web')).toMatchObject({ state: 'known', knownAs: 'web', proposed: false })
})

it('never runs what the configuration would have run, and says what depends on it', async () => {
  const lab = await start(
    (home) => `Match originalhost web exec "touch ${home}/ran"
  HostName 192.0.2.66
Host web plain
  HostName 192.0.2.1
  User ada
Match exec "touch ${home}/ran"
  Port 99
Host plain
  Port 22
`,
  )
  const { hosts } = await lab.preview()
  expect(existsSync(join(lab.home, 'ran'))).toBe(false)
  const web = named(hosts, 'web')
  expect(web).toMatchObject({ state: 'new', facts: { host: '192.0.2.1', port: 22 }, proposed: false })
  expect(web.notes).toEqual([
    `${lab.home}/.ssh/config, line 2: hostname is under a condition that is not tried here.`,
    `${lab.home}/.ssh/config, line 7: port is under a condition that is not tried here.`,
  ])
})

it('says where ssh would look for another name, and proposes no such host', async () => {
  const lab = await start(
    () => `Host db
  User ada
Host numbered
  HostName 192.0.2.1
Host far
  ProxyJump bastion
Host plain
  CanonicalizeHostname no
Host db.eu.example.com
  User ada
Host *
  CanonicalizeHostname yes
  CanonicalDomains example.com
`,
  )
  const { hosts } = await lab.preview()
  const doubted = hosts.filter(({ proposed }) => !proposed)
  expect(doubted.map(({ alias }) => alias)).toEqual(['db'])
  expect(doubted[0]?.notes).toEqual([
    'CanonicalizeHostname may have ssh go to another name than db; Latchkey does not look for one.',
  ])
})

it('adds nothing of a file that has changed since it was shown', async () => {
  const lab = await start(() => 'Host web\n  HostName 192.0.2.1\n  User ada\n')
  const { digest } = await lab.preview()
  await lab.write('config', 'Host web\n  HostName 198.51.100.66\n  User ada\n')
  await expect(
    lab.app.hosts.importConfigured({ digest, hosts: [{ alias: 'web', keyId: null }] }, {}),
  ).rejects.toMatchObject({ code: 'ssh-config-changed' })
  expect(lab.profile.read().hosts).toEqual([])
})

it('survives files that include themselves, quotes that do not close, and what is no file', async () => {
  const lab = await start(() => 'Include config config\nInclude folder\nHost "web\nHost good\n  User ada\n')
  await mkdir(join(lab.home, '.ssh', 'folder'))
  const { hosts, problems } = await lab.preview()
  expect(hosts.map(({ alias }) => alias)).toEqual(['good'])
  expect(problems.join('\n')).toContain('include each other too often')
  expect(problems.join('\n')).toContain('a quote is not closed')
  expect(problems.join('\n')).toContain('not a plain file')
})

it('says where there is no configuration', async () => {
  const { app } = await backupLab({}, { sshConfig: sshConfigFiles(await tempFolder('none'), null) })
  expect(await app.hosts.configured(undefined, {})).toMatchObject({ exists: false, hosts: [], problems: [] })
})
