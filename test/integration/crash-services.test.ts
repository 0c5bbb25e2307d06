import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { bundleScript } from '../helpers/bundle-script.js'
import { secretIn, startApp, unlock } from '../helpers/crash-restore.js'
import { type Seen, type Step, see } from '../helpers/crash-services.js'
import { killAtWrite, snapshotEachWrite } from '../helpers/cut-off.js'
import { expectSigns } from '../helpers/expect-signs.js'

/*
 * What a user does to key pairs and accounts, cut off at every write to the profile folder, the activity record's as
 * well. Snapshots: one process copies the folder before each write, which is what a killed one leaves, for the kernel
 * keeps what was written. Real: the same process is killed (SIGKILL) before some of its writes; every such folder has to
 * open in the same way, and to look like one of the snapshots.
 */

// Sweeping the memory at each lock would take most of the time.
vi.mock('../../main/core/vault/collect-garbage.js', () => ({ collectGarbage: () => undefined }))

let script = ''
let folder = ''

beforeAll(async () => {
  // A desktop's own keychain is none of its business.
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', 'unix:path=/nowhere')
  script = await bundleScript('crash-services-main.ts')
  folder = await mkdtemp(join(tmpdir(), 'latchkey-crash-services-'))
})

afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(dirname(script), { recursive: true })
  await rm(folder, { recursive: true, force: true })
})

/** Opens what is there as after a restart, and expects it to be whole: as before the step or as after it. */
async function expectWhole(profileDir: string, { what, before, after }: Step, at: string): Promise<Seen> {
  const opened = await startApp(profileDir)
  const { app } = opened
  expect(await app.activity.verify(undefined, {}), `${what}, ${at}`).toMatchObject({ state: 'sound' })
  await unlock(app)
  const found = await see(opened)
  for (const id of new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(found)]))
    expect([before[id], after[id]], `${what}: ${id}, ${at}`).toContain(found[id])
  for (const { id, hasPrivate, binnedAt } of opened.profile.read().keys)
    if (hasPrivate && binnedAt === null) await expectSigns(app, id)
  // After the opening what is due in the bin goes by itself.
  const phases = () => opened.profile.read().keys.map(({ phase }) => phase)
  await vi.waitFor(() => expect(phases(), `${what}, ${at}`).not.toContain('deleting'))
  await opened.close()
  await expectGone(
    profileDir,
    Object.keys(before).filter((id) => found[id] === undefined),
  )
  return found
}

/** Nothing of what was deleted is in the copy that the sealed file keeps of itself. */
async function expectGone(profileDir: string, ids: string[]): Promise<void> {
  const previous = join(profileDir, 'vault.sealed.previous')
  if (!existsSync(previous)) return
  for (const id of ids) expect(await secretIn(await readFile(previous), `key/${id}`)).toBeNull()
}

it('leaves everything whole wherever it is cut off', { timeout: 300_000 }, async () => {
  const work = { script, into: folder }
  const { result: steps, copies } = await snapshotEachWrite<Step[]>(work)
  expect(steps.at(-1)?.copies).toBeGreaterThan(150)
  let next = 1
  const found = new Set<string>()
  for (const step of steps)
    for (; next <= step.copies; next++) {
      const seen = await expectWhole(copies[next - 1] ?? '', step, `snapshot ${next}`)
      found.add(Object.values(seen).sort().join('; '))
    }
  // Really killed, before the write in the middle of each step: nothing that a snapshot has not shown.
  const sample = steps.flatMap(({ writes }, index) => [
    Math.ceil((writes + (steps[index - 1]?.writes ?? 0)) / 2),
  ])
  for (const dieAt of sample) {
    const opened = await startApp(await killAtWrite(work, dieAt))
    expect(await opened.app.activity.verify(undefined, {})).toMatchObject({ state: 'sound' })
    await unlock(opened.app)
    expect(found, `killed at write ${dieAt}`).toContain(
      Object.values(await see(opened))
        .sort()
        .join('; '),
    )
    await opened.close()
  }
})
