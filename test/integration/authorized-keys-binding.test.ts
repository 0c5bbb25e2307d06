import { existsSync } from 'node:fs'
import { appendFile, chmod, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BindJob, BindStepName } from '../../contract/bindings.js'
import { type KeysLab, keysLab } from '../helpers/authorized-keys-lab.js'
import { run, until } from '../helpers/processes.js'
import { type PlanInput, type SshBindingsLab, sshBindingsLab } from '../helpers/ssh-bindings-lab.js'
import { canAddUsers, type TestUser } from '../helpers/ssh-users.js'
import { sshdInstalled } from '../helpers/sshd.js'
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
      expect(bound()).toEqual([[ssh.keyIds.fresh, user.name, 1]])
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

    it('writes the options before the key', async () => {
      expect(
        (await last({ options: { from: ['127.0.0.0/8'], restrict: true, lastDay: '2099-12-31' } }))?.result,
      ).toMatchObject({ outcome: 'proven' })
      expect(await content()).toContain(
        `\nrestrict,pty,from="127.0.0.0/8",expiry-time="21000101" ${ssh.freshLine}`,
      )
    })

    it('reaches the file of one user by the login of another', async () => {
      const byRoot = await sshBindingsLab(lab, lab.entry)
      const login = { kind: 'key', keyId: byRoot.keyIds.entry, user: 'root' } as const
      const job = (await byRoot.bind(user.name, { login })).at(-1)
      expect(job?.result).toMatchObject({ outcome: 'proven', message: `deploy opens web-1 as ${user.name}.` })
      expect(await content()).toContain(byRoot.freshLine)
      expect((await byRoot.observations.all()).map((seen) => [seen.user, seen.path])).toEqual([
        [user.name, user.file],
      ])
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
          let die: () => void = () => undefined
          const died = new Promise<void>((resolve) => {
            die = resolve
          })
          const mortal = {
            ...ssh.profile,
            update: async (change: Parameters<typeof ssh.profile.update>[0]) => {
              const next = await ssh.profile.update(change)
              if (!next.bindingJournal.some((entry) => entry.step === step && started(entry.step)))
                return next
              die()
              return new Promise<never>(() => undefined)
            },
          }
          let reached = 0
          const started = (now: BindStepName) => now !== 'login' || ++reached > 1
          void ssh.bind(user.name, {}, undefined, ssh.start(mortal))
          await died
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
          // The journal is written before each step: there it is held until all is dead.
          const killing = {
            ...ssh.profile,
            update: async (change: Parameters<typeof ssh.profile.update>[0]) => {
              const next = await ssh.profile.update(change)
              if (next.bindingJournal.some((entry) => entry.step === step)) await killAll(user)
              return next
            },
          }
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
async function killAll({ name, uid }: TestUser): Promise<void> {
  const some = ['-U', String(uid)]
  await until(`something runs as ${name}`, async () => (await run('pgrep', some)).code === 0)
  await run('pkill', ['-KILL', ...some])
}
