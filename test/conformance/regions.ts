import { beforeEach, describe, expect, it } from 'vitest'
import type { Cloud } from '../../main/core/clouds/cloud.js'
import type { LatchkeyError } from '../../main/core/lib/error.js'
import type { Running } from './subject.js'

interface Parts {
  names: [string, string, string]
  start(regions: [string, ...string[]]): Promise<{ sim: Running; cloud: Cloud }>
  problemOf(call: Promise<unknown>): Promise<LatchkeyError>
}

/** What an adapter promises of an account with several regions, one of which may be dead. */
export function describeRegions({ names, start, problemOf }: Parts): void {
  const [first, second, third] = names
  let sim: Running
  let cloud: Cloud
  /** Of each region that a list lacked: the code of its own error. */
  let lost: Map<string, string>
  const note = (region: string, { code }: LatchkeyError) => void lost.set(region, code)

  beforeEach(async () => {
    const started = await start(names)
    sim = started.sim
    cloud = started.cloud
    lost = new Map()
    for (const region of names) await sim.addInstance(`in ${region}`, region)
  })

  const namesIn = (found: { name: string }[]) => found.map(({ name }) => name).sort()

  it('are all listed', async () => {
    const found = await cloud.listInstances(undefined, note)
    expect(found.map(({ region }) => region).sort()).toEqual([...names].sort())
    expect(lost.size).toBe(0)
  })

  describe('one of which is dead', () => {
    beforeEach(() => sim.silence(second))

    it('are listed without it, and it is told with its own error', async () => {
      const found = await cloud.listInstances(undefined, note)
      expect(namesIn(found)).toEqual([`in ${first}`, `in ${third}`].sort())
      expect([...lost]).toEqual([[second, 'cloud-unreachable']])
    })

    it('have their keys listed', async () => {
      expect(await cloud.listKeys(undefined, note)).toEqual([])
      expect([...lost.keys()].filter((region) => region !== second)).toEqual([])
    })

    it('are not taken for the whole by who wants all', async () => {
      const { code, message } = await problemOf(cloud.listInstances())
      expect(code).toBe('cloud-unreachable')
      expect(message).toContain(second)
    })

    it('are searched for an instance, which is not said to be gone where it may be in the dead one', async () => {
      const id = await sim.addInstance('new', third)
      expect(await cloud.getInstance(id)).toMatchObject({ name: 'new', region: third })
      const hidden = await sim.addInstance('hidden', second)
      expect((await problemOf(cloud.getInstance(hidden))).code).toBe('cloud-unreachable')
    })

    it('pass the check, which says so', async () => {
      const { regions, instanceCount, missing } = await cloud.check()
      expect([...regions].sort()).toEqual([first, third].sort())
      expect(instanceCount).toBe(2)
      expect(missing).toEqual([expect.stringMatching(`^${second} can’t be listed: `)])
    })
  })

  it('all of which are dead are an error', async () => {
    for (const region of names) sim.silence(region)
    expect((await problemOf(cloud.listInstances(undefined, note))).code).toBe('cloud-unreachable')
    expect(lost.size).toBe(0)
  })

  it('are no excuse for wrong credentials', async () => {
    sim.trouble('listInstances', 'unauthorized', 20)
    expect((await problemOf(cloud.listInstances(undefined, note))).code).toBe('cloud-credentials')
    expect(lost.size).toBe(0)
  })
}
