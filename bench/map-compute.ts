import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createMap } from '../main/core/map/map.js'
import { largeMap } from '../test/helpers/large-map.js'
import { memoryProfileStore } from '../test/helpers/memory-profile.js'
import { systemClock } from '../test/helpers/system-clock.js'
import { aimRow, type Bench, median } from './row.js'

const SIZE = { keys: 200, accounts: 20, instances: 10_000 }
const ROUNDS = 21
const AIM_MS = 200
const AIM_MB = 100

/** What the core takes for the map of a fleet, and for one key's part of it; and what that takes of memory. */
export const mapCompute: Bench = {
  name: 'map.compute',
  needs: [],
  async run() {
    const { profile, told, observations } = largeMap(SIZE)
    const map = createMap({
      ports: { profile: memoryProfileStore(profile), clock: systemClock },
      instances: { told: async () => told },
      observations: { all: async () => [...observations] },
    })
    const tables = () => map.tables(undefined, {})
    const times: number[] = []
    const keyTimes: number[] = []
    for (let round = 0; round <= ROUNDS; round++) {
      const start = performance.now()
      const { instances } = await tables()
      const middle = performance.now()
      const { trusts } = await map.key({ id: 'k1' }, {})
      if (instances.length !== SIZE.instances || trusts.length === 0)
        throw new Error('The map lacks something.')
      times.push(middle - start)
      keyTimes.push(performance.now() - middle)
    }
    return [
      aimRow('map.compute', 'ms', median(times.slice(1)), AIM_MS),
      aimRow('map.compute: one key', 'ms', median(keyTimes.slice(1)), AIM_MS),
      aimRow('map.compute: memory', 'MB', await taken(tables), AIM_MB),
    ]
  },
}

/** How much more the heap has right after the work than before it, in MB: the answer, and what is not yet swept. */
async function taken(work: () => Promise<unknown>): Promise<number> {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  const before = process.memoryUsage().heapUsed
  const answer = await work()
  const after = process.memoryUsage().heapUsed
  if (answer === null) throw new Error('There is no answer.')
  return (after - before) / 1e6
}
