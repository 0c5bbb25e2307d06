import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Cloud, CloudKeyEntry } from '../../main/core/clouds/cloud.js'
import { sendHttp } from '../../main/core/clouds/http.js'
import { blobFromKey, fingerprintMd5, publicKeyLine } from '../../main/core/keys/public-key.js'
import { isLatchkeyError, type LatchkeyError } from '../../main/core/lib/error.js'
import { freshKey } from '../helpers/fresh-key.js'
import { testLog } from '../helpers/memory-profile.js'
import { hurriedClock } from './clock.js'
import { describeRegions } from './regions.js'
import { type Operation, type Running, refusals, type Subject, THROTTLE_MS } from './subject.js'

/*
 * What every adapter promises (main/core/clouds/cloud.ts), held against its simulator. Nothing here knows a vendor.
 */

const PAGE = 3

/** RSA, which every cloud takes; small, since nobody logs in with them. */
const blobs = Array.from({ length: 8 }, () => blobFromKey(freshKey('rsa1024')))
const lineOf = (number: number) => publicKeyLine(blobAt(number), `key-${number}@laptop`)

function blobAt(number: number): Buffer {
  const blob = blobs[number]
  if (blob === undefined) throw new Error(`There is no key ${number}`)
  return blob
}

export function describeCloud(subject: Subject): void {
  const { adapter } = subject
  let sim: Running
  let cloud: Cloud
  let log: ReturnType<typeof testLog>
  let clock: ReturnType<typeof hurriedClock>
  let thrown: unknown[]

  beforeEach(async () => {
    log = testLog()
    clock = hurriedClock()
    thrown = []
    sim = await subject.start({ pageSize: PAGE })
    cloud = connect(sim.values)
  })

  /** Another simulator in the place of the first. */
  async function startIn(regions: [string, ...string[]]) {
    await sim.stop()
    sim = await subject.start({ pageSize: PAGE, regions })
    return { sim, cloud: connect(sim.values) }
  }

  /** Whatever a test did: nothing secret is in what it logged or threw. */
  afterEach(async () => {
    await sim.stop()
    const told = inspect([log.lines, thrown], { depth: 20, maxStringLength: null, maxArrayLength: null })
    for (const secret of [...sim.secrets, ...sim.consoleTokens()]) expect(told).not.toContain(secret)
  })

  const connect = (values: Record<string, string>) => adapter.connect(values, { clock, log, send: sendHttp })

  async function problemOf(call: Promise<unknown>): Promise<LatchkeyError> {
    const error: unknown = await call.then(
      () => expect.unreachable('The call went well'),
      (reason) => reason,
    )
    thrown.push(error)
    if (!isLatchkeyError(error)) throw error
    return error
  }

  const codeOf = async (call: Promise<unknown>) => (await problemOf(call)).code

  /** As the cloud itself knows them: without comments, which some drop and some replace. */
  const onTheAccount = () => new Map([...sim.keys()].map(([name, line]) => [name, line.split(' ')[1]]))
  const base64 = (number: number) => blobAt(number).toString('base64')

  async function entryOf(name: string): Promise<CloudKeyEntry> {
    const entry = (await cloud.listKeys()).find((found) => found.name === name)
    if (entry === undefined) throw new Error(`No key named ${name} is listed`)
    return entry
  }

  describe('the form', () => {
    it('has presets that fill in fields that there are', () => {
      const names = adapter.fields.map(({ name }) => name)
      expect(adapter.presets.length).toBeGreaterThan(0)
      for (const { values, words } of adapter.presets)
        for (const name of [...Object.keys(values), ...Object.keys(words)]) expect(names).toContain(name)
    })

    it('keeps what proves who we are secret', () => {
      const secret = adapter.fields.filter((field) => field.secret).map(({ name }) => sim.values[name])
      expect(secret.filter(Boolean).length).toBeGreaterThan(0)
    })

    it('is refused empty, without a call', () => {
      expect(() => connect({})).toThrow(expect.objectContaining({ code: 'input-invalid' }))
      expect(sim.calls()).toBe(0)
    })
  })

  describe('check', () => {
    it('counts what there is and says who we are', async () => {
      await cloud.importKey(cloud.keyName('one'), lineOf(0))
      await sim.addInstance('web-1')
      const found = await cloud.check()
      expect(found).toMatchObject({ keyCount: 1, instanceCount: 1, missing: [] })
      expect(found.user).not.toBe('')
      expect(found.regions.length).toBeGreaterThan(0)
    })

    it('refuses wrong credentials with the right word', async () => {
      expect(await codeOf(connect(sim.wrongValues).check())).toBe('cloud-credentials')
    })

    it('says which right is missing, and counts the rest', async () => {
      await sim.addInstance('web-1')
      sim.trouble('listKeys', 'forbidden', 5)
      const found = await cloud.check()
      expect(found).toMatchObject({ keyCount: null, instanceCount: 1 })
      expect(found.missing.join(' ')).toMatch(/key/i)
    })

    it.each([20, -20])('works with a clock that is %i minutes off, or says so', async (minutes) => {
      sim.setClock(minutes * 60_000)
      const outcome = await cloud.check().then(
        () => 'works',
        (error) => {
          thrown.push(error)
          return isLatchkeyError(error) ? error.code : error
        },
      )
      expect(['works', 'cloud-clock']).toContain(outcome)
    })
  })

  it('takes calls that go out together with a clock that is off, or says so', async () => {
    await sim.addInstance('web-1')
    sim.setClock(20 * 60_000)
    const calls = await Promise.allSettled([cloud.listKeys(), cloud.listInstances(), cloud.listKeys()])
    const outcomes = calls.map((call) => {
      if (call.status === 'fulfilled') return 'works'
      thrown.push(call.reason)
      return isLatchkeyError(call.reason) ? call.reason.code : call.reason
    })
    expect([['works'], ['cloud-clock']]).toContainEqual([...new Set(outcomes)])
  })

  describe('keys', () => {
    it('of several pages are listed, each once', async () => {
      for (const number of blobs.keys()) await cloud.importKey(cloud.keyName(`key ${number}`), lineOf(number))
      const entries = await cloud.listKeys()
      expect(new Set(entries.map(({ name }) => name)).size).toBe(blobs.length)
      expect(entries).toHaveLength(blobs.length)
    })

    it('are known by themselves or by their fingerprint', async () => {
      await cloud.importKey(cloud.keyName('deploy'), lineOf(0))
      const { blob, fingerprintMd5: md5 } = await entryOf(cloud.keyName('deploy'))
      expect(blob ?? base64(0)).toBe(base64(0))
      expect(md5 ?? fingerprintMd5(blobAt(0))).toBe(fingerprintMd5(blobAt(0)))
      expect(blob ?? md5).not.toBeNull()
    })

    it.each([
      'deploy key',
      'ключ-Ü-鍵',
      `O'Neil "prod" & <b>`,
      'x'.repeat(255),
      'a.b@c',
      '~!*()',
      '-',
      ' lead and trail ',
    ])('wanted as %j get a name that the cloud takes as it is', async (wanted) => {
      const name = cloud.keyName(wanted)
      expect(cloud.keyName(name)).toBe(name)
      await cloud.importKey(name, lineOf(0))
      expect(onTheAccount()).toEqual(new Map([[name, base64(0)]]))
      await cloud.deleteKey(await entryOf(name))
      expect(onTheAccount().size).toBe(0)
    })

    it('put there twice are there once', async () => {
      const name = cloud.keyName('deploy')
      expect(await cloud.importKey(name, lineOf(0))).toBe(true)
      expect(await cloud.importKey(name, lineOf(0))).toBe(false)
      expect(onTheAccount().size).toBe(1)
    })

    it('never take the name of another', async () => {
      const name = cloud.keyName('deploy')
      await cloud.importKey(name, lineOf(0))
      expect(await codeOf(cloud.importKey(name, lineOf(1)))).toBe('cloud-duplicate-name')
      expect(onTheAccount()).toEqual(new Map([[name, base64(0)]]))
    })

    it(`under a second name are ${subject.sameKeyTwice}`, async () => {
      const second = cloud.keyName('second')
      await cloud.importKey(cloud.keyName('first'), lineOf(0))
      if (subject.sameKeyTwice === 'taken') await cloud.importKey(second, lineOf(0))
      else expect(await codeOf(cloud.importKey(second, lineOf(0)))).toBe('cloud-duplicate-key')
      expect(onTheAccount().has(second)).toBe(subject.sameKeyTwice === 'taken')
    })

    it('that are none are refused without a call', async () => {
      const before = sim.calls('importKey')
      expect(await codeOf(cloud.importKey(cloud.keyName('x'), 'no key at all'))).toBe('cloud-bad-key')
      expect(sim.calls('importKey')).toBe(before)
    })

    it('that are not there any more count as deleted', async () => {
      const name = cloud.keyName('deploy')
      await cloud.importKey(name, lineOf(0))
      const entry = await entryOf(name)
      await cloud.deleteKey(entry)
      await cloud.deleteKey(entry)
      expect(onTheAccount().size).toBe(0)
    })
  })

  describe('instances', () => {
    it('of several pages are listed, each once', async () => {
      const ids = []
      for (let number = 0; number < 8; number++) ids.push(await sim.addInstance(`vm-${number}`))
      const found = await cloud.listInstances()
      expect(found.map(({ cloudId }) => cloudId).sort()).toEqual(ids.sort())
    })

    it('come with a state, a way in, a login user and the time of their creation', async () => {
      const id = await sim.addInstance('web-1')
      const found = await cloud.getInstance(id)
      expect(found).toMatchObject({ cloudId: id, name: 'web-1', state: 'running' })
      expect(found?.ssh.length).toBeGreaterThan(0)
      expect(found?.userGuesses.length).toBeGreaterThan(0)
      expect(found?.createdAt).toBe('2025-03-01T09:00:00.000Z')
      expect(await cloud.listInstances()).toEqual([found])
    })

    it('stop and start, and each call waits for the end', async () => {
      const id = await sim.addInstance('web-1')
      await cloud.power.stop(id)
      expect(await cloud.getInstance(id)).toMatchObject({ state: 'stopped' })
      await cloud.power.start(id)
      expect(await cloud.getInstance(id)).toMatchObject({ state: 'running' })
    })

    it('are not stopped twice where the answer is lost', async () => {
      const id = await sim.addInstance('web-1')
      sim.trouble('stop', 'drop-after-applying')
      await cloud.power.stop(id)
      expect(await cloud.getInstance(id)).toMatchObject({ state: 'stopped' })
      expect(sim.calls('stop')).toBe(1)
    })
  })

  describe("an instance's console", () => {
    const recovery = () => {
      if (cloud.recovery === undefined) throw new Error('The cloud has no way of recovery')
      return cloud.recovery
    }

    it('has an address that lets in, or the reason why it is told nowhere', async () => {
      const id = await sim.addInstance('web-1')
      const why = (await recovery().whyNoAddress?.()) ?? null
      if (why !== null) return expect([why, sim.calls('console')]).toEqual([expect.stringMatching(/\.$/), 0])
      const { address, validS } = await recovery().consoleAddress(id)
      const [token = 'none'] = sim.consoleTokens()
      expect(new URL(address).search).toContain(token)
      expect(validS).toBeGreaterThan(0)
    })

    it('is asked for again where the answer is lost, and refused where it may not be asked for', async () => {
      const id = await sim.addInstance('web-1')
      if (((await recovery().whyNoAddress?.()) ?? null) !== null) return
      sim.trouble('console', 'drop-after-applying')
      const { address } = await recovery().consoleAddress(id)
      expect(address).toContain(sim.consoleTokens()[1])
      sim.trouble('console', 'forbidden', 5)
      expect(await codeOf(recovery().consoleAddress(id))).toBe('cloud-forbidden')
    })

    it('has none while the instance stands still', async () => {
      const id = await sim.addInstance('web-1')
      if (((await recovery().whyNoAddress?.()) ?? null) !== null) return
      await cloud.power.stop(id)
      expect(await codeOf(recovery().consoleAddress(id))).toMatch(/^cloud-(failed|busy)$/)
      expect(sim.consoleTokens()).toEqual([])
    })
  })

  const { regions } = subject
  if (regions !== null)
    describe('regions', () => describeRegions({ names: regions, problemOf, start: startIn }))

  describe('trouble', () => {
    const calls: Record<Exclude<Operation, 'console'>, () => Promise<unknown>> = {
      listKeys: () => cloud.listKeys(),
      listInstances: () => cloud.listInstances(),
      importKey: () => cloud.importKey(cloud.keyName('deploy'), lineOf(0)),
      deleteKey: async () => cloud.deleteKey(await entryOf(cloud.keyName('deploy'))),
      stop: async () => cloud.power.stop(await sim.addInstance('web-1')),
      start: async () => cloud.power.start(await sim.addInstance('web-1')),
    }

    it.each(refusals)('$trouble at $operation is $code', async ({ trouble, operation, code }) => {
      sim.trouble(operation, trouble, 20)
      const { info } = await problemOf(calls[operation]())
      expect(info).toMatchObject({ code })
      expect(info.message).toMatch(/^\S.*\.$/)
    })

    it.each(['listKeys', 'listInstances'] as const)(
      'too many calls: %s waits as long as it is asked to',
      async (operation) => {
        sim.trouble(operation, 'throttled', 2)
        await calls[operation]()
        expect(
          clock.sleeps.filter((ms) => ms >= THROTTLE_MS / 2 && ms <= THROTTLE_MS).length,
        ).toBeGreaterThan(1)
      },
    )

    it('too many calls for ever is said', async () => {
      sim.trouble('listKeys', 'throttled', 100)
      expect(await codeOf(cloud.listKeys())).toBe('cloud-throttled')
    })

    it.each(['server-error-page', 'drop', 'cut'] as const)('a list goes on after %s', async (trouble) => {
      await sim.addInstance('web-1')
      sim.trouble('listInstances', trouble)
      expect(await cloud.listInstances()).toHaveLength(1)
    })

    it.each(['server-error-page', 'drop', 'cut'] as const)(
      'a list gives up after %s without end',
      async (trouble) => {
        sim.trouble('listInstances', trouble, 100)
        expect(['cloud-failed', 'cloud-unreachable']).toContain(await codeOf(cloud.listInstances()))
        expect(sim.calls('listInstances')).toBeLessThan(10)
      },
    )

    it('broken JSON is no answer', async () => {
      sim.trouble('listKeys', 'broken-json', 100)
      expect(['cloud-not-an-api', 'cloud-unexpected-answer']).toContain(await codeOf(cloud.listKeys()))
    })

    it.each(['drop-after-applying', 'cut'] as const)(
      'a key is put there once though the answer is lost: %s',
      async (trouble) => {
        sim.trouble('importKey', trouble)
        await calls.importKey()
        expect(onTheAccount()).toEqual(new Map([[cloud.keyName('deploy'), base64(0)]]))
        expect(sim.calls('importKey')).toBe(1)
      },
    )

    it.each(['drop', 'server-error-page'] as const)(
      'a key is put there again where %s kept it away',
      async (trouble) => {
        sim.trouble('importKey', trouble)
        await calls.importKey()
        expect(onTheAccount()).toEqual(new Map([[cloud.keyName('deploy'), base64(0)]]))
      },
    )

    it.each(['drop-after-applying', 'cut', 'drop', 'server-error-page'] as const)(
      'a key is gone after %s',
      async (trouble) => {
        await calls.importKey()
        sim.trouble('deleteKey', trouble)
        await calls.deleteKey()
        expect(onTheAccount().size).toBe(0)
      },
    )
  })

  describe('a cancelled call', () => {
    it.each(['listKeys', 'listInstances', 'importKey'] as const)('ends at once: %s', async (operation) => {
      const cancel = new AbortController()
      sim.trouble(operation, 'slow', 100)
      const call =
        operation === 'importKey'
          ? cloud.importKey(cloud.keyName('x'), lineOf(0), cancel.signal)
          : cloud[operation](cancel.signal)
      const ended = codeOf(call)
      await expect.poll(() => sim.calls(operation)).toBeGreaterThan(0)
      const start = performance.now()
      cancel.abort()
      expect(await ended).toBe('cancelled')
      expect(performance.now() - start).toBeLessThan(2_000)
    })

    it('that was cancelled before is not made', async () => {
      expect(await codeOf(cloud.listKeys(AbortSignal.abort()))).toBe('cancelled')
      expect(sim.calls('listKeys')).toBe(0)
    })
  })
}
