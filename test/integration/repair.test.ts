import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { bundleScript } from '../helpers/bundle-script.js'
import { cutOff } from '../helpers/cut-off.js'
import { type Keyring, keyringMissing, startKeyring } from '../helpers/keyring.js'
import { type Looker, startLooker } from '../helpers/looker.js'
import { type RepairEnd, runRepair } from '../helpers/repair-scenarios.js'

/* What doesn't fit in real stores is found and repaired; each repair is cut off at every write (see cut-off.ts). */

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

/** Makes two key pairs, one of them after a copy of the profile was kept, and sets the profile back to that copy. */
async function setBack(directory: string, make: (steps: string[]) => Promise<unknown>): Promise<void> {
  await make(['make:old'])
  const profile = join(directory, 'profile', 'profile.json')
  await copyFile(profile, join(folder, 'older.json'))
  await make(['make:new'])
  await copyFile(join(folder, 'older.json'), profile)
}

describe('a sealed file', () => {
  const backend = 'sealed-file'

  // A desktop's own keychain is none of its business, and would be asked at each start.
  beforeAll(() => void vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', 'unix:path=/nowhere'))
  afterAll(() => void vi.unstubAllEnvs())

  const steps = (directory: string, ...names: string[]) =>
    runRepair(join(directory, 'profile'), backend, names)

  /** Cuts the step off, each time over a copy of what was prepared. */
  function cutOffIn(prepared: string, step: string, holds: (end: RepairEnd, at: string) => void) {
    return cutOff({ script, into: folder, prepared, args: [backend, step] }, async ({ directory, at }) => {
      const end = await steps(directory)
      holds(end, at)
      return end
    })
  }

  it('of a profile that was set back gives its keys their entries back, also when it is cut off', async () => {
    const prepared = join(folder, 'set-back')
    await setBack(prepared, (names) => steps(prepared, ...names))
    expect(await steps(prepared, 'check')).toMatchObject({
      ...{ findings: ['key-unlisted new'], checked: ['key-unlisted new'], sign: ['old'] },
    })
    const { writes } = await cutOffIn(prepared, 'put-back', ({ findings, sign }, at) => {
      const back = findings.length === 0
      expect([findings, sign], at).toEqual(back ? [[], ['new', 'old']] : [['key-unlisted new'], ['old']])
    })
    expect(writes).toBeGreaterThan(10)
    await cutOffIn(prepared, 'remove', ({ findings, sign }, at) => {
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
  let looker: Looker<RepairEnd>

  beforeAll(async () => {
    keyring = await startKeyring('unlocked')
    looker = startLooker(script, keyring.env)
  })

  afterAll(async () => {
    await looker.end()
    await keyring.close()
  })

  const steps = (directory: string, ...names: string[]) => looker.look([directory, ...names].join(','))
  const on =
    (name: string) =>
    (...names: string[]) =>
      steps(join(folder, name), ...names)

  it('that has more than the profile, which was set back, gives it back', async () => {
    const latchkey = on('keyring-set-back')
    await setBack(join(folder, 'keyring-set-back'), (names) => latchkey(...names))
    expect(await latchkey()).toMatchObject({ findings: ['key-unlisted new'], sign: ['old'] })
    expect(await latchkey('put-back')).toMatchObject({ findings: [], sign: ['new', 'old'] })
  }, 60_000)

  it('that lost and spoiled single items is found out by a check, and remembered', async () => {
    const latchkey = on('keyring-spoiled')
    await latchkey('make:whole', 'make:lost', 'make:spoiled', 'delete:lost', 'damage:spoiled')
    const found = ['key-missing lost', 'key-damaged spoiled']
    expect(await latchkey('check')).toMatchObject({ checked: found, sign: ['whole'] })
    expect(await latchkey()).toMatchObject({ findings: found })
    expect(await latchkey('keep-public')).toMatchObject({
      ...{ findings: ['key-damaged spoiled'], publicOnly: ['lost'], sign: ['whole'] },
    })
  }, 60_000)

  it('loses nothing where a private half is given back or deleted and that is cut off', async () => {
    const prepared = join(folder, 'keyring-give')
    await keyring.over(prepared)
    await steps(prepared, 'make:web', 'copy:web', 'delete:web', 'check')
    const work = { script, into: folder, keyring, prepared }
    await cutOff({ ...work, args: [backend, 'put-back'] }, async ({ directory, at }) => {
      const { findings, sign, publicOnly } = await steps(directory)
      const given = sign.length === 1
      expect(findings.length, at).toBe(given ? 1 : publicOnly.length === 1 ? 1 : 2)
      if (!given) expect(await steps(directory, 'put-back'), at).toMatchObject({ sign: ['web'] })
      return { findings: findings.length, given }
    })
    await keyring.over(prepared)
    await steps(prepared, 'put-back')
    await cutOff({ ...work, args: [backend, 'remove'] }, async ({ directory, at, through }) => {
      const end = await steps(directory, ...(through ? [] : ['check']))
      expect(end, at).toMatchObject({ sign: ['web'] })
      return end.findings.length
    })
  }, 300_000)
})
