import type { LatchkeyError } from '../lib/error.js'
import type { SecretStoreFactory } from '../ports.js'

/** Those who wait for stores that do not answer. */
export interface LateCalls {
  are(): boolean
  onChange(listener: () => void): void
  /** They get `reason` at once. */
  stop(reason: LatchkeyError): void
  /** Does `work`; whoever is late by then, or gets late meanwhile, gets `reason` and holds it up no longer. */
  stopDuring<T>(reason: LatchkeyError, work: () => Promise<T>): Promise<T>
}

/** Of all stores of a host together. */
export function lateCalls(factories: SecretStoreFactory[]): LateCalls {
  const all = factories.flatMap((factory) =>
    factory.needsPassword || factory.waits === undefined ? [] : [factory.waits],
  )
  const stop = (reason: LatchkeyError) => {
    for (const waits of all) if (waits.areLate()) waits.stop(reason)
  }
  return {
    are: () => all.some((waits) => waits.areLate()),
    onChange(listener) {
      for (const waits of all) waits.onChange(listener)
    },
    stop,
    async stopDuring(reason, work) {
      stop(reason)
      const forget = all.map((waits) => waits.onChange(() => stop(reason)))
      try {
        return await work()
      } finally {
        for (const end of forget) end()
      }
    },
  }
}
