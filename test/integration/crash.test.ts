import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Backend } from '../../contract/vault.js'
import { bundleScript } from '../helpers/bundle-script.js'
import { type Inspection, runScenarios, secretOf } from '../helpers/crash-scenarios.js'
import { type Keyring, keyringMissing, startKeyring } from '../helpers/keyring.js'

/*
 * A process that runs the real stores is killed (SIGKILL) before its first write, before its second, and so on until
 * it gets through. After each, the vault is opened from what is on the disk or in the keychain.
 */

let script = ''
let folder = ''

beforeAll(async () => {
  script = await bundleScript('crash-process-main.ts')
  folder = await mkdtemp(join(tmpdir(), 'latchkey-crash-'))
})

afterAll(async () => {
  await rm(dirname(script), { recursive: true })
  await rm(folder, { recursive: true, force: true })
})

interface Run {
  /** One scenario, or `prepare` and then another of which alone the writes count. */
  scenario: 'work' | 'inspect' | 'upgrade' | `${'prepare' | 'small' | 'inspect'},${string}`
  backend: Backend
  directory: string
  dieAt: number
  env?: NodeJS.ProcessEnv
}

/** Whether it got through. */
async function run({ scenario, backend, directory, dieAt, env = process.env }: Run): Promise<boolean> {
  return (await start([scenario, backend, String(dieAt), directory], env)) !== null
}

/** What it found at its end, or null if it was killed. Fails if it ended in any other way. */
function start(args: string[], env: NodeJS.ProcessEnv): Promise<Inspection[] | null> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [script, ...args], { env }, (error, stdout) => {
      if (error?.signal === 'SIGKILL') resolve(null)
      else if (error) reject(error)
      else resolve(JSON.parse(stdout))
    })
  })
}

const LANES = [0, 1, 2, 3]

/** Runs `attempt` with 1, 2, 3 …, the lanes side by side, until the process got through once; the number of kills. */
async function untilThrough(attempt: (dieAt: number, lane: number) => Promise<boolean>): Promise<number> {
  let next = 1
  let through = Number.POSITIVE_INFINITY
  const run = async (lane: number) => {
    while (next < through) {
      const dieAt = next++
      if (await attempt(dieAt, lane)) through = Math.min(through, dieAt)
    }
  }
  await Promise.all(LANES.map(run))
  return through - 1
}

/** What must hold after `work` was cut off anywhere. */
function expectNothingLost({ records, secrets }: Inspection, at: string): void {
  expect(records.kept, at).toBe('stored')
  expect(secrets.kept, at).toBe('old')
  for (const id of ['doomed', 'added', 'account']) {
    expect([records[id], secrets[id]], `${id}, ${at}`).toEqual(
      records[id] === undefined ? [undefined, 'none'] : ['stored', 'old'],
    )
  }
}

/** What must hold once `work` got through. */
function expectDone({ records, secrets }: Inspection): void {
  expect(records).toEqual({ kept: 'stored', added: 'stored', account: 'stored' })
  expect(secrets).toMatchObject({ kept: 'old', doomed: 'none', added: 'old', account: 'old' })
}

describe('a sealed file, killed at every write', () => {
  const backend = 'sealed-file'

  // A desktop's own keychain is none of its business, and would be asked at each start.
  beforeAll(() => void vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', 'unix:path=/nowhere'))
  afterAll(() => void vi.unstubAllEnvs())

  it('loses no key while keys are added and deleted', { timeout: 600_000 }, async () => {
    const prepared = join(folder, 'prepared')
    await runScenarios(['prepare'], backend, prepared)
    const kills = await untilThrough(async (dieAt) => {
      const directory = join(folder, `work-${dieAt}`)
      await cp(prepared, directory, { recursive: true })
      const through = await run({ scenario: 'work', backend, directory, dieAt })
      const found = await runScenarios(['inspect'], backend, directory)
      expectNothingLost(found, `killed at write ${dieAt}`)
      if (through) expectDone(found)
      await expectNothingReadable(directory)
      return through
    })
    expect(kills).toBeGreaterThan(60)
  })

  it('can be made after its making was cut off', { timeout: 300_000 }, async () => {
    const kills = await untilThrough(async (dieAt) => {
      const directory = join(folder, `make-${dieAt}`)
      const through = await run({ scenario: 'inspect', backend, directory, dieAt })
      const { records } = await runScenarios(['prepare'], backend, directory)
      expect(records, `killed at write ${dieAt}`).toEqual({ kept: 'stored', doomed: 'stored' })
      const leftovers = (await readdir(directory)).filter((name) => name.includes('tmp'))
      expect(leftovers, `killed at write ${dieAt}`).toEqual([])
      return through
    })
    expect(kills).toBeGreaterThan(10)
  })

  it('is opened by the old password or the new one while it is changed', { timeout: 300_000 }, async () => {
    const prepared = join(folder, 'prepared')
    await runScenarios(['prepare'], backend, prepared)
    const seen = new Set<string | null>()
    const kills = await untilThrough(async (dieAt) => {
      const directory = join(folder, `change-${dieAt}`)
      await cp(prepared, directory, { recursive: true })
      const through = await run({ scenario: 'inspect,change', backend, directory, dieAt })
      const { secrets, password } = await runScenarios(['inspect'], backend, directory)
      expect(secrets, `killed at write ${dieAt}`).toMatchObject({ kept: 'old', doomed: 'old' })
      if (through) expect(password).toBe('another horse battery')
      seen.add(password)
      return through
    })
    expect(kills).toBeGreaterThan(15)
    expect(seen.size).toBe(2)
  })

  it('of the version before opens while it is rewritten', { timeout: 300_000 }, async () => {
    const prepared = join(folder, 'version-1')
    await runScenarios(['prepare'], backend, prepared)
    await rm(join(prepared, 'vault.sealed.previous'))
    await cp('test/vectors/vault-version-1.sealed', join(prepared, 'vault.sealed'))
    const kills = await untilThrough(async (dieAt) => {
      const directory = join(folder, `version-1-${dieAt}`)
      await cp(prepared, directory, { recursive: true })
      const through = await run({ scenario: 'upgrade', backend, directory, dieAt })
      const { secrets } = await runScenarios(['inspect'], backend, directory)
      expect(secrets.kept, `killed at write ${dieAt}`).toBe('old')
      expect(await readFile(join(directory, 'vault.sealed'), 'latin1')).toContain('"version":2')
      return through
    })
    expect(kills).toBeGreaterThan(15)
  })

  async function expectNothingReadable(directory: string): Promise<void> {
    const secret = Buffer.from(secretOf('kept').subarray(0, 32))
    const forms = [secret, Buffer.from(secret.toString('base64')), Buffer.from(secret.toString('hex'))]
    const password = Buffer.from('correct horse battery')
    for (const name of await readdir(directory)) {
      const content = await readFile(join(directory, name))
      for (const form of [...forms, password]) expect(content.includes(form), name).toBe(false)
    }
  }
})

const missing = process.env.CI ? undefined : keyringMissing()
const title = 'a keychain, killed at every write'

describe.skipIf(missing)(missing ? `${title}: ${missing}` : title, () => {
  const backend = 'keychain'
  // One for each lane: gnome-keyring (42 to 50) aborts when clients come and go side by side (their issue 195).
  let keyrings: Keyring[] = []

  beforeAll(async () => {
    keyrings = await Promise.all(LANES.map(() => startKeyring('unlocked')))
  })

  afterAll(() => Promise.all(keyrings.map((keyring) => keyring.close())))

  interface Attempt {
    lane: number
    directory: string
    through: boolean
    at: string
  }

  /** Kills `scenario` at every write, in folders of that name; then looks into the keychains. */
  async function killAtEveryWrite(name: string, scenario: Run['scenario']) {
    const attempts: Attempt[] = []
    const kills = await untilThrough(async (dieAt, lane) => {
      const directory = join(folder, `${name}-${dieAt}`)
      const through = await run({ scenario, backend, directory, dieAt, env: envOf(lane) })
      attempts.push({ lane, directory, through, at: `killed at write ${dieAt}` })
      return through
    })
    return { kills, ends: (await Promise.all(LANES.map((lane) => inspect(lane, attempts)))).flat() }
  }

  /** Looks into all that a lane left, in a process of its own. */
  async function inspect(lane: number, attempts: Attempt[]) {
    const own = attempts.filter((attempt) => attempt.lane === lane)
    const directories = own.map(({ directory }) => directory)
    const found = await start(['inspect', backend, '0', ...directories], envOf(lane))
    return own.map((attempt, index) => {
      const inspection = found?.[index]
      if (inspection === undefined) throw new Error('Not everything was looked into')
      return { ...attempt, ...inspection }
    })
  }

  const envOf = (lane: number) => keyrings[lane]?.env ?? {}

  it('loses no key while keys in several chunks are added and deleted', { timeout: 300_000 }, async () => {
    const { kills, ends } = await killAtEveryWrite('keychain-work', 'prepare,work')
    for (const end of ends) {
      expectNothingLost(end, end.at)
      if (end.through) expectDone(end)
    }
    expect(kills).toBe(15)
  })

  it('holds the old secret or the new one while it is replaced', { timeout: 300_000 }, async () => {
    const { kills, ends } = await killAtEveryWrite('keychain-overwrite', 'prepare,overwrite')
    for (const { secrets, at } of ends) expect(['old', 'new'], at).toContain(secrets.kept)
    expect(kills).toBe(8)
    expect(new Set(ends.map(({ secrets }) => secrets.kept))).toEqual(new Set(['old', 'new']))
  })

  const passwords = { none: null, first: 'correct horse battery', second: 'another horse battery' }

  it.each([
    { what: 'set', scenario: 'small,protect', from: passwords.none, to: passwords.first },
    { what: 'changed', scenario: 'small,protect,change', from: passwords.first, to: passwords.second },
    { what: 'removed', scenario: 'small,protect,unprotect', from: passwords.first, to: passwords.none },
  ] as const)('loses no key while its password is $what', { timeout: 300_000 }, async (step) => {
    const { ends } = await killAtEveryWrite(`keychain-${step.what}`, step.scenario)
    for (const { secrets, password, hasPassword, plain, through, at } of ends) {
      expect(secrets, at).toMatchObject({ small: 'old', tiny: 'old' })
      expect(plain, at).toEqual(hasPassword ? [] : ['small', 'tiny'])
      if (through) expect(password, at).toBe(step.to)
    }
    expect(new Set(ends.map(({ password }) => password))).toEqual(new Set([step.from, step.to]))
  })
})
