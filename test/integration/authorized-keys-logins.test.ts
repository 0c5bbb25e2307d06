import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OtherLogin } from '../../main/core/sessions/ssh.js'
import {
  authorizeOver,
  blobOf,
  type KeysLab,
  keysLab,
  plainOrder,
  readRemoteKeys,
  refusalOf,
} from '../helpers/authorized-keys-lab.js'
import { dropbearUsable, startDropbear } from '../helpers/dropbear.js'
import { latchkeySsh } from '../helpers/latchkey-ssh.js'
import { killTree, run, runOk, until } from '../helpers/processes.js'
import { canAddUsers, type TestUser } from '../helpers/ssh-users.js'
import { fingerprint, sshdInstalled, startSshd } from '../helpers/sshd.js'
import { systemClock } from '../helpers/system-clock.js'
import { testSigner } from '../helpers/test-signer.js'

const fresh = testSigner('ed25519', 'fresh')
const bytes = (text: string) => new TextEncoder().encode(text)
const password = (text: string): OtherLogin => ({ kind: 'password', password: bytes(text) })

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'latchkey-ways-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

describe.runIf((sshdInstalled && canAddUsers) || process.env.CI)(
  'other ways to log in, for a binding alone',
  () => {
    const PASSWORD = 'correct hörse'
    let lab: KeysLab
    let user: TestUser
    beforeAll(async () => {
      lab = await keysLab()
      user = await lab.add({ password: PASSWORD })
    })
    afterAll(() => lab.stop())
    const otherwise = (login: OtherLogin, more = {}) => {
      const target = { host: lab.sshd.host, port: lab.sshd.port, user: user.name, ...more }
      return latchkeySsh().otherwise({ target, login, instanceName: 'web-1', timeoutMs: 10_000 })
    }

    describe('a password', () => {
      it('lets in, and is not in the log', async () => {
        const ssh = latchkeySsh()
        const target = { host: lab.sshd.host, port: lab.sshd.port, user: user.name }
        const connection = await ssh.otherwise({ target, login: password(PASSWORD), instanceName: 'web-1' })
        expect(connection.agentKey).toBeNull()
        connection.end()
        expect(JSON.stringify(ssh.log.lines)).not.toContain('hörse')
      })

      it('that is wrong is refused in plain words, after one try', async () => {
        const before = lab.sshd.log().length
        const { info } = await refusalOf(otherwise(password('wrong')))
        expect(info).toMatchObject({
          code: 'ssh-password-refused',
          message: `127.0.0.1 port ${lab.sshd.port} refused the password for the user ${user.name}.`,
        })
        const tries = lab.sshd
          .log()
          .slice(before)
          .match(/userauth-request for user \S+ service \S+ method \S+/g)
        expect(tries?.map((line) => line.split(' ').at(-1))).toEqual(['none', 'password'])
      })

      it('answers the one hidden question of a server that asks', async () => {
        const asking = await startSshd({
          dir: await mkdtemp(join(dir, 'asking-')),
          authorizedKeys: [],
          config: ['UsePAM yes', 'KbdInteractiveAuthentication yes', 'PasswordAuthentication no'],
        })
        try {
          const connection = await otherwise(password(PASSWORD), { port: asking.port })
          connection.end()
          expect(await refusalOf(otherwise(password('wrong'), { port: asking.port }))).toMatchObject({
            code: 'ssh-password-refused',
          })
        } finally {
          await asking.stop()
        }
      })

      it('is never given to a server that takes none', async () => {
        const keysOnly = await startSshd({ dir: await mkdtemp(join(dir, 'keys-')), authorizedKeys: [] })
        const { info } = await refusalOf(otherwise(password(PASSWORD), { port: keysOnly.port }))
        await keysOnly.stop()
        expect(info).toMatchObject({
          code: 'ssh-password-refused',
          message: `127.0.0.1 port ${keysOnly.port} takes no passwords for ${user.name}.`,
        })
        expect(keysOnly.log()).not.toMatch(/method password/)
      })
    })

    describe('the SSH agent of the user', () => {
      it('lets in with one of its keys, and tells which', async () => {
        const agent = await startAgent('full', 3)
        const [, second = ''] = agent.lines
        await user.keep(`${second}\n`)
        const connection = await otherwise({ kind: 'agent', socket: agent.socket })
        connection.end()
        await agent.stop()
        expect(connection.agentKey).toMatchObject({
          fingerprint: fingerprint(second),
          blob: second.split(' ')[1],
          comment: 'key 1',
        })
      })

      it('says how many keys were refused', async () => {
        const agent = await startAgent('strange', 2)
        await user.keep('')
        const { info } = await refusalOf(otherwise({ kind: 'agent', socket: agent.socket }))
        await agent.stop()
        expect(info.message).toContain(`refused the 2 keys of your SSH agent for ${user.name}`)
      })

      it('says that it is empty, or not there', async () => {
        const agent = await startAgent('empty', 0)
        expect((await refusalOf(otherwise({ kind: 'agent', socket: agent.socket }))).info).toMatchObject({
          code: 'ssh-agent-unavailable',
          message: 'Your SSH agent holds no keys.',
        })
        await agent.stop()
        expect((await refusalOf(otherwise({ kind: 'agent', socket: agent.socket }))).info).toMatchObject({
          code: 'ssh-agent-unavailable',
          message: "Your SSH agent can't be reached.",
        })
      })
    })

    it('is followed to where the settings of its own sshd say that the keys are', async () => {
      const elsewhere = await lab.add()
      const keys = join(elsewhere.home, '.keys')
      const settings = await mkdtemp(join(dir, 'elsewhere-'))
      const kept = await startSshd({
        dir: settings,
        authorizedKeys: [],
        config: ['AuthorizedKeysFile "/no/such/%u" "%h/.keys/of-%u"'],
      })
      await chmod(dir, 0o755)
      await chmod(settings, 0o755)
      await mkdir(keys)
      const file = join(keys, `of-${elsewhere.name}`)
      await writeFile(file, `${lab.entry.publicLine}\n`)
      await chown(keys, elsewhere.uid, elsewhere.gid)
      await chown(file, elsewhere.uid, elsewhere.gid)
      try {
        const target = { ...kept, user: elsewhere.name }
        const connection = await latchkeySsh().login(target, lab.entry.again())
        const signal = new AbortController().signal
        const { after } = await authorizeOver(
          { connection, place: 'web-1', clock: systemClock, signal },
          fresh,
        )
        connection.end()
        expect(after).toMatchObject({ path: file, source: 'sshd' })
        expect(await readFile(file, 'utf8')).toBe(`${lab.entry.publicLine}\n${fresh.publicLine}\n`)
        const second = await latchkeySsh().login(target, fresh.again())
        second.end()
      } finally {
        await kept.stop()
      }
    })

    describe.runIf(existsSync('/usr/bin/sudo') || process.env.CI)("another user's file", () => {
      const rules: string[] = []
      afterAll(() => Promise.all(rules.map((path) => rm(path, { force: true }))))
      async function allow(who: TestUser, rule: string) {
        const path = `/etc/sudoers.d/${who.name}`
        rules.push(path)
        await writeFile(path, `${who.name} ALL=(ALL) ${rule}\n`, { mode: 0o440 })
      }

      it('is reached by sudo without a password', async () => {
        const admin = await lab.add()
        const deploy = await lab.add({ keys: '# deploy\n' })
        await allow(admin, 'NOPASSWD: ALL')
        const { before } = await lab.authorize(admin, fresh, { account: deploy.name })
        expect(before).toMatchObject({ account: deploy.name, path: deploy.file, source: 'sshd' })
        expect(await readFile(deploy.file, 'utf8')).toBe(`# deploy\n${fresh.publicLine}\n`)
        expect(await lab.opens(deploy, fresh)).toBe(true)
      })

      it('is reached by sudo with the password, which is given only when asked for', async () => {
        const deploy = await lab.add({ keys: '# deploy\n' })
        await allow(user, 'ALL')
        const order = { account: deploy.name, sudoPassword: bytes(PASSWORD) }
        expect(
          (await refusalOf(lab.authorize(user, fresh, { ...order, sudoPassword: null }))).info,
        ).toMatchObject({
          code: 'sudo-refused',
          advice: expect.stringContaining('give the password'),
        })
        const wrong = { ...order, sudoPassword: bytes('wrong') }
        expect((await refusalOf(lab.authorize(user, fresh, wrong))).info.code).toBe('sudo-refused')
        expect(await readFile(deploy.file, 'utf8')).toBe('# deploy\n')
        await lab.authorize(user, fresh, order)
        expect(await lab.opens(deploy, fresh)).toBe(true)
        // Without being asked, sudo hands what it is given to the shell.
        await allow(user, 'NOPASSWD: ALL')
        await deploy.keep('# again\n')
        await lab.authorize(user, fresh, order)
        expect(await readFile(deploy.file, 'utf8')).toBe(`# again\n${fresh.publicLine}\n`)
      })

      it('gets no password where a shell only repeats its commands', async () => {
        const talker = await lab.add({ shell: '/bin/bash' })
        const deploy = await lab.add({ keys: '# deploy\n' })
        await allow(talker, 'NOPASSWD: ALL')
        await writeFile(join(talker.home, '.bashrc'), 'set -x\n')
        // sudo asks for none here: what it is given, the shell behind it takes for a command.
        const spilled = join(deploy.home, 'spilled')
        await lab.authorize(talker, fresh, { account: deploy.name, sudoPassword: bytes(`>${spilled}`) })
        expect(existsSync(spilled)).toBe(false)
        expect(await readFile(deploy.file, 'utf8')).toBe(`# deploy\n${fresh.publicLine}\n`)
      })

      it('is not reached without the right', async () => {
        const [admin, deploy] = [await lab.add(), await lab.add({ keys: '# deploy\n' })]
        expect((await refusalOf(lab.authorize(admin, fresh, { account: deploy.name }))).info.code).toBe(
          'sudo-refused',
        )
        expect(
          (await refusalOf(lab.authorize(admin, fresh, { account: 'no-such-user' }))).info.message,
        ).toContain('has no account no-such-user')
        expect(await readFile(deploy.file, 'utf8')).toBe('# deploy\n')
      })

      it('is reached by root without sudo, and stays its own', async () => {
        const deploy = await lab.add({ shell: '/usr/sbin/nologin' })
        await lab.authorize({ name: 'root' }, fresh, { account: deploy.name })
        expect(await readFile(deploy.file, 'utf8')).toBe(`${fresh.publicLine}\n`)
        const { stdout } = await run('stat', ['-c', '%U %a', deploy.file])
        expect(stdout.trim()).toBe(`${deploy.name} 600`)
      })
    })

    async function startAgent(name: string, count: number) {
      const folder = join(dir, name)
      await mkdir(folder)
      const socket = join(folder, 'agent.sock')
      const env = { ...process.env, SSH_AUTH_SOCK: socket }
      const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' })
      await until('ssh-agent listens', () => existsSync(socket))
      const lines: string[] = []
      for (let i = 0; i < count; i++) {
        const path = join(folder, `key-${i}`)
        await runOk('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', `key ${i}`, '-f', path])
        await runOk('ssh-add', ['-q', path], { env })
        lines.push((await readFile(`${path}.pub`, 'utf8')).trim())
      }
      return { socket, lines, stop: () => killTree(agent) }
    }
  },
)

describe.runIf(process.env.CI || (await dropbearUsable()))('authorized_keys over a real dropbear', () => {
  it("takes a key into root's file", async () => {
    const entry = testSigner('ed25519', 'entry')
    const home = await mkdtemp(join(dir, 'dropbear-'))
    const dropbear = await startDropbear(home, entry.publicLine)
    try {
      const ssh = latchkeySsh()
      const connection = await ssh.login(dropbear.target, entry)
      const door = {
        connection,
        place: 'root@router',
        clock: systemClock,
        signal: new AbortController().signal,
      }
      const { keys } = await readRemoteKeys(door, { ...plainOrder, loginBlob: blobOf(entry) })
      expect(keys).toMatchObject({ account: 'root', source: 'default' })
      expect(keys.path.endsWith('/.ssh/authorized_keys')).toBe(true)
      await authorizeOver(door, fresh)
      connection.end()
      const second = await ssh.login(dropbear.target, fresh)
      second.end()
      expect(await readFile(join(home, '.ssh', 'authorized_keys'), 'utf8')).toContain(fresh.publicLine)
    } finally {
      await dropbear.stop()
    }
  })
})
