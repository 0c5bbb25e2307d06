import { chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BindJob, BindStepName } from '../../contract/bindings.js'
import { atStep, endsAt } from '../helpers/at-step.js'
import { type KeysLab, keysLab } from '../helpers/authorized-keys-lab.js'
import { dropbearUsable, startDropbear } from '../helpers/dropbear.js'
import { run, until } from '../helpers/processes.js'
import { type PlanInput, type SshBindingsLab, sshBindingsLab } from '../helpers/ssh-bindings-lab.js'
import { canAddUsers, type TestUser } from '../helpers/ssh-users.js'
import { sshdInstalled } from '../helpers/sshd.js'
import { type TestSigner, testSigner } from '../helpers/test-signer.js'

const PASSWORD = 'one time only'
const steps = (job: BindJob | undefined) => job?.steps.map(({ name, state }) => `${name} ${state}`)
const allDone = ['login done', 'read done', 'spare done', 'write done', 'prove done']

describe.runIf((sshdInstalled && canAddUsers) || process.env.CI)('unbinding over SSH', () => {
  let lab: KeysLab
  let user: TestUser
  let ops: TestSigner
  let colleague: TestSigner
  let ssh: SshBindingsLab
  /** Without the key, and with it in two shapes. */
  let without: string
  let old: string
  beforeAll(async () => {
    lab = await keysLab()
    user = await lab.add({ password: PASSWORD })
    ops = testSigner('ed25519', 'ops')
    colleague = testSigner('ed25519', 'colleague')
  })
  afterAll(() => lab.stop())
  beforeEach(async () => {
    ssh = await sshBindingsLab(lab, ops)
    const [first, last] = [`# ours\r\n${ops.publicLine}`, `\t${colleague.publicLine} é`]
    without = `${first}\n${last}`
    old = `${first}\n${ssh.freshLine} one\nfrom="127.0.0.0/8,::1",no-pty  ${ssh.freshLine}\n${last}`
    await user.keep(old)
  })
  const content = () => readFile(user.file, 'utf8')
  const opsLogin = () => ({ login: { kind: 'key', keyId: ssh.keyIds.entry } as const })
  const last = async (input?: PlanInput, given = {}) => (await ssh.unbind(user.name, input, given)).at(-1)
  /** Whether the key that is taken away, and the other two, let in. */
  const lettingIn = async () => ({
    fresh: await opensFresh(),
    ops: await lab.opens(user, ops),
    colleague: await lab.opens(user, colleague),
  })
  const opensFresh = () => ssh.opens(ssh.keyIds.fresh, user.name)

  it('says what it will do, and has done nothing yet', async () => {
    const wanted = {
      action: 'unbind',
      keyId: ssh.keyIds.fresh,
      instanceId: 'acc/vm-1',
      user: user.name,
    } as const
    const plan = await ssh.bindings.plan(wanted, {})
    expect(plan).toMatchObject({
      by: 'ssh',
      ways: ['ssh'],
      lastWayIn: true,
      verb: 'Unbind',
      stopsInstance: false,
    })
    expect(plan.login).toEqual({ kind: 'key', keyId: ssh.keyIds.fresh })
    expect(plan.consequences).toEqual([
      `Latchkey logs in to web-1 as ${user.name} with the key pair deploy.`,
      `Every line of deploy is taken out of authorized_keys of ${user.name} on web-1; every other line stays as it is.`,
      'Fresh logins prove that deploy is refused and that another key still opens web-1. If that fails, the file is put back as it was.',
      'web-1 goes on running, and sessions that are open stay open.',
    ])
    expect(plan.warnings).toEqual([
      `No other key pair of the vault was seen to open web-1 as ${user.name}: if none does, nothing is changed.`,
    ])
    expect(plan.steps.map(({ name }) => name)).toEqual(['login', 'read', 'spare', 'write', 'prove'])
    expect(await content()).toBe(old)
  })

  it('takes every line of the key out, sees it refused, and leaves the others alone', async () => {
    expect((await ssh.bind(user.name)).at(-1)?.result?.outcome).toBe('proven')
    const job = await last()
    expect(job?.result).toMatchObject({
      outcome: 'removed',
      message: `deploy no longer opens web-1 as ${user.name}; ops still does.`,
    })
    expect(steps(job)).toEqual(allDone)
    expect(await content()).toBe(without)
    expect(await lettingIn()).toEqual({ fresh: false, ops: true, colleague: true })
    // Connect goes on with the key that was proven beside, and nothing says any more that the other one opens.
    expect(ssh.profile.read().bindings).toMatchObject([
      { keyId: ssh.keyIds.entry, user: user.name, proofs: [{ keyId: ssh.keyIds.entry }] },
    ])
    const seen = (await ssh.observations.all()).filter(({ path }) => path === user.file)
    expect(seen.flatMap(({ keys }) => keys.map(({ comment }) => comment))).toEqual(['ops', 'colleague é'])
    expect(ssh.noted).toMatchObject([
      { event: 'key-unbound', key: { name: 'deploy' }, detail: `from authorized_keys of ${user.name}` },
    ])
    expect(ssh.profile.read().bindingJournal).toEqual([])
    // A second time there is nothing to take out.
    expect((await last(opsLogin()))?.result?.outcome).toBe('removed')
    expect(await content()).toBe(without)
  })

  it('gets in by the key itself, and finds the other way in in the file', async () => {
    const job = await last()
    expect(steps(job)).toEqual(allDone)
    expect(job?.steps.find(({ name }) => name === 'spare')?.detail).toBe(`ops opens it as ${user.name}.`)
    expect(await lettingIn()).toEqual({ fresh: false, ops: true, colleague: true })
  })

  it('takes it out of authorized_keys2 as well, and no more knows of a file that is gone', async () => {
    const twoFiles = await keysLab({ files: '.ssh/authorized_keys .ssh/authorized_keys2' })
    try {
      const owner = await twoFiles.add()
      const other = await sshBindingsLab(twoFiles, ops)
      const login = { login: { kind: 'key', keyId: other.keyIds.entry } as const }
      const [one, two] = [owner.file, `${owner.file}2`]
      await owner.keep(`${ops.publicLine}\n${other.freshLine}\n`)
      await writeFile(two, `${other.freshLine} again\n${colleague.publicLine}\n`, { mode: 0o600 })
      await chown(two, owner.uid, owner.gid)
      const job = (await other.unbind(owner.name, login)).at(-1)
      expect(job?.result).toMatchObject({ outcome: 'removed' })
      expect(await readFile(one, 'utf8')).toBe(`${ops.publicLine}\n`)
      expect(await readFile(two, 'utf8')).toBe(`${colleague.publicLine}\n`)
      const paths = async () =>
        (await other.observations.all()).map(({ path }) => path).filter((path) => path.startsWith(one))
      expect((await paths()).sort()).toEqual([one, two])
      await rm(two)
      await other.unbind(owner.name, login)
      expect(await paths()).toEqual([one])
    } finally {
      await twoFiles.stop()
    }
  })

  describe('the last way in', () => {
    beforeEach(() => user.keep(`${ssh.freshLine} mine\n${colleague.publicLine}\n`))
    const refusal = { outcome: 'failed', problem: { code: 'authorized-keys-last-way-in' } }

    it.each([
      ['nothing', {}],
      ['another name', { typedName: 'web-2' }],
    ])('is left alone where %s is typed', async (_what, given) => {
      const before = await content()
      const job = await last({}, given)
      expect(steps(job)).toEqual([
        'login done',
        'read done',
        'spare failed',
        'write skipped',
        'prove skipped',
      ])
      expect(job?.result).toMatchObject(refusal)
      expect(job?.result?.message).toContain('was not changed')
      expect(await content()).toBe(before)
      expect((await lettingIn()).fresh).toBe(true)
    })

    it('is left alone for a password too, and by many at once', async () => {
      const before = await content()
      expect((await last({ login: { kind: 'password' } }, { password: PASSWORD }))?.result).toMatchObject(
        refusal,
      )
      const wanted = { action: 'unbind' as const, keyId: ssh.keyIds.fresh, instanceIds: ['acc/vm-1'] }
      const [target] = await ssh.bindings.planMany(wanted, {})
      const [started] = await ssh.bindings.runMany({ planIds: [target?.plan?.id ?? ''] }, {})
      expect((await ssh.follow(started?.job?.id ?? '')).at(-1)?.result).toMatchObject(refusal)
      expect(await content()).toBe(before)
    })

    it('goes of many only where its own name is typed', async () => {
      const of = { keyId: ssh.keyIds.fresh, instanceIds: ['acc/vm-1'], user: user.name }
      const wanted = { action: 'unbind' as const, ...of }
      for (const [name, outcome] of [
        ['web-2', 'failed'],
        ['web-1', 'removed'],
      ] as const) {
        const [target] = await ssh.bindings.planMany(wanted, {})
        const id = target?.plan?.id ?? ''
        const [started] = await ssh.bindings.runMany({ planIds: [id], typedNames: { [id]: name } }, {})
        expect((await ssh.follow(started?.job?.id ?? '')).at(-1)?.result?.outcome).toBe(outcome)
      }
      expect(await content()).toBe(`${colleague.publicLine}\n`)
    })

    it('does not count a key that opens only a forced command, or that is refused', async () => {
      const before = `command="/bin/true" ${ops.publicLine}\n${ssh.freshLine}\n`
      await user.keep(before)
      expect((await last())?.result).toMatchObject(refusal)
      const expired = `expiry-time="20200101" ${ops.publicLine}\n${ssh.freshLine}\n`
      await user.keep(expired)
      expect((await last())?.result).toMatchObject(refusal)
      expect(await content()).toBe(expired)
    })

    it('goes where the name of the instance is typed', async () => {
      const job = await last({}, { typedName: 'web-1' })
      expect(job?.result).toMatchObject({
        outcome: 'removed',
        message: `deploy no longer opens web-1 as ${user.name}, and no other key of the vault is known to.`,
      })
      expect(await content()).toBe(`${colleague.publicLine}\n`)
      expect(await lettingIn()).toEqual({ fresh: false, ops: false, colleague: true })
      expect(ssh.profile.read().bindings).toEqual([])
    })
  })

  it('reaches the file of one user by the login of another, who is a way in', async () => {
    const byRoot = await sshBindingsLab(lab, lab.entry)
    await user.keep(`${byRoot.freshLine}\n`)
    const login = { kind: 'key', keyId: byRoot.keyIds.entry, user: 'root' } as const
    const job = (await byRoot.unbind(user.name, { login })).at(-1)
    expect(job?.result).toMatchObject({
      outcome: 'removed',
      message: `deploy no longer opens web-1 as ${user.name}; ops still does, as root.`,
    })
    expect(await content()).toBe('')
    expect(await byRoot.opens(byRoot.keyIds.fresh, user.name)).toBe(false)
  })

  it('changes nothing where the key stands in a file that only an admin may write', async () => {
    const byEntry = await sshBindingsLab(lab, lab.entry)
    await user.keep(`${ops.publicLine}\n`)
    const login = { kind: 'key', keyId: byEntry.keyIds.fresh } as const
    await user.keep(`${ops.publicLine}\n${byEntry.freshLine}\n`)
    const wanted = { keyId: byEntry.keyIds.entry, login }
    const job = (await byEntry.unbind(user.name, wanted)).at(-1)
    expect(job?.result).toMatchObject({ outcome: 'failed' })
    expect(job?.result?.message).toContain('only root may write it')
    expect(await lab.opens(user, lab.entry)).toBe(true)
  })

  it('takes out the key of which the vault has the public half alone, in the bin too', async () => {
    await ssh.profile.update((now) => ({
      ...now,
      keys: now.keys.map((key) =>
        key.id === ssh.keyIds.fresh ? { ...key, binnedAt: '2026-01-01T00:00:00.000Z' } : key,
      ),
    }))
    expect((await last(opsLogin()))?.result).toMatchObject({ outcome: 'removed' })
    expect(await content()).toBe(without)
  })

  describe('cut off', () => {
    async function holds() {
      expect([old, without]).toContain(await content())
      expect(await lab.opens(user, ops)).toBe(true)
      expect(await lab.opens(user, colleague)).toBe(true)
    }

    it.each<BindStepName>(['login', 'read', 'spare', 'write', 'prove'])(
      'by the end of the program before %s, says so at the next start, and goes through then',
      async (step) => {
        const { store, ended } = endsAt(ssh.profile, step)
        void ssh.unbind(user.name, opsLogin(), {}, ssh.start(store))
        await ended
        await holds()
        const after = ssh.start()
        const [entry] = await after.interrupted(undefined, {})
        expect(entry).toMatchObject({ action: 'unbind', by: 'ssh', step, mayBeStopped: false })
        await after.settle({ id: entry?.id ?? '', action: 'dismiss' }, {})
        expect((await ssh.unbind(user.name, opsLogin(), {}, after)).at(-1)?.result?.outcome).toBe('removed')
        expect(await content()).toBe(without)
      },
    )

    it.each<BindStepName>(['read', 'spare', 'write', 'prove'])(
      'by the end of everything that the account runs on the server, at %s',
      async (step) => {
        const killing = atStep(ssh.profile, step, () => killAll(user))
        const job = (await ssh.unbind(user.name, opsLogin(), {}, ssh.start(killing))).at(-1)
        await holds()
        if (step === 'prove') expect(job?.result?.outcome).toBe('removed')
        else expect(job?.result?.message).toMatch(/was not changed|was put back|may be gone/)
        expect((await last(opsLogin()))?.result).toMatchObject({ outcome: 'removed' })
      },
    )

    it('by a cancel, puts the file back where it was written', async () => {
      const service = ssh.start()
      const jobs: BindJob[] = []
      const cancelling = {
        ...ssh.profile,
        update: async (change: Parameters<typeof ssh.profile.update>[0]) => {
          const next = await ssh.profile.update(change)
          const [entry] = next.bindingJournal
          if (entry?.step === 'prove') await cancelled.cancel({ id: entry.id }, {})
          return next
        },
      }
      const cancelled = ssh.start(cancelling)
      jobs.push(...(await ssh.unbind(user.name, opsLogin(), {}, cancelled)))
      expect(jobs.at(-1)?.result).toMatchObject({ outcome: 'cancelled' })
      expect(jobs.at(-1)?.result?.message).toContain('was put back as it was')
      expect(await content()).toBe(old)
      expect(await opensFresh()).toBe(true)
      expect(await service.interrupted(undefined, {})).toEqual([])
    })
  })

  it('puts the file back where the key is let in all the same', async () => {
    const elsewhere = await keysLab({ offered: true })
    const owner = await elsewhere.add()
    try {
      const other = await sshBindingsLab(elsewhere, ops)
      const before = `${ops.publicLine}\n${other.freshLine}\n`
      await owner.keep(before)
      await elsewhere.offer(`${other.freshLine}\n`)
      const job = (await other.unbind(owner.name, { login: { kind: 'key', keyId: other.keyIds.entry } })).at(
        -1,
      )
      expect(steps(job)).toEqual([...allDone.slice(0, 4), 'prove failed', 'undo done'])
      expect(job?.result).toMatchObject({
        outcome: 'failed',
        problem: { code: 'authorized-keys-still-open' },
      })
      expect(await readFile(owner.file, 'utf8')).toBe(before)
    } finally {
      await elsewhere.stop()
    }
  })
})

describe.runIf((await dropbearUsable()) || process.env.CI)('unbinding over SSH from dropbear', () => {
  it('takes the key out, sees it refused, and leaves the other', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'latchkey-unbind-dropbear-'))
    const ops = testSigner('ed25519', 'ops')
    const dropbear = await startDropbear(dir, ops.publicLine)
    try {
      const ssh = await sshBindingsLab({ sshd: dropbear.target }, ops)
      const file = join(dir, '.ssh', 'authorized_keys')
      await writeFile(file, `${ops.publicLine}\n${ssh.freshLine}\n# ours\n${ssh.freshLine} twice\n`)
      expect(await ssh.opens(ssh.keyIds.fresh, 'root')).toBe(true)
      const job = (await ssh.unbind('root')).at(-1)
      expect(steps(job)).toEqual(allDone)
      expect(await readFile(file, 'utf8')).toBe(`${ops.publicLine}\n# ours\n`)
      expect(await ssh.opens(ssh.keyIds.fresh, 'root')).toBe(false)
      expect(await ssh.opens(ssh.keyIds.entry, 'root')).toBe(true)
      // The other one is the last way in now.
      expect((await ssh.unbind('root', { keyId: ssh.keyIds.entry })).at(-1)?.result).toMatchObject({
        problem: { code: 'authorized-keys-last-way-in' },
      })
      expect(await ssh.opens(ssh.keyIds.entry, 'root')).toBe(true)
    } finally {
      await dropbear.stop()
      await rm(dir, { recursive: true, force: true })
    }
  })
})

/** sshd makes the session's own process only after it has let in. */
async function killAll({ name, uid }: TestUser): Promise<void> {
  const some = ['-U', String(uid)]
  await until(`something runs as ${name}`, async () => (await run('pgrep', some)).code === 0)
  await run('pkill', ['-KILL', ...some])
}
