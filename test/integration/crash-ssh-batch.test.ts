import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BindAction } from '../../contract/bindings.js'
import { type KeysLab, keysLab } from '../helpers/authorized-keys-lab.js'
import { bundleScript } from '../helpers/bundle-script.js'
import { type BatchWork, openBatchIn } from '../helpers/crash-ssh-batch.js'
import { killAtWrite, snapshotEachWrite } from '../helpers/cut-off.js'
import { canAddUsers, type TestUser } from '../helpers/ssh-users.js'
import { sshdInstalled } from '../helpers/sshd.js'
import { type TestSigner, testSigner } from '../helpers/test-signer.js'

/*
 * A batch over SSH to three accounts of a real sshd, whose process is killed at some of its writes. At the next start each
 * instance says what became of it, every file is whole, and the key that opened before still does.
 */
describe.runIf((sshdInstalled && canAddUsers) || process.env.CI)('a batch over SSH that is killed', () => {
  let lab: KeysLab
  let users: TestUser[]
  let script = ''
  let folder = ''
  let ops: TestSigner
  let deploy: TestSigner
  beforeAll(async () => {
    lab = await keysLab()
    users = [await lab.add(), await lab.add(), await lab.add()]
    script = await bundleScript('crash-ssh-batch-main.ts')
    folder = await mkdtemp(join(tmpdir(), 'latchkey-crash-ssh-'))
    ops = testSigner('ed25519', 'ops')
    deploy = testSigner('ed25519', 'deploy')
  })
  afterAll(async () => {
    await lab.stop()
    await rm(dirname(script), { recursive: true })
    await rm(folder, { recursive: true, force: true })
  })

  const der = ({ privateKey }: TestSigner) =>
    privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')
  const lines = (...signers: TestSigner[]) => signers.map(({ publicLine }) => `${publicLine}\n`).join('')

  /** Puts every account's file into the state before. */
  async function reset(action: BindAction): Promise<void> {
    for (const user of users) await user.keep(action === 'bind' ? lines(ops) : lines(ops, deploy))
  }

  async function prepare(action: BindAction) {
    const { host, port } = lab.sshd
    const work: BatchWork = {
      ...{ action, sshd: { host, port }, users: users.map(({ name }) => name) },
      ...{ ops: der(ops), deploy: der(deploy) },
    }
    const prepared = join(folder, `prepared-${action}`)
    await mkdir(prepared)
    await writeFile(join(prepared, 'work.json'), JSON.stringify(work), { mode: 0o600 })
    return { script, into: folder, prepared }
  }

  const has = async (user: TestUser) =>
    (await readFile(user.file, 'utf8')).includes(deploy.publicLine.split(' ')[1] ?? '')

  async function expectWhole(): Promise<void> {
    for (const user of users) {
      const content = await readFile(user.file, 'utf8')
      expect(content.startsWith(lines(ops))).toBe(true)
      expect(content.endsWith('\n')).toBe(true)
      expect(content.split('\n').length).toBeLessThanOrEqual(3)
      expect(await lab.opens(user, ops)).toBe(true)
    }
  }

  it.each<BindAction>(['bind', 'unbind'])(
    'says of each what became of it: %s',
    { timeout: 120_000 },
    async (action) => {
      const work = await prepare(action)
      await reset(action)
      const done = action === 'bind' ? 'proven' : 'removed'
      const { writes, result } = await snapshotEachWrite<string[]>(work)
      expect(result).toEqual([done, done, done])
      const steps = new Set<string>()
      for (const part of [0.3, 0.55, 0.8]) {
        await reset(action)
        const directory = await killAtWrite(work, Math.ceil(writes * part))
        await expectWhole()
        const after = await openBatchIn(directory)
        const cutOff = await after.interrupted()
        for (const [n, user] of users.entries()) {
          const entry = cutOff.find(({ instanceId }) => instanceId === `acc/vm-${n + 1}`)
          const changed = (await has(user)) === (action === 'bind')
          steps.add(entry?.step ?? (changed ? 'done' : 'not begun'))
          // Nothing is changed of which nothing is said: under way, or at its end.
          if (entry === undefined && changed) expect(await endsWell(after, user, action)).toBe(true)
          if (entry !== undefined) expect(entry).toMatchObject({ action, by: 'ssh', mayBeStopped: false })
        }
        const ends = await after.goThrough()
        expect(ends.map((job) => job.result?.outcome)).toEqual([done, done, done])
        await expectWhole()
        for (const user of users) expect(await lab.opens(user, deploy)).toBe(action === 'bind')
      }
      expect(steps.size).toBeGreaterThan(1)
    },
  )

  /** The profile has what the job has come to. */
  async function endsWell(
    { profile, keyIds }: Awaited<ReturnType<typeof openBatchIn>>,
    user: TestUser,
    action: BindAction,
  ): Promise<boolean> {
    const proofs = profile.read().bindings.flatMap((binding) => binding.proofs)
    const isProven = proofs.some((proof) => proof.keyId === keyIds.fresh && proof.user === user.name)
    return isProven === (action === 'bind')
  }
})
