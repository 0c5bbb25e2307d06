import { type ConnectionOptions, defaultConnection } from '../../contract/connection.js'
import type { Instance } from '../../contract/instances.js'
import type { SessionStatus } from '../../contract/sessions.js'
import { createConnections } from '../../main/core/connections/connections.js'
import { LatchkeyError } from '../../main/core/lib/error.js'
import type { BastionRecord } from '../../main/core/profile.js'
import type { RoutesService } from '../../main/core/services.js'
import { createSessionConnector } from '../../main/core/sessions/connector.js'
import { createSessions } from '../../main/core/sessions/sessions.js'
import { createOpenWay } from '../../main/core/ways/open-way.js'
import { createWays } from '../../main/core/ways/ways.js'
import { labInstance } from './lab-instance.js'
import { latchkeySsh } from './latchkey-ssh.js'
import { memoryProfileStore, testLog } from './memory-profile.js'
import { systemClock } from './system-clock.js'
import type { TestSigner } from './test-signer.js'
import { type TestTerminal, testTerminal } from './test-terminal.js'

/** A machine of the lab: its name is its id in the account `a`. */
export interface LabMachine {
  name: string
  host: string
  port: number
  user: string
  signer: TestSigner | null
  options?: Partial<ConnectionOptions>
  instance?: Partial<Instance> | undefined
}

export interface WaysLabOptions {
  bastions?: Omit<BastionRecord, 'accountId'>[]
  proxyPassword?: string
}

/** The real sessions and connections on several machines, each with a key of its own. */
export function waysLab(
  machines: LabMachine[],
  { bastions = [], proxyPassword }: WaysLabOptions = {},
  ssh = latchkeySsh(),
) {
  const profile = memoryProfileStore({
    accounts: [],
    bastions: bastions.map((one) => ({ ...one, accountId: 'a' })),
  })
  const all = machines.map(instanceOf)
  const instances: Parameters<typeof createWays>[0]['instances'] = {
    get: async (id) => {
      const found = all.find((one) => one.id === id)
      if (found === undefined) throw new LatchkeyError('instance-not-found', 'It is gone.')
      return found
    },
    list: async () => ({ instances: all, ages: [] }),
  }
  const connection = {
    options: (id: string) => ({
      ...defaultConnection,
      ...machines.find(({ name }) => idOf(name) === id)?.options,
    }),
  }
  const log = testLog()
  const ports = { profile, clock: systemClock, log }
  const routes: RoutesService = createWays({ ports, instances, connection })
  const openWay = createOpenWay({
    borrowHop: (...hop) => connections.borrowLogin(...hop),
    proxyPassword: async () => (proxyPassword === undefined ? null : Buffer.from(proxyPassword)),
  })
  const { knownHosts, questions } = ssh
  const parts = {
    ports,
    instances,
    connection,
    keys: {
      openSigner: async (keyId: string) => {
        const signer = machines.find((one) => one.signer?.keyId === keyId)?.signer
        if (!signer) throw new Error(`No signer ${keyId}`)
        return signer.again()
      },
    },
    connect: createSessionConnector({ knownHosts, questions, clock: systemClock, log, openWay }),
    wayTo: routes.wayTo,
    remediesFor: routes.remediesFor,
  }
  const connections = createConnections({ ...parts, lingerMs: 50 })
  const sessions = createSessions({ ...parts, lend: connections.lend })

  async function statusWhen(id: string, is: (status: SessionStatus) => boolean): Promise<SessionStatus> {
    for await (const status of await sessions.watch({ id }, {})) if (is(status)) return status
    throw new Error('The session ended before')
  }
  return {
    ...{ sessions, connections, routes, asked: ssh.asked, log, statusWhen },
    /** Opens a session, and resolves when it is open or closed. */
    async open(name: string, terminal: TestTerminal = testTerminal()) {
      const { id } = await sessions.open({ instanceId: idOf(name), size: { cols: 80, rows: 24 } }, {})
      sessions.attach(id, terminal)
      return { id, terminal, status: await statusWhen(id, ({ state }) => state !== 'connecting') }
    },
    async close() {
      await sessions.closeAll()
      connections.closeAll()
    },
  }
}

export const idOf = (name: string) => `a/${name}`

function instanceOf({ name, signer, instance, ...target }: LabMachine): Instance {
  return { ...labInstance(name, name, target, signer?.keyId ?? null), ...instance }
}
