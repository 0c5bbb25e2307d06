import { existsSync } from 'node:fs'
import { appendFile, chmod, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BindJob, BindStepName } from '../../contract/bindings.js'
import { atStep, endsAt } from '../helpers/at-step.js'
import { type KeysLab, keysLab } from '../helpers/authorized-keys-lab.js'
import { run, until } from '../helpers/processes.js'
import { type PlanInput, type SshBindingsLab, sshBindingsLab } from '../helpers/ssh-bindings-lab.js'
import { canAddUsers, type TestUser } from '../helpers/ssh-users.js'
import { sshdInstalled } from '../helpers/sshd.js'
import { systemClock } from '../helpers/system-clock.js'
import { type TestSigner, testSigner } from '../helpers/test-signer.js'

const PASSWORD = 'one time only'
const steps = (job: BindJob | undefined) => job?.steps.map(({ name, state }) => `${name} ${state}`)

describe.runIf((sshdInstalled && canAddUsers) || process.env.CI)(
  'binding over SSH where the cloud has no way',
  () => {
    let lab: KeysLab
    let user: TestUser
    let ssh: SshBindingsLab
    let ops: TestSigner
    let old: string
    beforeAll(async () => {
      lab = await keysLab()
      user = await lab.add({ password: PASSWORD })
      ops = testSigner('ed25519', 'ops')
      old = `# ours\n${ops.publicLine}`
    })
    afterAll(() => lab.stop())
    beforeEach(async () => {
      await user.keep(old)
      ssh = await sshBindingsLab(lab, ops)
    })
    const content = () => readFile(user.file, 'utf8')
    const bound = () =>
      ssh.profile.read().bindings.map(({ keyId, user: who, proofs }) => [keyId, who, proofs.length])
    const last = async (input?: PlanInput, password?: string) =>
      (await ssh.bind(user.name, input, password)).at(-1)

    it('says what it will do, and has done nothing yet', async () => {
      const plan = await ssh.bindings.plan(
        { keyId: ssh.keyIds.fresh, instanceId: 'acc/vm-1', user: user.name },
        {},
      )
      expect(plan).toMatchObject({
        by: 'ssh',
        ways: ['ssh'],
        login: { kind: 'password' },
        stopsInstance: false,
      })
      expect(plan.consequences).toEqual([
        `Latchkey logs in to web-1 as ${user.name} with the password.`,
        `One line is added to authorized_keys of ${user.name} on web-1; every other line stays as it is.`,
        'A fresh login with deploy proves it. If that fails, the file is put back as it was.',
        'Connect logs in to web-1 with deploy from then on. web-1 goes on running.',
      ])
      expect(plan.steps.map(({ name }) => name)).toEqual(['login', 'read', 'write', 'prove'])
      expect(await content()).toBe(old)
    })

    it('adds the line, proves it and binds', async () => {
      const job = await last()
      expect(job?.result).toMatchObject({ outcome: 'proven', message: `deploy opens web-1 as ${user.name}.` })
      expect(steps(job)).toEqual(['login done', 'read done', 'write done', 'prove done'])
      expect(await content()).toBe(`${old}\n${ssh.freshLine} deploy latchkey:${ssh.keyIds.fresh}\n`)
      expect(bound()).toEqual([[ssh.keyIds.fresh, user.name, 2]])
      const [record] = ssh.profile.read().bindings
      expect(record?.proofs).toMatchObject([
        { keyId: ssh.keyIds.fresh },
        { keyId: ssh.keyIds.entry, user: user.name },
      ])
      expect(ssh.profile.read().bindingJournal).toEqual([])
      const [seen] = await ssh.observations.all()
      expect(seen).toMatchObject({ instanceId: 'acc/vm-1', user: user.name, path: user.file })
      expect(seen?.keys.map(({ comment }) => comment)).toEqual(['ops', `deploy latchkey:${ssh.keyIds.fresh}`])
      // A second time there is nothing to write.
      expect((await last())?.result?.outcome).toBe('proven')
      expect((await content()).match(/latchkey:/g)).toHaveLength(1)
    })

    it('logs in with a password, which is told to nobody', async () => {
      const jobs = await ssh.bind(user.name, { login: { kind: 'password' } }, PASSWORD)
      expect(jobs.at(-1)?.result?.outcome).toBe('proven')
      expect(JSON.stringify([jobs, ssh.profile.read(), await ssh.observations.all()])).not.toContain(PASSWORD)
      const wrong = await ssh.bind(user.name, { login: { kind: 'password' } }, 'wrong')
      expect(wrong.at(-1)?.result).toMatchObject({
        outcome: 'failed',
        problem: { code: 'ssh-password-refused' },
      })
    })

    it('puts the old file back where the new key is refused', async () => {
      const job = await last({ options: { from: ['192.0.2.1'], restrict: true, lastDay: '2099-12-31' } })
      expect(steps(job)).toEqual(['login done', 'read done', 'write done', 'prove failed', 'undo done'])
      expect(job?.result).toMatchObject({ outcome: 'failed', problem: { code: 'ssh-auth-refused' } })
      expect(job?.result?.message).toContain('was put back as it was')
      expect(await content()).toBe(old)
      expect(bound()).toEqual([])
    })

    it('puts it back over a new login where the first connection hangs', async () => {
      // Waits are a quarter as long: it is given up when the server has not answered for a while.
      const sleep: typeof systemClock.sleep = (ms, signal) => systemClock.sleep(ms / 4, signal)
      const hasty = await sshBindingsLab(lab, ops, { clock: { ...systemClock, sleep } })
      const { profile } = hasty
      let stopped = false
      const stopping: typeof profile = {
        ...profile,
        async update(change) {
          const now = await profile.update(change)
          if (now.bindingJournal[0]?.step === 'undo' && !stopped) {
            stopped = true
            await run('pkill', ['-STOP', '-U', String(user.uid)])
          }
          return now
        },
      }
      const input = { options: { from: ['192.0.2.1'] } }
      const job = (await hasty.bind(user.name, input, undefined, hasty.start(stopping))).at(-1)
      await run('pkill', ['-KILL', '-U', String(user.uid)])
      expect(stopped).toBe(true)
      expect(steps(job)?.slice(-2)).toEqual(['prove failed', 'undo done'])
      expect(await content()).toBe(old)
    })

    it('goes on saying that a line may be left where the file can not be put back', async () => {
      const { profile } = ssh
      const meddled: typeof profile = {
        ...profile,
        async update(change) {
          const now = await profile.update(change)
          if (now.bindingJournal[0]?.step === 'prove') await appendFile(user.file, '# of another\n')
          return now
        },
      }
      const service = ssh.start(meddled)
      const input = { options: { from: ['192.0.2.1'] } }
      const job = (await ssh.bind(user.name, input, undefined, service)).at(-1)
      expect(job?.result).toMatchObject({ outcome: 'failed', problem: { code: 'ssh-auth-refused' } })
      expect(job?.result?.message).toContain('may be in')
      expect(await service.interrupted(undefined, {})).toMatchObject([{ by: 'ssh', step: 'undo' }])
    })

    it('writes the options before the key, in every form that sshd takes', async () => {
      const from = ['!192.0.2.1', '*.example.org', '2001:db8::/32', '10.1.2.*', '127.0.0.0/8']
      expect(
        (await last({ options: { from, restrict: true, lastDay: '2099-12-31' } }))?.result,
      ).toMatchObject({ outcome: 'proven' })
      expect(await content()).toContain(
        `\nrestrict,pty,from="${from.join(',')}",expiry-time="21000101" ${ssh.freshLine}`,
      )
    })

    it('does several at once, with one password for those that log in with it', async () => {
      const other = await lab.add({ keys: `${old}\n` })
      const many = await sshBindingsLab(lab, ops, { users: [user.name, other.name] })
      const instanceIds = ['acc/vm-1', 'acc/vm-2']
      const own = { instanceId: 'acc/vm-2', login: { kind: 'key' as const, keyId: many.keyIds.entry } }
      const options = { from: ['127.0.0.0/8'] }
      const login = { kind: 'password' as const }
      const wanted = { action: 'bind' as const, keyId: many.keyIds.fresh, instanceIds, login, options }
      const targets = await many.bindings.planMany({ ...wanted, each: [own] }, {})
      expect(await content()).toBe(old)
      const planIds = targets.flatMap(({ plan }) => plan?.id ?? [])
      await many.bindings.runMany({ planIds, password: PASSWORD }, {})
      const jobs = await Promise.all(planIds.map(async (id) => (await many.follow(id)).at(-1)))
      expect(jobs.map((job) => job?.result?.message)).toEqual([
        `deploy opens web-1 as ${user.name}.`,
        `deploy opens web-2 as ${other.name}.`,
      ])
      for (const file of [user.file, other.file])
        expect(await readFile(file, 'utf8')).toContain(`\nfrom="127.0.0.0/8" ${many.freshLine}`)
      expect(jobs.map((job) => job?.steps[0]?.detail)).toEqual([
        `Logged in as ${user.name} with the password.`,
        `Logged in as ${other.name} with ops.`,
      ])
      expect(JSON.stringify([jobs, many.profile.read()])).not.toContain(PASSWORD)
    })

    it('reaches the file of one user by the login of another', async () => {
      const byRoot = await sshBindingsLab(lab, lab.entry)
      const login = { kind: 'key', keyId: byRoot.keyIds.entry, user: 'root' } as const
      const job = (await byRoot.bind(user.name, { login })).at(-1)
      expect(job?.result).toMatchObject({ outcome: 'proven', message: `deploy opens web-1 as ${user.name}.` })
      expect(await content()).toContain(byRoot.freshLine)
      expect((await byRoot.observations.all()).map((seen) => [seen.user, seen.path])).toEqual([
        [user.name, user.file],
        [user.name, expect.stringContaining('entry_keys')],
      ])
    })

    it('puts it there for other users too, each with its own result', async () => {
      const byRoot = await sshBindingsLab(lab, lab.entry)
      const other = await lab.add({ keys: '# theirs\n' })
      const limited = await lab.add({ keys: `from="192.0.2.1" ${byRoot.freshLine} theirs\n` })
      const login = { kind: 'key', keyId: byRoot.keyIds.entry, user: 'root' } as const
      const alsoUsers = [other.name, limited.name, 'nobody-such', user.name]
      const job = (await byRoot.bind(user.name, { login, alsoUsers })).at(-1)
      expect(steps(job)).toEqual(['login done', 'read done', 'write done', 'prove done', 'others done'])
      expect(job?.result).toMatchObject({
        outcome: 'proven',
        others: [
          { user: other.name, outcome: 'proven', message: `deploy opens web-1 as ${other.name}.` },
          {
            user: limited.name,
            outcome: 'failed',
            message: expect.stringContaining(`authorized_keys of ${limited.name} was not changed.`),
          },
          {
            user: 'nobody-such',
            outcome: 'failed',
            message: expect.stringContaining('no account nobody-such'),
          },
        ],
      })
      expect(await readFile(other.file, 'utf8')).toMatch(/^# theirs\nssh-ed25519 \S+ deploy latchkey:\S+\n$/)
      expect(await readFile(limited.file, 'utf8')).toBe(`from="192.0.2.1" ${byRoot.freshLine} theirs\n`)
      const [record] = byRoot.profile.read().bindings
      expect(record).toMatchObject({ user: user.name, keyId: byRoot.keyIds.fresh })
      expect(record?.proofs.map((proof) => proof.user).sort()).toEqual(['root', user.name, other.name].sort())
    })

    it('goes on saying that a line may be left where the file of a further user can not be put back', async () => {
      const root = await sshBindingsLab(lab, lab.entry)
      const other = await lab.add({ keys: '# theirs\n' })
      await chmod(dirname(dirname(other.file)), 0o777) // for which sshd refuses the keys in it
      const { note } = root.observations
      root.observations.note = async (seen) => {
        await note(seen)
        if (seen.user === other.name) await appendFile(other.file, '# of another\n')
      }
      const login = { kind: 'key', keyId: root.keyIds.entry, user: 'root' } as const
      const job = (await root.bind(user.name, { login, alsoUsers: [other.name] })).at(-1)
      expect(job?.result).toMatchObject({
        outcome: 'proven',
        others: [
          {
            outcome: 'failed',
            message: expect.stringContaining(`may be in authorized_keys of ${other.name}`),
          },
        ],
      })
      const left = { by: 'ssh', step: 'others', ended: true, users: [other.name] }
      expect(await root.bindings.interrupted(undefined, {})).toMatchObject([left])
      // The binding of the instance's own user says nothing of that one; a binding for it does.
      expect((await root.bind(user.name, { login })).at(-1)?.result?.outcome).toBe('proven')
      expect(await root.bindings.interrupted(undefined, {})).toMatchObject([left])
      root.observations.note = note
      await chmod(dirname(dirname(other.file)), 0o755)
      expect((await root.bind(other.name, { login })).at(-1)?.result?.outcome).toBe('proven')
      expect(await root.bindings.interrupted(undefined, {})).toEqual([])
    })

    it('never widens a line that the key has already, unless told to', async () => {
      const restricted = `${old}\nfrom="192.0.2.1" ${ssh.freshLine} mine\n`
      await user.keep(restricted)
      const job = await last()
      expect(job?.result).toMatchObject({
        outcome: 'failed',
        problem: { code: 'authorized-keys-restricted', detail: `${user.file} line 3: from="192.0.2.1"` },
      })
      expect(await content()).toBe(restricted)
      expect((await last({ onExisting: 'replace' }))?.result?.outcome).toBe('proven')
      expect(await content()).toBe(`${old}\n${ssh.freshLine} deploy latchkey:${ssh.keyIds.fresh}\n`)
    })

    it('says that a folder takes no new file, and changes nothing', async () => {
      await chmod(dirname(user.file), 0o500)
      const job = await last()
      await chmod(dirname(user.file), 0o700)
      expect(job?.result).toMatchObject({ outcome: 'failed', problem: { code: 'authorized-keys-read-only' } })
      expect(job?.result?.message).toContain('was not changed')
      expect(await content()).toBe(old)
    })

    describe('cut off', () => {
      /** What holds whatever has happened: the file is whole, old or new, and the key that opened still does. */
      async function holds() {
        const line = `${ssh.freshLine} deploy latchkey:${ssh.keyIds.fresh}\n`
        expect([old, `${old}\n${line}`]).toContain(await content())
        expect(await lab.opens(user, ops)).toBe(true)
      }

      it.each<BindStepName>(['login', 'read', 'write', 'prove'])(
        'by the end of the program before %s, says so at the next start, and goes through then',
        async (step) => {
          const { store, ended } = endsAt(ssh.profile, step)
          void ssh.bind(user.name, {}, undefined, ssh.start(store))
          await ended
          await holds()
          const after = ssh.start()
          const [entry] = await after.interrupted(undefined, {})
          expect(entry).toMatchObject({ by: 'ssh', step, mayBeStopped: false, instanceName: 'web-1' })
          await after.settle({ id: entry?.id ?? '', action: 'dismiss' }, {})
          expect((await ssh.bind(user.name, {}, undefined, after)).at(-1)?.result?.outcome).toBe('proven')
        },
      )

      it.each<BindStepName>(['read', 'write', 'prove'])(
        'by the end of everything that the account runs on the server, at %s',
        async (step) => {
          // What runs then is of this binding, and nothing that an earlier login has left.
          await run('pkill', ['-KILL', ...ofUser(user)])
          await until(`nothing runs as ${user.name}`, async () => !(await runsSomething(user)))
          // The journal is written before each step: there it is held until all is dead.
          const killing = atStep(ssh.profile, step, () => killAll(user))
          const job = (await ssh.bind(user.name, {}, undefined, ssh.start(killing))).at(-1)
          await holds()
          // The proof is a login of its own, which the end of the first one does not touch.
          if (step === 'prove') expect(job?.result?.outcome).toBe('proven')
          else expect(job?.result?.message).toMatch(/was not changed|was put back|may be in/)
          expect((await last())?.result).toMatchObject({ outcome: 'proven' })
        },
      )

      it('by the end of the program on the server in the middle of its writing', async () => {
        await rm(`${user.file}.latchkey-backup`, { force: true })
        const killer = watchFor(`${user.file}.latchkey-backup`, () =>
          run('pkill', ['-KILL', '-U', String(user.uid)]),
        )
        const job = await last()
        await killer
        await holds()
        expect(['proven', 'failed']).toContain(job?.result?.outcome)
        expect((await last())?.result).toMatchObject({ outcome: 'proven' })
      })
    })
  },
)

/** Does something as soon as the file is there; it must come. */
async function watchFor(file: string, work: () => Promise<unknown>): Promise<void> {
  await until(`${file} is there`, () => existsSync(file))
  await work()
}

/** sshd makes the session's own process only after it has let in. */
async function killAll(user: TestUser): Promise<void> {
  await until(`something runs as ${user.name}`, () => runsSomething(user))
  await run('pkill', ['-KILL', ...ofUser(user)])
}

const runsSomething = async (user: TestUser) => (await run('pgrep', ofUser(user))).code === 0
const ofUser = ({ uid }: TestUser) => ['-U', String(uid)]
