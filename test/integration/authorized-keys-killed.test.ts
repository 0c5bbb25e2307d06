import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BindStepName } from '../../contract/bindings.js'
import { atStep, endsAt } from '../helpers/at-step.js'
import { type KeysLab, keysLab } from '../helpers/authorized-keys-lab.js'
import { type Dropbear, dropbearUsable, startDropbear } from '../helpers/dropbear.js'
import { until } from '../helpers/processes.js'
import { type SshBindingsLab, sshBindingsLab } from '../helpers/ssh-bindings-lab.js'
import { canAddUsers, type TestUser } from '../helpers/ssh-users.js'
import { sshdInstalled } from '../helpers/sshd.js'
import { type TestSigner, testSigner } from '../helpers/test-signer.js'

/* Killed at every step, on either side: authorized_keys is the old or the new one, and a key that was proven opens still. */

const BACKUP = '.latchkey-backup'

describe.runIf((await dropbearUsable()) || process.env.CI)(
  'unbinding over SSH from dropbear, cut off',
  () => {
    let dir: string
    let file: string
    let dropbear: Dropbear
    let ops: TestSigner
    let ssh: SshBindingsLab
    let old: string
    let without: string
    beforeAll(async () => {
      dir = await mkdtemp(join(tmpdir(), 'latchkey-killed-'))
      file = join(dir, '.ssh', 'authorized_keys')
      ops = testSigner('ed25519', 'ops')
      dropbear = await startDropbear(dir, ops.publicLine)
    })
    afterAll(async () => {
      await dropbear.stop()
      await rm(dir, { recursive: true, force: true })
    })
    beforeEach(async () => {
      ssh = await sshBindingsLab({ sshd: dropbear.target }, ops)
      without = `# ours\r\n${ops.publicLine}\n# the end, without a line feed`
      old = without.replace('# the end', `${ssh.freshLine} one\nno-pty ${ssh.freshLine} two\n# the end`)
      await rm(`${file}${BACKUP}`, { force: true })
      await writeFile(file, old)
    })

    async function holds() {
      expect([old, without]).toContain(await readFile(file, 'utf8'))
      expect(await ssh.opens(ssh.keyIds.entry, 'root')).toBe(true)
    }

    /** By the other key: the one that goes may be gone already. */
    async function goesThrough(bindings = ssh.bindings) {
      const login = { kind: 'key', keyId: ssh.keyIds.entry } as const
      expect((await ssh.unbind('root', { login }, {}, bindings)).at(-1)?.result).toMatchObject({
        outcome: 'removed',
      })
      expect(await readFile(file, 'utf8')).toBe(without)
      expect(await ssh.opens(ssh.keyIds.fresh, 'root')).toBe(false)
    }

    it.each<BindStepName>(['login', 'read', 'spare', 'write', 'prove'])(
      'by the end of the program before %s, goes through at the next start',
      async (step) => {
        const { store, ended } = endsAt(ssh.profile, step)
        void ssh.unbind('root', {}, {}, ssh.start(store))
        await ended
        await holds()
        const after = ssh.start()
        expect(await after.interrupted(undefined, {})).toMatchObject([{ action: 'unbind', step }])
        await goesThrough(after)
      },
    )

    it.each<BindStepName>(['read', 'spare', 'write', 'prove'])(
      'by the end of every session on the server at %s, goes through the next time',
      async (step) => {
        const killing = atStep(ssh.profile, step, async () => dropbear.hangUp())
        const job = (await ssh.unbind('root', {}, {}, ssh.start(killing))).at(-1)
        await holds()
        expect(job?.result?.message).toMatch(/was not changed|was put back|may be gone|no longer opens/)
        await goesThrough()
      },
    )

    it('by the end of its program on the server while that writes, goes through the next time', async () => {
      const job = ssh.unbind('root')
      await until('it writes', () => existsSync(`${file}${BACKUP}`))
      dropbear.hangUp()
      await job
      await holds()
      await goesThrough()
    })
  },
)

describe.runIf((sshdInstalled && canAddUsers) || process.env.CI)('binding for further users, cut off', () => {
  let lab: KeysLab
  let user: TestUser
  let theirs: TestSigner
  let others: TestUser[]
  let ssh: SshBindingsLab
  beforeAll(async () => {
    lab = await keysLab()
    user = await lab.add()
    theirs = testSigner('ed25519', 'theirs')
    others = [await lab.add(), await lab.add()]
  })
  afterAll(() => lab.stop())
  const before = () => `# theirs\n${theirs.publicLine}`
  beforeEach(async () => {
    ssh = await sshBindingsLab(lab, lab.entry)
    await user.keep('')
    for (const one of others) await one.keep(before())
  })
  afterEach(() => Promise.all(others.map(({ file }) => rm(`${file}${BACKUP}`, { force: true }))))

  const bind = (service = ssh.bindings) => {
    const login = { kind: 'key', keyId: ssh.keyIds.entry, user: 'root' } as const
    return ssh.bind(user.name, { login, alsoUsers: others.map(({ name }) => name) }, undefined, service)
  }
  const after = () => `${before()}\n${ssh.freshLine} deploy latchkey:${ssh.keyIds.fresh}\n`

  /** The user's own key is bound whatever becomes of the others, whose files are whole and let in who they did. */
  async function holds() {
    expect(await ssh.opens(ssh.keyIds.fresh, user.name)).toBe(true)
    for (const one of others) {
      expect([before(), after()]).toContain(await readFile(one.file, 'utf8'))
      expect(await lab.opens(one, theirs)).toBe(true)
    }
  }

  async function goesThrough(service = ssh.bindings) {
    const result = (await bind(service)).at(-1)?.result
    expect(result).toMatchObject({ outcome: 'proven', others: others.map(() => ({ outcome: 'proven' })) })
    for (const one of others) expect(await readFile(one.file, 'utf8')).toBe(after())
    expect(await service.interrupted(undefined, {})).toEqual([])
  }

  it.each([
    ['before the first', 1],
    ['after the first', 2],
  ])('by the end of the program %s, goes through at the next start', async (_, nth) => {
    const { store, ended } = endsAt(ssh.profile, 'others', nth)
    void bind(ssh.start(store))
    await ended
    await holds()
    const service = ssh.start()
    expect(await service.interrupted(undefined, {})).toMatchObject([
      { by: 'ssh', step: 'others', ended: false, users: others.map(({ name }) => name) },
    ])
    await goesThrough(service)
  })

  it('by the end of every session on the server, goes through the next time', async () => {
    const job = (await bind(ssh.start(atStep(ssh.profile, 'others', async () => lab.sshd.hangUp())))).at(-1)
    expect(job?.result?.outcome).toBe('proven')
    await holds()
    await goesThrough()
  })

  it('by the end of its program on the server while that writes, goes through the next time', async () => {
    const job = bind()
    const [first] = others
    await until('it writes', () => existsSync(`${first?.file}${BACKUP}`))
    lab.sshd.hangUp()
    expect((await job).at(-1)?.result?.outcome).toBe('proven')
    await holds()
    await goesThrough()
  })
})
