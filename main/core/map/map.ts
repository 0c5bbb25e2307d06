import type { Observations } from '../inventory/observations.js'
import { ownTurn } from '../lib/own-turn.js'
import type { Ports } from '../ports.js'
import type { InstancesService, MapService } from '../services.js'
import { computeMap } from './compute-map.js'
import { accountDetails, instanceDetails, keyDetails } from './details.js'
import { mapAsCsv, mapAsJson } from './export-map.js'
import { createMarks } from './marks.js'
import { tablesOf } from './tables.js'

interface Parts {
  ports: Pick<Ports, 'profile' | 'clock'>
  instances: Pick<InstancesService, 'told'>
  observations: Pick<Observations, 'all' | 'keepOnly'>
}

/** The map as it is known here and now. Worked out for each question: it is quick, and so never old. */
export function createMap({ ports: { profile, clock }, instances, observations }: Parts): MapService {
  async function now() {
    const content = profile.read()
    await observations.keepOnly(content.accounts.map(({ id }) => id))
    const seen = await observations.all()
    const graph = computeMap({ profile: content, told: await instances.told(), observations: seen })
    const { keyAgeDays } = content.settings
    await ownTurn() // terminals go on in between
    return { graph, marks: createMarks(graph, { now: clock.now(), keyAgeDays }) }
  }

  return {
    async tables() {
      const { graph, marks } = await now()
      return tablesOf(graph, marks)
    },
    async key({ id }) {
      const { graph, marks } = await now()
      return keyDetails(graph, marks, id)
    },
    instance: async ({ id }) => instanceDetails((await now()).graph, id),
    async account({ id }) {
      const { graph, marks } = await now()
      return accountDetails(graph, marks, id)
    },
    async export({ format, part }) {
      const { graph, marks } = await now()
      if (format === 'csv') return mapAsCsv(graph, marks, part)
      return mapAsJson(graph, marks, part, new Date(clock.now()).toISOString())
    },
  }
}
