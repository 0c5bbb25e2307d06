import type { Forward, ForwardOptions } from '../../contract/forwards.js'
import { createConnections } from '../../main/core/connections/connections.js'
import { createForwards } from '../../main/core/forwards/forwards.js'
import type { Clock } from '../../main/core/ports.js'
import type { ForwardsService } from '../../main/core/services.js'
import { vaultLocked } from '../../main/core/vault/vault-errors.js'
import { type LatchkeySsh, latchkeySsh } from './latchkey-ssh.js'
import { type SessionLab, sessionLab } from './session-lab.js'
import { systemClock } from './system-clock.js'
import type { TestSigner } from './test-signer.js'

export interface ForwardsLab extends SessionLab {
  forwards: ForwardsService
  /** Saves and starts it; resolves once it is up or has failed. */
  up(options: Wanted): Promise<Forward>
  /** What is told of it, once it is as asked for. */
  when(id: string, is: (forward: Forward) => boolean): Promise<Forward>
  /** From now on no key of it can be used, until it is opened. */
  lockVault(): void
  openVault(): void
}

type Wanted = ForwardOptions extends infer One
  ? One extends ForwardOptions
    ? Omit<One, 'name' | 'withSession' | 'keepUp'> & Partial<ForwardOptions>
    : never
  : never

/** The real forwards over real connections to one instance. */
export function forwardsLab(
  target: { host: string; port: number; user: string },
  signer: TestSigner,
  { ssh = latchkeySsh(), clock = systemClock }: { ssh?: LatchkeySsh; clock?: Clock } = {},
): ForwardsLab {
  const waiting = new Set<() => void>()
  let isLocked = false
  const lab = sessionLab(target, signer, {
    ssh,
    async openSigner() {
      if (isLocked) throw vaultLocked(true)
      return signer.again()
    },
    lend(login, held) {
      const lent = connections.lend(login, held)
      forwards.sessionOpened('a/1')
      return {
        release() {
          forwards.sessionEnded('a/1')
          lent.release()
        },
      }
    },
  })
  const connections = createConnections({ ...lab.parts, lingerMs: 50 })
  const { instances } = lab.parts
  const ports = { profile: lab.profile, clock, log: lab.log }
  const vault = {
    onOpen(listener: () => void) {
      waiting.add(listener)
      return () => void waiting.delete(listener)
    },
  }
  const forwards = createForwards({ ports, instances, connections, vault })

  const when: ForwardsLab['when'] = async (id, is) => {
    for await (const all of await forwards.watch(undefined, {})) {
      const one = all.find((forward) => forward.id === id)
      if (one !== undefined && is(one)) return one
    }
    throw new Error('It was never so')
  }
  return {
    ...lab,
    forwards,
    when,
    lockVault() {
      isLocked = true
    },
    openVault() {
      isLocked = false
      for (const listener of waiting) listener()
    },
    async up(wanted) {
      const options = { name: '', withSession: false, keepUp: false, ...wanted } as ForwardOptions
      const { id } = await forwards.create({ instanceId: 'a/1', options }, {})
      await forwards.start({ id }, {})
      return await when(id, ({ state }) => state === 'up' || state === 'failed')
    },
  }
}
