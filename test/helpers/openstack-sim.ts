import { readFileSync } from 'node:fs'
import { expect, onTestFinished } from 'vitest'
import type { Cloud } from '../../main/core/clouds/cloud.js'
import { sendHttp } from '../../main/core/clouds/http.js'
import { openstack } from '../../main/core/clouds/openstack/adapter.js'
import { isLatchkeyError, type LatchkeyError } from '../../main/core/lib/error.js'
import { hurriedClock } from '../conformance/clock.js'
import type { OpenStackOptions } from '../simulators/openstack/seed.js'
import { type OpenStackSimulator, startOpenStackSimulator } from '../simulators/openstack/simulator.js'
import { testLog } from './memory-profile.js'

/*
 * What only OpenStack has is tested against the simulator, which shares no code with the adapter. What every cloud promises
 * is in test/conformance/.
 */

const { vectors }: { vectors: [{ publicKey: string }, { publicKey: string }] } = JSON.parse(
  readFileSync(new URL('../vectors/keys/fingerprints.json', import.meta.url), 'utf8'),
)

/** Two public keys that Nova takes, each one line. */
export const [first, second] = vectors.map(({ publicKey }) => publicKey) as [string, string]

/** A simulator and the adapter on it, as its first user, in time that nobody waits for. Call it within a test. */
export async function start(options: OpenStackOptions = {}, values: Record<string, string> = {}) {
  const sim = await startOpenStackSimulator(options)
  onTestFinished(() => sim.stop())
  return { sim, cloud: connect(sim, values) }
}

/** The adapter as the first user of the simulator, but for the values that are given. */
export function connect(sim: OpenStackSimulator, values: Record<string, string> = {}): Cloud {
  const { identity, user, project } = sim
  const right = { identity, user: user.name, password: user.password, project: project.name }
  return openstack.connect({ ...right, ...values }, { clock: hurriedClock(), log: testLog(), send: sendHttp })
}

/** What the call throws, which it must. */
export async function problemOf(call: Promise<unknown>): Promise<LatchkeyError> {
  const error: unknown = await call.then(
    () => expect.unreachable('The call went well'),
    (reason) => reason,
  )
  if (!isLatchkeyError(error)) throw error
  return error
}

/** What was asked of the simulator, in order. */
export const operations = (sim: OpenStackSimulator) => sim.calls.map(({ operation }) => operation)
