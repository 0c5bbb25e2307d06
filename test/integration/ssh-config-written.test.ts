import { execFile } from 'node:child_process'
import { lstat, mkdir, readdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it, vi } from 'vitest'
import { defaultConnection } from '../../contract/connection.js'
import { sshConfigFiles } from '../../main/platform/ssh-config-files.js'
import { sshIncludeFile } from '../../main/platform/ssh-include-file.js'
import { backupLab } from '../helpers/backup-lab.js'
import { tempFolder } from '../helpers/temp-folder.js'

const run = promisify(execFile)
const added = { port: 22, tags: [], jump: null }

async function start(config?: string) {
  const home = await tempFolder('written with blank')
  const path = join(home, '.ssh', 'config')
  if (config !== undefined) {
    await mkdir(join(home, '.ssh'), { mode: 0o700 })
    await writeFile(path, config, { mode: 0o640 })
  }
  const folder = join(home, 'Application Support', 'ssh')
  const parts = { sshConfig: sshConfigFiles(home, null), sshInclude: sshIncludeFile(folder) }
  const { app } = await backupLab({}, parts)
  const key = await app.keys.generate({ name: 'deploy key', spec: { type: 'ed25519' } }, {})
  const add = (host: { name: string; host: string; user: string; port?: number; jump?: string }) =>
    app.hosts.add({ ...added, ...host, keyId: key.id }, {})
  /** As the user's own `ssh` has it. */
  const ssh = async (name: string) => {
    const { stdout } = await run('ssh', ['-G', '-F', path, '--', name], {
      env: { ...process.env, HOME: home },
    })
    return new Map(stdout.split('\n').map((line) => line.split(/ (.*)/s) as [string, string]))
  }
  return { app, home, path, folder, key, add, ssh }
}

it('has plain ssh offer the bound key alone, for every bound host', async () => {
  const { app, folder, key, add, ssh, path } = await start(
    'Host mine\n  User me\nHost *\n  User fallback\n  Port 7\n',
  )
  await add({ name: 'web', host: '192.0.2.1', user: 'ada', port: 2222 })
  await add({ name: 'my box (old)', host: 'fe80::1%eth0', user: 'root' })
  await add({ name: 'inner', host: '10.0.0.5', user: 'ada', jump: 'ada@bastion:2222' })
  await app.sshConfig.setOn({ on: true }, {})
  const { entries, left } = await app.sshConfig.setIncluded({ included: true }, {})
  expect(entries.map(({ alias }) => alias)).toEqual(['web', 'my-box-old', 'inner'])
  expect(left).toEqual([])
  for (const { alias } of entries) {
    const said = await ssh(alias)
    expect(said.get('identitiesonly')).toBe('yes')
    const file = said.get('identityfile') ?? ''
    expect(file.startsWith(folder)).toBe(true)
    expect(await readFile(file, 'utf8')).toBe(`${key.publicKey}\n`)
  }
  expect(Object.fromEntries(await ssh('web'))).toMatchObject({
    hostname: '192.0.2.1',
    port: '2222',
    user: 'ada',
  })
  expect((await ssh('my-box-old')).get('hostname')).toBe('fe80::1%eth0')
  expect((await ssh('inner')).get('proxyjump')).toBe('ada@bastion:2222')
  expect(Object.fromEntries(await ssh('mine'))).toMatchObject({ user: 'me', port: '7' })
  expect((await readdir(folder)).filter((name) => !name.endsWith('.pub'))).toEqual(['config'])
  expect((await stat(join(folder, 'config'))).mode & 0o777).toBe(0o600)
  expect(await readFile(path, 'utf8')).toContain('Host mine')
})

it('has plain ssh go through what Latchkey goes through', async () => {
  const { app, add, ssh } = await start('Host *\n  ProxyJump theirs\n')
  const edge = await add({ name: 'edge', host: '192.0.2.1', user: 'ada' })
  const inner = await add({ name: 'inner', host: '10.0.0.1', user: 'ada' })
  const db = await add({ name: 'db', host: '10.0.0.5', user: 'ada' })
  const near = await add({ name: 'near', host: '192.0.2.9', user: 'ada', jump: 'edge' })
  const far = await add({ name: 'far', host: '10.0.0.9', user: 'ada' })
  const { id: keyless } = await app.hosts.add(
    { ...added, name: 'box', host: '2001:db8::1', user: 'bo', port: 2200 },
    {},
  )
  const go = (id: string, options: object) =>
    app.connection.set({ instanceId: `hosts/${id}`, options: { ...defaultConnection, ...options } }, {})
  const through = (...ids: string[]) => ({ route: { via: 'jumps', jumps: ids.map((id) => `hosts/${id}`) } })
  await go(inner.id, through(edge.id, keyless))
  await go(db.id, through(edge.id, inner.id))
  await go(near.id, { route: { via: 'direct' } })
  const proxy = { kind: 'socks5', host: '192.0.2.3', port: 1080, user: null, passwordId: null }
  await go(far.id, { proxy })
  const beyond = await add({ name: 'beyond', host: '10.0.1.9', user: 'ada' })
  await go(beyond.id, through(far.id))
  await app.sshConfig.setOn({ on: true }, {})
  const { left } = await app.sshConfig.setIncluded({ included: true }, {})
  expect((await ssh('inner')).get('proxyjump')).toBe('edge,bo@[2001:db8::1]:2200')
  expect((await ssh('db')).get('proxyjump')).toBe('edge,inner')
  expect((await ssh('near')).get('proxyjump')).toBeUndefined()
  const why = 'What it is reached through can not be written here.'
  expect(left).toEqual([
    { name: 'far', why },
    { name: 'beyond', why },
  ])
  await app.hosts.remove({ id: inner.id }, {})
  const again = await app.sshConfig.status(undefined, {})
  expect(again.left.map(({ name }) => name).sort()).toEqual(['beyond', 'db', 'far'])
})

it('follows what changes while it is on, and is gone when it is off', async () => {
  const { app, folder, add } = await start('')
  const { id } = await add({ name: 'web', host: '192.0.2.1', user: 'ada' })
  await app.sshConfig.setOn({ on: true }, {})
  await app.hosts.edit({ id, host: '192.0.2.2' }, {})
  const text = () => readFile(join(folder, 'config'), 'utf8')
  await vi.waitFor(async () => expect(await text()).toContain('HostName 192.0.2.2'))
  await app.hosts.remove({ id }, {})
  await vi.waitFor(async () => expect(await readdir(folder)).toEqual(['config']))
  expect(await app.sshConfig.setOn({ on: false }, {})).toMatchObject({ on: false })
  expect(await readdir(folder)).toEqual([])
})

it("changes one line of the user's configuration, keeps a copy, and takes it back to the byte", async () => {
  const before = '# mine, with \xe9\r\nHost *\r\n  User ada\r\n'
  const { app, path, home } = await start('')
  const real = join(home, 'dotfiles')
  await writeFile(path, before, 'latin1')
  await rename(path, real)
  await symlink(real, path)
  const { line, user } = await app.sshConfig.setIncluded({ included: true }, {})
  expect(await readFile(path, 'latin1')).toBe(`${line}\r\n\r\n${before}`)
  expect(await readFile(user.backupPath, 'latin1')).toBe(before)
  expect((await lstat(path)).isSymbolicLink()).toBe(true)
  expect((await app.sshConfig.setIncluded({ included: true }, {})).user.included).toBe(true)
  expect((await app.sshConfig.setIncluded({ included: false }, {})).user.included).toBe(false)
  expect(await readFile(path, 'latin1')).toBe(before)
})

it('makes the configuration where there is none', async () => {
  const { app, path } = await start()
  const { line } = await app.sshConfig.setIncluded({ included: true }, {})
  expect(await readFile(path, 'utf8')).toBe(`${line}\n`)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
})

it("takes no name that means another machine in the user's configuration", async () => {
  const { app, add, ssh } = await start('Host web\n  HostName 198.51.100.1\n')
  await add({ name: 'web', host: '192.0.2.1', user: 'ada' })
  await app.sshConfig.setOn({ on: true }, {})
  const { entries } = await app.sshConfig.setIncluded({ included: true }, {})
  expect(entries.map(({ alias }) => alias)).toEqual(['web.latchkey'])
  expect((await ssh('web')).get('hostname')).toBe('198.51.100.1')
  expect((await ssh('web.latchkey')).get('hostname')).toBe('192.0.2.1')
})
