import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleScript } from '../helpers/bundle-script.js'
import type { MoveEnd } from '../helpers/crash-move.js'
import { type Cut, cutOff } from '../helpers/cut-off.js'
import { keyringMissing, startKeyring } from '../helpers/keyring.js'
import { startLooker } from '../helpers/looker.js'

/*
 * The move of a vault between the real keychain and the real sealed file, cut off at every write in either; after each,
 * the vault is opened from what is on the disk. Snapshots of both, and three that are really killed (SIGKILL).
 */

const names = ['key/long', 'key/stray']

const missing = process.env.CI ? undefined : keyringMissing()
const title = 'a move, cut off at every write'

describe.skipIf(missing)(missing ? `${title}: ${missing}` : title, () => {
  let script = ''
  let folder = ''

  beforeAll(async () => {
    script = await bundleScript('crash-move-main.ts')
    folder = await mkdtemp(join(tmpdir(), 'latchkey-crash-move-'))
  })

  afterAll(async () => {
    await rm(dirname(script), { recursive: true })
    await rm(folder, { recursive: true, force: true })
  })

  it.each([
    { from: 'keychain', how: 'plain', to: 'sealed-file' },
    { from: 'sealed-file', how: 'locked', to: 'keychain' },
  ])(
    'from $from ($how) loses no secret and leaves none in two places',
    { timeout: 300_000 },
    async (step) => {
      const keyring = await startKeyring('unlocked')
      const looker = startLooker<MoveEnd>(script, keyring.env)
      const look = async ({ directory, at, through }: Cut) => {
        const found = await looker.look(directory)
        const { backend, whole, items, files, hasPassword } = found
        expect([...whole].sort(), at).toEqual(names)
        if (through) expect(backend, at).toBe(step.to)
        if (backend === 'keychain') expect(files, at).toEqual([])
        else expect(items, at).toEqual([])
        expect(hasPassword, at).toBe(backend === 'sealed-file' || step.how === 'locked')
        return found
      }
      try {
        const args = [step.from, step.how]
        const { writes, copies, seen } = await cutOff({ script, into: folder, keyring, args }, look)
        expect(writes).toBeGreaterThan(40)
        expect(copies).toBeGreaterThan(25)
        expect(new Set(seen.map(({ backend }) => backend))).toEqual(new Set(['keychain', 'sealed-file']))
      } finally {
        await looker.end()
        await keyring.close()
      }
    },
  )
})
