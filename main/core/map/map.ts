import type { MapExport, MapExportPiece } from '../../../contract/map.js'
import type { Observations } from '../inventory/observations.js'
import { ownTurn } from '../lib/own-turn.js'
import type { Ports } from '../ports.js'
import type { InstancesService, MapService } from '../services.js'
import { computeMap } from './compute-map.js'
import { accountDetails, instanceDetails, keyDetails } from './details.js'
import { inTurns } from './export-in-turns.js'
import { mapAsCsv, mapAsJson } from './export-map.js'
import { tableAsCsv, tableAsJson } from './export-table.js'
import type { Graph } from './graph.js'
import { createMarks, type Marks } from './marks.js'
import { tablesOf } from './tables.js'

interface Snapshot {
  graph: Graph
  marks: Marks
  /** ISO 8601. */
  at: string
}

function exported(
  { graph, marks, at }: Snapshot,
  format: 'csv' | 'json',
  what: MapExport,
): Iterable<MapExportPiece> {
  if (what.shape === 'table')
    return format === 'csv' ? tableAsCsv(graph, marks, what) : tableAsJson(graph, marks, what, at)
  return format === 'csv' ? mapAsCsv(graph, marks, what.part) : mapAsJson(graph, marks, what.part, at)
}

interface Parts {
  ports: Pick<Ports, 'profile' | 'clock'>
  instances: Pick<InstancesService, 'told'>
  observations: Pick<Observations, 'all'>
}

/** The map as it is known here and now. Worked out for each question: it is quick, and so never old. */
export function createMap({ ports: { profile, clock }, instances, observations }: Parts): MapService {
  async function now() {
    const content = profile.read()
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
    async export({ format, what }, { signal }) {
      const { graph, marks } = await now()
      const at = new Date(clock.now()).toISOString()
      return inTurns(exported({ graph, marks, at }, format, what), signal)
    },
  }
}
