import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { bundleScript } from '../helpers/bundle-script.js'
import { type Inspection, runScenarios, secretOf } from '../helpers/crash-scenarios.js'
import { type Cut, cutOff } from '../helpers/cut-off.js'
import { type Keyring, keyringMissing, startKeyring } from '../helpers/keyring.js'
import { type Looker, startLooker } from '../helpers/looker.js'

/*
 * Changes of the vault on the real stores, cut off at every write; after each, the vault is opened from what is on the
 * disk. Snapshots: one process copies the folder before each write, which for a keychain holds the files of its daemon;
 * another daemon is then started over each copy. And three that are really killed (SIGKILL), at the first write, the
 * middle one and the last, and have to leave what one of the snapshots shows.
 */

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-crash-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

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

describe('a sealed file, cut off at every write', () => {
  let script = ''

  beforeAll(async () => {
    // A desktop's own keychain is none of its business, and would be asked at each start.
    vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', 'unix:path=/nowhere')
    script = await bundleScript('crash-sealed-main.ts')
  })

  afterAll(async () => {
    vi.unstubAllEnvs()
    await rm(dirname(script), { recursive: true })
  })

  const scenarios = (list: string, directory: string) =>
    runScenarios(list.split(','), 'sealed-file', directory)

  /** A folder with what the scenario leaves, for the work to begin with. */
  async function prepare(name: string): Promise<string> {
    const prepared = join(folder, name)
    await scenarios('prepare', prepared)
    return prepared
  }

  /** Cuts off the last of the scenarios. */
  function cutOffIn<T>(list: string, prepared: string | null, look: (cut: Cut) => Promise<T>) {
    const start = prepared === null ? {} : { prepared }
    return cutOff({ script, into: folder, ...start, args: [list] }, look)
  }

  it('loses no key while keys are added and deleted', { timeout: 300_000 }, async () => {
    const look = async ({ directory, at, through }: Cut) => {
      await expectNothingReadable(directory)
      const found = await scenarios('inspect', directory)
      expectNothingLost(found, at)
      if (through) expectDone(found)
      await expectNothingReadable(directory)
      return found
    }
    const { writes, copies } = await cutOffIn('work', await prepare('prepared'), look)
    expect(writes).toBeGreaterThan(60)
    expect(copies).toBeGreaterThan(50)
  })

  it('can be made after its making was cut off', { timeout: 300_000 }, async () => {
    const look = async ({ directory, at }: Cut) => {
      const { records } = await scenarios('prepare', directory)
      expect(records, at).toEqual({ kept: 'stored', doomed: 'stored' })
      const leftovers = (await readdir(directory)).filter((name) => name.includes('tmp'))
      expect(leftovers, at).toEqual([])
      return records
    }
    const { writes, copies } = await cutOffIn('inspect', null, look)
    expect(writes).toBeGreaterThan(10)
    expect(copies).toBeGreaterThan(15)
  })

  it('is opened by the old password or the new one while it is changed', { timeout: 300_000 }, async () => {
    const look = async ({ directory, at, through }: Cut) => {
      const { secrets, password } = await scenarios('inspect', directory)
      expect(secrets, at).toMatchObject({ kept: 'old', doomed: 'old' })
      if (through) expect(password).toBe('another horse battery')
      return password
    }
    const { writes, copies, seen } = await cutOffIn('inspect,change', await prepare('to-change'), look)
    expect(writes).toBeGreaterThan(15)
    expect(copies).toBeGreaterThan(12)
    expect(new Set(seen).size).toBe(2)
  })

  it('of the version before opens while it is rewritten', { timeout: 300_000 }, async () => {
    const prepared = await prepare('version-1')
    await rm(join(prepared, 'vault.sealed.previous'))
    await cp('test/vectors/vault-version-1.sealed', join(prepared, 'vault.sealed'))
    const look = async ({ directory, at }: Cut) => {
      const { secrets } = await scenarios('inspect', directory)
      expect(secrets.kept, at).toBe('old')
      expect(await readFile(join(directory, 'vault.sealed'), 'latin1')).toContain('"version":2')
      return secrets
    }
    const { writes, copies } = await cutOffIn('upgrade', prepared, look)
    expect(writes).toBeGreaterThan(15)
    expect(copies).toBeGreaterThan(12)
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
const title = 'a keychain, cut off at every write'

describe.skipIf(missing)(missing ? `${title}: ${missing}` : title, () => {
  let script = ''
  let keyring: Keyring
  let looker: Looker<Inspection>

  beforeAll(async () => {
    script = await bundleScript('crash-keychain-main.ts')
    keyring = await startKeyring('unlocked')
    looker = startLooker(script, keyring.env)
  })

  afterAll(async () => {
    await looker.end()
    await keyring.close()
    await rm(dirname(script), { recursive: true })
  })

  /** Cuts off the last of the scenarios, and looks into the keychain and the profile after each. */
  async function cutOffIn(scenarios: string, expectHolds: (found: Inspection, cut: Cut) => void) {
    const look = async (cut: Cut) => {
      const found = await looker.look(cut.directory)
      expectHolds(found, cut)
      return found
    }
    return cutOff({ script, into: folder, keyring, args: [scenarios] }, look)
  }

  it('loses no key while keys in several chunks are added and deleted', { timeout: 300_000 }, async () => {
    const { writes } = await cutOffIn('prepare,work', (found, { at, through }) => {
      expectNothingLost(found, at)
      if (through) expectDone(found)
    })
    expect(writes).toBe(15)
  })

  it('holds the old secret or the new one while it is replaced', { timeout: 300_000 }, async () => {
    const { writes, seen } = await cutOffIn('prepare,overwrite', ({ secrets }, { at }) => {
      expect(['old', 'new'], at).toContain(secrets.kept)
    })
    expect(writes).toBe(8)
    expect(new Set(seen.map(({ secrets }) => secrets.kept))).toEqual(new Set(['old', 'new']))
  })

  const passwords = { none: null, first: 'correct horse battery', second: 'another horse battery' }

  it.each([
    { what: 'set', scenario: 'small,protect', from: passwords.none, to: passwords.first },
    { what: 'changed', scenario: 'small,protect,change', from: passwords.first, to: passwords.second },
    { what: 'removed', scenario: 'small,protect,unprotect', from: passwords.first, to: passwords.none },
  ] as const)('loses no key while its password is $what', { timeout: 300_000 }, async (step) => {
    const { seen } = await cutOffIn(
      step.scenario,
      ({ secrets, password, hasPassword, plain }, { at, through }) => {
        expect(secrets, at).toMatchObject({ small: 'old', tiny: 'old' })
        expect(plain, at).toEqual(hasPassword ? [] : ['small', 'tiny'])
        if (through) expect(password, at).toBe(step.to)
      },
    )
    expect(new Set(seen.map(({ password }) => password))).toEqual(new Set([step.from, step.to]))
  })
})
