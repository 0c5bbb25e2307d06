import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { SyncRun } from '../../contract/sync.js'
import { bundleScript } from '../helpers/bundle-script.js'
import { openSyncIn } from '../helpers/crash-sync.js'
import { killAtWrite, snapshotEachWrite } from '../helpers/cut-off.js'

/*
 * A sync of two accounts, cut off before every write: of its journal, and of the clouds, which are files here, so that what
 * has reached them outlives the process. Taken up again, it does what is left and repeats nothing: these clouds
 * throw at a key that is pushed twice.
 */

let script = ''
let folder = ''

beforeAll(async () => {
  script = await bundleScript('crash-sync-main.ts')
  folder = await mkdtemp(join(tmpdir(), 'latchkey-crash-sync-'))
})

afterAll(async () => {
  await rm(dirname(script), { recursive: true })
  await rm(folder, { recursive: true, force: true })
})

/** Opens what is there as after a restart, takes it up, and expects the accounts to hold what they should. */
async function expectTakenUp(directory: string, at: string): Promise<SyncRun | null> {
  const { sync, ended, lastRun, held, syncAll } = openSyncIn(directory)
  const run = await lastRun()
  if (run === null)
    await syncAll() // cut off before it had begun, or done
  else {
    await sync.resume(undefined, {})
    const { state, steps } = await ended()
    expect(state, at).toBe('ended')
    for (const step of steps) expect(['done', 'already'], at).toContain(step.state)
  }
  for (const id of ['a', 'b']) expect(await held(id), at).toEqual(['db', 'foreign', 'web'])
  await sync.close()
  return run
}

it('is taken up wherever it was cut off, and repeats nothing', { timeout: 120_000 }, async () => {
  const work = { script, into: folder }
  const { copies, end, writes } = await snapshotEachWrite(work)
  const runs: (SyncRun | null)[] = []
  for (const [index, directory] of copies.entries())
    runs.push(await expectTakenUp(directory, `snapshot ${index + 1}`))
  expect(runs.filter((run) => run?.state === 'interrupted').length).toBeGreaterThan(5)
  expect(await expectTakenUp(end, 'got through')).toBeNull()
  // How often the journal is written depends on the machine; the first third is there on each.
  for (const write of [1, Math.ceil(writes / 4), Math.ceil(writes / 3)])
    await expectTakenUp(await killAtWrite(work, write), `killed at write ${write}`)
})
