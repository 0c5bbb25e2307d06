import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleScript } from '../helpers/bundle-script.js'
import type { MoveEnd } from '../helpers/crash-move.js'
import { type Cut, cutOff } from '../helpers/cut-off.js'
import { type Keyring, keyringMissing, startKeyring } from '../helpers/keyring.js'
import { type Looker, startLooker } from '../helpers/looker.js'

/*
 * A vault that moves between the real keychain and the real sealed file is cut off at every write in either; after each,
 * it is opened. Snapshots: one process copies the profile and the files of the keychain's daemon before each write, and
 * another daemon is started over each copy. Real: three are killed (SIGKILL), at the first write, the middle one and the
 * last, and have to leave what one of the snapshots shows.
 */

const names = ['key/long', 'key/stray']

const missing = process.env.CI ? undefined : keyringMissing()
const title = 'a move, cut off at every write'

describe.skipIf(missing)(missing ? `${title}: ${missing}` : title, () => {
  let script = ''
  let folder = ''
  let keyring: Keyring
  let looker: Looker<MoveEnd>

  beforeAll(async () => {
    script = await bundleScript('crash-move-main.ts')
    folder = await mkdtemp(join(tmpdir(), 'latchkey-crash-move-'))
    keyring = await startKeyring('unlocked')
    looker = startLooker(script, keyring.env)
  })

  afterAll(async () => {
    await looker.end()
    await keyring.close()
    await rm(dirname(script), { recursive: true })
    await rm(folder, { recursive: true, force: true })
  })

  it.each([
    { from: 'keychain', how: 'plain', to: 'sealed-file' },
    { from: 'sealed-file', how: 'locked', to: 'keychain' },
  ])(
    'from $from ($how) loses no secret and leaves none in two places',
    { timeout: 900_000 },
    async (step) => {
      const look = async ({ directory, at, through }: Cut) => {
        const { backend, whole, items, files, hasPassword } = await looker.look(directory)
        expect([...whole].sort(), at).toEqual(names)
        if (through) expect(backend, at).toBe(step.to)
        if (backend === 'keychain') expect(files, at).toEqual([])
        else expect(items, at).toEqual([])
        expect(hasPassword, at).toBe(backend === 'sealed-file' || step.how === 'locked')
        return backend
      }
      const work = { script, into: folder, keyring, args: [step.from, step.how] }
      const { writes, copies, seen } = await cutOff(work, look)
      expect(writes).toBeGreaterThan(40)
      expect(copies).toBeGreaterThan(25)
      expect(new Set(seen)).toEqual(new Set(['keychain', 'sealed-file']))
    },
  )
})
