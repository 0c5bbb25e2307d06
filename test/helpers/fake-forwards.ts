import type { ForwardOptions, SavedForward } from '../../contract/forwards.js'
import type { Instance } from '../../contract/instances.js'
import { createForwards } from '../../main/core/forwards/forwards.js'
import { LatchkeyError } from '../../main/core/lib/error.js'
import type { ForwardsService } from '../../main/core/services.js'
import { memoryProfileStore, testLog } from './memory-profile.js'
import { systemClock } from './system-clock.js'

const plain = { name: '', withSession: false, keepUp: false }
const here = (port: number) => ({ host: '127.0.0.1', port })
const kinds: ForwardOptions[] = [
  { kind: 'local', listen: here(5432), to: here(5432), ...plain, name: 'Shop database', withSession: true },
  { kind: 'dynamic', listen: here(1080), ...plain },
  { kind: 'remote', listen: here(8080), to: here(3000), ...plain, keepUp: true },
  {
    kind: 'local',
    listen: { host: '0.0.0.0', port: 8443 },
    to: { host: 'intranet.example', port: 443 },
    ...plain,
  },
]

/** One of each kind, of the first instances. None of them gets a connection. */
export function fakeForwards(instances: readonly Instance[]): ForwardsService {
  const forwards = kinds.flatMap((options, n): SavedForward[] => {
    const instance = instances[n]
    return instance === undefined ? [] : [{ id: `forward-${n}`, instanceId: instance.id, options }]
  })
  return createForwards({
    ports: { profile: memoryProfileStore({ forwards }), clock: systemClock, log: testLog() },
    instances: { get: async (id) => instances.find((one) => one.id === id) ?? Promise.reject(id) },
    vault: { onOpen: () => () => undefined },
    connections: {
      borrow: async () => {
        throw new LatchkeyError('ssh-timeout', '198.51.100.7:22 does not answer.', {
          advice: 'Usually a firewall or security group drops the packets.',
          retryable: true,
        })
      },
    },
  })
}
