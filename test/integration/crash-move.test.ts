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
 * A process that moves a vault between the real keychain and the real sealed file is killed (SIGKILL) before its first
 * write in either, before its second, and so on until it gets through. After each, the vault is opened.
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

  /** Whether it got through. Fails if it ended in any way but by its own kill. */
  async function killedAt(args: string[], lane: number): Promise<boolean> {
    try {
      await run(process.execPath, [script, ...args], { env: envOf(lane) })
      return true
    } catch (error) {
      if ((error as { signal?: string }).signal === 'SIGKILL') return false
      throw error
    }
  }

  /** Kills it at every write; then opens what each left, in one process for each lane. */
  async function killAtEveryWrite(from: string, how: string) {
    let next = 1
    let through = Number.POSITIVE_INFINITY
    const attempts: { dieAt: number; lane: number; directory: string }[] = []
    const attempt = async (lane: number) => {
      while (next < through) {
        const dieAt = next++
        const directory = join(folder, `${from}-${how}-${dieAt}`)
        attempts.push({ dieAt, lane, directory })
        if (await killedAt([from, how, String(dieAt), directory], lane)) through = Math.min(through, dieAt)
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
    return { kills: through - 1, ends: (await Promise.all(inspected)).flat() }
  }

  it.each([
    { from: 'keychain', how: 'plain', to: 'sealed-file' },
    { from: 'sealed-file', how: 'locked', to: 'keychain' },
  ])(
    'from $from ($how) loses no secret and leaves none in two places',
    { timeout: 900_000 },
    async (step) => {
      const { kills, ends } = await killAtEveryWrite(step.from, step.how)
      for (const { dieAt, backend, whole, items, files, hasPassword } of ends) {
        const at = `killed at write ${dieAt}`
        expect([...whole].sort(), at).toEqual(names)
        if (dieAt > kills) expect(backend, at).toBe(step.to)
        if (backend === 'keychain') expect(files, at).toEqual([])
        else expect(items, at).toEqual([])
        expect(hasPassword, at).toBe(backend === 'sealed-file' || step.how === 'locked')
      }
      expect(kills).toBeGreaterThan(40)
      expect(new Set(ends.map(({ backend }) => backend))).toEqual(new Set(['keychain', 'sealed-file']))
    },
  )
})
