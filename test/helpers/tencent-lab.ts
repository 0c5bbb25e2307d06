import { onTestFinished } from 'vitest'
import { sendHttp } from '../../main/core/clouds/http.js'
import { tencent } from '../../main/core/clouds/tencent/adapter.js'
import { blobFromKey, publicKeyLine } from '../../main/core/keys/public-key.js'
import type { Clock } from '../../main/core/ports.js'
import { hurriedClock } from '../conformance/clock.js'
import {
  startTencentSimulator,
  type TencentOptions,
  type TencentSimulator,
} from '../simulators/tencent/simulator.js'
import { freshKey } from './fresh-key.js'
import { testLog } from './memory-profile.js'

export type TencentLab = Awaited<ReturnType<typeof tencentLab>>

/** The adapter on a simulator without limits and lags, in time that nobody waits for. Call it within a test. */
export async function tencentLab(
  { settings, ...options }: TencentOptions = {},
  clock: Clock = hurriedClock(),
) {
  const sim = await startTencentSimulator({
    ...options,
    settings: { callsPerSecond: null, inUseLagMs: 0, ...settings },
  })
  onTestFinished(() => sim.stop())
  const log = testLog()
  const { endpoint, secretId, secretKey } = sim
  const connect = (values: Record<string, string> = {}) =>
    tencent.connect({ site: 'own', endpoint, secretId, secretKey, ...values }, { clock, log, send: sendHttp })
  return { sim, cloud: connect(), connect, clock, log }
}

/** How often an action was asked of the cloud. */
export const count = (sim: TencentSimulator, action: string) =>
  sim.asked.filter((asked) => asked === action).length

/** One line of a new public key that Tencent Cloud takes. */
export const rsaLine = (comment: string) => publicKeyLine(blobFromKey(freshKey('rsa1024')), comment)
