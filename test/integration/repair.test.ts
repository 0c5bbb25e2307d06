import { execFile } from 'node:child_process'
import { copyFile, cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Backend } from '../../contract/vault.js'
import { bundleScript } from '../helpers/bundle-script.js'
import { type Keyring, keyringMissing, startKeyring } from '../helpers/keyring.js'
import { type RepairEnd, runRepair } from '../helpers/repair-scenarios.js'

/* What doesn't fit in real stores is found and repaired; a process that repairs is killed (SIGKILL) at its writes. */

let script = ''
let folder = ''

beforeAll(async () => {
  script = await bundleScript('repair-process-main.ts')
  folder = await mkdtemp(join(tmpdir(), 'latchkey-repair-'))
})

afterAll(async () => {
  await rm(dirname(script), { recursive: true })
  await rm(folder, { recursive: true, force: true })
})

interface Run {
  directory: string
  backend: Backend
  steps: string[]
  dieAt?: number
  countIn?: 'keychain' | 'files'
  env?: NodeJS.ProcessEnv
}

/** What there is at its end, or null if it was killed. */
function run({ directory, backend, steps, dieAt = 0, countIn = 'files', env = process.env }: Run) {
  return new Promise<RepairEnd | null>((resolve, reject) => {
    const args = [script, directory, backend, countIn, String(dieAt), ...steps]
    execFile(process.execPath, args, { env }, (error, stdout) => {
      if (error?.signal === 'SIGKILL') resolve(null)
      else if (error) reject(error)
      else resolve(JSON.parse(stdout))
    })
  })
}

/** Makes two key pairs, one of them after a copy of the profile was kept, and sets the profile back to that copy. */
async function setBack(directory: string, make: (steps: string[]) => Promise<unknown>): Promise<void> {
  await make(['make:old'])
  const profile = join(directory, 'profile.json')
  await copyFile(profile, join(folder, 'older.json'))
  await make(['make:new'])
  await copyFile(join(folder, 'older.json'), profile)
}

describe('a sealed file', () => {
  const backend = 'sealed-file'

  // A desktop's own keychain is none of its business, and would be asked at each start.
  beforeAll(() => void vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', 'unix:path=/nowhere'))
  afterAll(() => void vi.unstubAllEnvs())

  /** Kills the last step at every `stride`th write, each over a copy of what was prepared. */
  async function killed(prepared: string, step: string, holds: (end: RepairEnd, at: string) => void) {
    for (let dieAt = 1; ; dieAt += 5) {
      const directory = join(folder, `${step}-${dieAt}`)
      await cp(prepared, directory, { recursive: true })
      const through = await run({ directory, backend, steps: [step], dieAt })
      holds(await runRepair(directory, backend, []), `${step}, killed at write ${dieAt}`)
      if (through !== null) return dieAt
    }
  }

  it('of a profile that was set back gives its keys their entries back, also when it is killed', async () => {
    const prepared = join(folder, 'set-back')
    await setBack(prepared, (steps) => runRepair(prepared, backend, steps))
    expect(await runRepair(prepared, backend, ['check'])).toMatchObject({
      ...{ findings: ['key-unlisted new'], checked: ['key-unlisted new'], sign: ['old'] },
    })
    const kills = await killed(prepared, 'put-back', ({ findings, sign }, at) => {
      const back = findings.length === 0
      expect([findings, sign], at).toEqual(back ? [[], ['new', 'old']] : [['key-unlisted new'], ['old']])
    })
    expect(kills).toBeGreaterThan(3)
    await killed(prepared, 'remove', ({ findings, sign }, at) => {
      expect([[], ['key-unlisted new']], at).toContainEqual(findings)
      expect(sign, at).toEqual(['old'])
    })
  }, 300_000)
})

const missing = process.env.CI ? undefined : keyringMissing()
const title = 'a real keyring'

describe.skipIf(missing)(missing ? `${title}: ${missing}` : title, () => {
  const backend = 'keychain'
  let keyring: Keyring

  beforeAll(async () => {
    keyring = await startKeyring('unlocked')
  })

  afterAll(() => keyring.close())

  const on =
    (name: string) =>
    (steps: string[], dieAt = 0) => {
      return run({
        directory: join(folder, name),
        backend,
        steps,
        dieAt,
        countIn: 'keychain',
        env: keyring.env,
      })
    }

  it('that has more than the profile, which was set back, gives it back', async () => {
    const latchkey = on('keyring-set-back')
    await setBack(join(folder, 'keyring-set-back'), latchkey)
    expect(await latchkey([])).toMatchObject({ findings: ['key-unlisted new'], sign: ['old'] })
    expect(await latchkey(['put-back'])).toMatchObject({ findings: [], sign: ['new', 'old'] })
  }, 60_000)

  it('that lost and spoiled single items is found out by a check, and remembered', async () => {
    const latchkey = on('keyring-spoiled')
    await latchkey(['make:whole', 'make:lost', 'make:spoiled', 'delete:lost', 'damage:spoiled'])
    const found = ['key-missing lost', 'key-damaged spoiled']
    expect(await latchkey(['check'])).toMatchObject({ checked: found, sign: ['whole'] })
    expect(await latchkey([])).toMatchObject({ findings: found })
    expect(await latchkey(['keep-public'])).toMatchObject({
      ...{ findings: ['key-damaged spoiled'], publicOnly: ['lost'], sign: ['whole'] },
    })
  }, 60_000)

  it('loses nothing where a private half is given back or deleted and the process is killed', async () => {
    for (let dieAt = 1, through = false; !through; dieAt++) {
      const latchkey = on(`keyring-give-${dieAt}`)
      await latchkey(['make:web', 'copy:web', 'delete:web', 'check'])
      through = (await latchkey(['put-back'], dieAt)) !== null
      const end = await latchkey([])
      const given = end?.sign.length === 1
      expect(end?.findings.length, `killed at ${dieAt}`).toBe(
        given ? 1 : end?.publicOnly.length === 1 ? 1 : 2,
      )
      if (!given) await latchkey(['put-back'])
      const removed = (await latchkey(['remove'], dieAt)) !== null
      expect(await latchkey(removed ? [] : ['check']), `killed at ${dieAt}`).toMatchObject({ sign: ['web'] })
    }
  }, 120_000)
})
