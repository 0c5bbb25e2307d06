import { tencent } from '../../main/core/clouds/tencent/adapter.js'
import type { Fault } from '../simulators/tencent/faults.js'
import { startTencentSimulator } from '../simulators/tencent/simulator.js'
import { type Operation, type Subject, THROTTLE_MS, type Trouble, wireTroubles } from './subject.js'

const actions: Record<Operation, string> = {
  listKeys: 'DescribeKeyPairs',
  importKey: 'ImportKeyPair',
  deleteKey: 'DeleteKeyPairs',
  listInstances: 'DescribeInstances',
  stop: 'StopInstances',
  start: 'StartInstances',
  console: 'DescribeInstanceVncUrl',
}

const faults: Record<Trouble, Fault> = {
  unauthorized: refusal('AuthFailure.SecretIdNotFound', 'The SecretId is not found.'),
  forbidden: refusal('UnauthorizedOperation', 'You are not authorized to perform this operation.'),
  'not-found': refusal('InvalidInstanceId.NotFound', 'The instanceId is not found.'),
  busy: refusal('MutexOperation.TaskRunning', 'There is a conflict with a task under way.'),
  quota: refusal('InvalidKeyPair.LimitExceeded', 'The number of key pairs exceeds the limit.'),
  // Tencent Cloud's own refusal says no time; a gateway's does.
  throttled: { kind: 'too-many', retryAfterS: THROTTLE_MS / 1000 },
  ...wireTroubles,
}

function refusal(code: string, message: string): Fault {
  return { kind: 'refusal', code, message }
}

/** Tencent Cloud, of temporary credentials. */
export const tencentSubject: Subject = {
  adapter: tencent,
  sameKeyTwice: 'refused',
  regions: ['ap-guangzhou', 'ap-mumbai', 'eu-frankfurt'],
  async start({ pageSize, regions = ['ap-guangzhou'] }) {
    const token = 'session-token-that-nobody-may-see'
    const settings = { pageSize, callsPerSecond: null, inUseLagMs: 0 }
    const sim = await startTencentSimulator({ identity: { token }, regions, settings })
    const { endpoint, secretId, secretKey } = sim
    const values = { site: 'own', endpoint, secretId, secretKey, token }
    return {
      values,
      wrongValues: { ...values, secretKey: secretKey.split('').reverse().join('') },
      secrets: [secretKey, token],
      addInstance: async (name, region) => sim.addInstance(name, region ? { region } : {}).id,
      consoleTokens: () => sim.state.consoleTokens,
      silence: (region) => sim.faults.plan('*', wireTroubles.drop, Infinity, region),
      keys: () => new Map(sim.state.keyPairs.map((key) => [key.name, key.publicKey])),
      calls: (operation) =>
        operation === undefined
          ? sim.asked.length
          : sim.asked.filter((action) => action === actions[operation]).length,
      trouble: (operation, trouble, times) => sim.faults.plan(actions[operation], faults[trouble], times),
      setClock(aheadMs) {
        sim.state.settings.clockSkewMs = aheadMs
      },
      stop: sim.stop,
    }
  },
}
