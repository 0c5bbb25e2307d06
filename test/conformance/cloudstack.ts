import { cloudstack } from '../../main/core/clouds/cloudstack/adapter.js'
import type { Fault } from '../simulators/cloudstack/faults.js'
import { startCloudStackSimulator } from '../simulators/cloudstack/simulator.js'
import { type Operation, type Subject, THROTTLE_MS, type Trouble, wireTroubles } from './subject.js'

const commands: Record<Operation, string> = {
  listKeys: 'listSSHKeyPairs',
  importKey: 'registerSSHKeyPair',
  deleteKey: 'deleteSSHKeyPair',
  listInstances: 'listVirtualMachines',
  stop: 'stopVirtualMachine',
  start: 'startVirtualMachine',
  console: 'createConsoleEndpoint',
}

const faults: Record<Trouble, Fault> = {
  unauthorized: refusal(401, 'unable to verify user credentials and/or request signature'),
  forbidden: refusal(531, 'Account is not allowed to call this command'),
  'not-found': refusal(431, 'Unable to find a virtual machine with specified id'),
  busy: refusal(431, 'There is another job under way on the virtual machine'),
  quota: refusal(532, 'Maximum number of resources of type ssh key pair has been exceeded'),
  throttled: refusal(
    429,
    `The given user has reached his/her account api limit, please retry after ${THROTTLE_MS} ms.`,
  ),
  ...wireTroubles,
}

function refusal(code: number, text: string): Fault {
  return { kind: 'refusal', code, text }
}

/** CloudStack of the given version. */
export const cloudstackSubject = (version: string): Subject => ({
  adapter: cloudstack,
  sameKeyTwice: 'refused',
  regions: null,
  async start({ pageSize }) {
    const sim = await startCloudStackSimulator({ settings: { version, maxPageSize: pageSize } })
    const { endpoint, apiKey, secretKey } = sim
    return {
      values: { endpoint, apiKey, secretKey },
      wrongValues: { endpoint, apiKey, secretKey: secretKey.split('').reverse().join('') },
      secrets: [secretKey],
      addInstance: async (name) => (await sim.addVirtualMachine({ name })).id,
      keys: () =>
        new Map(
          sim.state.accounts.flatMap(({ keyPairs }) => keyPairs.map((key) => [key.name, key.publicKey])),
        ),
      calls: (operation) =>
        operation === undefined
          ? sim.asked.length
          : sim.asked.filter((command) => command === commands[operation]).length,
      trouble: (operation, trouble, times) => sim.faults.plan(commands[operation], faults[trouble], times),
      consoleTokens: () => sim.state.consoleTokens,
      silence: () => undefined, // an account of CloudStack has one address
      setClock(aheadMs) {
        sim.state.settings.clockSkewMs = aheadMs
      },
      stop: sim.stop,
    }
  },
})
