import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleScript } from '../helpers/bundle-script.js'
import type { MoveEnd } from '../helpers/crash-move.js'
import { type Keyring, keyringMissing, startKeyring } from '../helpers/keyring.js'

/*
 * A process that moves a vault between the real keychain and the real sealed file is really killed (SIGKILL) before its
 * first write in either, before its second, and so on. After each, the vault is opened. There are no snapshots, since the
 * keychain's state is in its daemon; but where nothing changed since the write before, another kill would leave the same.
 */

const run = promisify(execFile)
const LANES = [0, 1]
const names = ['key/long', 'key/stray']

const missing = process.env.CI ? undefined : keyringMissing()
const title = 'a move, killed at every write'

describe.skipIf(missing)(missing ? `${title}: ${missing}` : title, () => {
  let script = ''
  let folder = ''
  // One for each lane: gnome-keyring (42 to 50) aborts when clients come and go side by side (their issue 195).
  let keyrings: Keyring[] = []

  beforeAll(async () => {
    script = await bundleScript('crash-move-main.ts')
    folder = await mkdtemp(join(tmpdir(), 'latchkey-crash-move-'))
    keyrings = await Promise.all(LANES.map(() => startKeyring('unlocked')))
  })

  afterAll(async () => {
    await Promise.all(keyrings.map((keyring) => keyring.close()))
    await rm(dirname(script), { recursive: true })
    await rm(folder, { recursive: true, force: true })
  })

  const envOf = (lane: number) => keyrings[lane]?.env ?? {}

  /** Really kills it; fails if it ended in any other way. */
  async function kill(args: string[], lane: number): Promise<void> {
    const ended = run(process.execPath, [script, ...args], { env: envOf(lane) })
    await expect(ended, args.join(' ')).rejects.toMatchObject({ signal: 'SIGKILL' })
  }

  /**
   * Lets it get through once, and kills it where that leaves something new; then opens what each left, in one process for
   * each lane.
   */
  async function killAtEveryWrite(from: string, how: string) {
    const folderFor = (dieAt: number) => join(folder, `${from}-${how}-${dieAt}`)
    const all = [script, from, how, '0', folderFor(0)]
    const { stdout } = await run(process.execPath, all, { env: envOf(0) })
    const { writes, telling }: { writes: number; telling: number[] } = JSON.parse(stdout)
    const attempts = [{ dieAt: writes + 1, lane: 0, directory: folderFor(0) }]
    const rest = [...telling]
    const attempt = async (lane: number) => {
      for (let dieAt = rest.shift(); dieAt !== undefined; dieAt = rest.shift()) {
        const directory = folderFor(dieAt)
        attempts.push({ dieAt, lane, directory })
        await kill([from, how, String(dieAt), directory], lane)
      }
    }
    await Promise.all(LANES.map(attempt))
    const inspected = LANES.map(async (lane) => {
      const own = attempts.filter((one) => one.lane === lane)
      const directories = own.map(({ directory }) => directory)
      const { stdout } = await run(process.execPath, [script, 'inspect', ...directories], {
        env: envOf(lane),
      })
      const ends: MoveEnd[] = JSON.parse(stdout)
      return own.map((one, index) => {
        const end = ends[index]
        if (end === undefined) throw new Error('Not everything was looked into')
        return { ...one, ...end }
      })
    })
    return { writes, kills: telling.length, ends: (await Promise.all(inspected)).flat() }
  }

  it.each([
    { from: 'keychain', how: 'plain', to: 'sealed-file' },
    { from: 'sealed-file', how: 'locked', to: 'keychain' },
  ])(
    'from $from ($how) loses no secret and leaves none in two places',
    { timeout: 900_000 },
    async (step) => {
      const { writes, kills, ends } = await killAtEveryWrite(step.from, step.how)
      for (const { dieAt, backend, whole, items, files, hasPassword } of ends) {
        const at = `killed at write ${dieAt}`
        expect([...whole].sort(), at).toEqual(names)
        if (dieAt > writes) expect(backend, at).toBe(step.to)
        if (backend === 'keychain') expect(files, at).toEqual([])
        else expect(items, at).toEqual([])
        expect(hasPassword, at).toBe(backend === 'sealed-file' || step.how === 'locked')
      }
      expect(writes).toBeGreaterThan(40)
      expect(kills).toBeGreaterThan(25)
      expect(new Set(ends.map(({ backend }) => backend))).toEqual(new Set(['keychain', 'sealed-file']))
    },
  )
})
