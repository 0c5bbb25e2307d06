import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundleScript } from '../helpers/bundle-script.js'
import { openSyncIn } from '../helpers/crash-sync.js'
import { cutOff } from '../helpers/cut-off.js'

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

it('is taken up wherever it was cut off, and repeats nothing', { timeout: 120_000 }, async () => {
  const { copies } = await cutOff({ script, into: folder }, async ({ directory, at, through }) => {
    const { sync, ended, lastRun, held, syncAll } = openSyncIn(directory)
    const run = (await lastRun()).value
    if (through) expect(run, at).toBeNull()
    if (run == null)
      await syncAll() // cut off before it had begun, or done
    else {
      await sync.resume(undefined, {})
      const { state, steps } = await ended()
      expect(state, at).toBe('ended')
      expect(
        steps.filter((step) => step.state !== 'done' && step.state !== 'already'),
        at,
      ).toEqual([])
    }
    const both = [await held('a'), await held('b')]
    expect(both, at).toEqual([
      ['db', 'foreign', 'web'],
      ['db', 'foreign', 'web'],
    ])
    await sync.close()
    return both
  })
  expect(copies).toBeGreaterThan(6)
})
