import { openstack } from '../../main/core/clouds/openstack/adapter.js'
import { novaError, throttledError, unauthorized } from '../simulators/openstack/errors.js'
import type { Fault } from '../simulators/openstack/faults.js'
import { newCredential, type OpenStackOptions } from '../simulators/openstack/seed.js'
import { startOpenStackSimulator } from '../simulators/openstack/simulator.js'
import { type Operation, type Subject, THROTTLE_MS, type Trouble, wireTroubles } from './subject.js'

const operations: Record<Operation, string> = {
  listKeys: 'GET /os-keypairs',
  importKey: 'POST /os-keypairs',
  deleteKey: 'DELETE /os-keypairs/{name}',
  listInstances: 'GET /servers/detail',
  stop: 'os-stop',
  start: 'os-start',
  console: 'POST /servers/{id}/remote-consoles',
}

const faults: Record<Trouble, Fault> = {
  unauthorized: { kind: 'refusal', error: unauthorized() },
  forbidden: refusal(403, "Policy doesn't allow os_compute_api:os-keypairs:index to be performed."),
  'not-found': refusal(404, 'Instance could not be found.'),
  busy: refusal(409, "Cannot 'stop' instance while it is in task_state rebuilding"),
  quota: refusal(403, 'Quota exceeded, too many key pairs.'),
  throttled: { kind: 'refusal', error: throttledError(THROTTLE_MS / 1000) },
  ...wireTroubles,
}

function refusal(status: number, message: string): Fault {
  return { kind: 'refusal', error: novaError(status, message) }
}

/** By password, or by an application credential. */
export const openstackSubject = (by: 'password' | 'credential', options: OpenStackOptions): Subject => ({
  adapter: openstack,
  sameKeyTwice: 'taken',
  regions: ['Frankfurt', 'Mumbai', 'Oslo'],
  async start({ pageSize, regions }) {
    const { settings } = options
    const sim = await startOpenStackSimulator({
      ...options,
      ...(regions && { regions }),
      settings: { ...settings, maxLimit: pageSize },
    })
    const { identity, user, project, state } = sim
    const credential = newCredential(user, project)
    state.credentials.push(credential)
    const form = {
      password: { user: user.name, userDomain: 'Default', project: project.name, password: user.password },
      credential: {
        authentication: 'application-credential',
        credentialId: credential.id,
        credentialSecret: credential.secret,
      },
    }
    const wrong = { password: user.password.toUpperCase(), credentialSecret: credential.secret.toUpperCase() }
    return {
      values: { identity, ...form[by] },
      wrongValues: { identity, ...form[by], ...wrong },
      /** Tokens of the run too, which the suite reads at its end. */
      get secrets() {
        return [user.password, credential.secret, ...state.tokens.keys()]
      },
      addInstance: async (name, region) => sim.addServer({ name, ...(region && { region }) }).id,
      consoleTokens: () => state.consoleTokens,
      silence: (region) => sim.faults.plan('*', wireTroubles.drop, Infinity, region),
      keys: () => new Map(state.keyPairs.map(({ name, publicKey }) => [name, publicKey])),
      calls: (operation) =>
        operation === undefined
          ? sim.calls.length
          : sim.calls.filter((call) => call.operation === operations[operation]).length,
      trouble: (operation, trouble, times) => sim.faults.plan(operations[operation], faults[trouble], times),
      setClock(aheadMs) {
        state.settings.clockSkewMs = aheadMs
      },
      stop: sim.stop,
    }
  },
})
