import type { z } from 'zod'
import { LatchkeyError } from '../../lib/error.js'
import type { Log } from '../../ports.js'
import { isRefused } from '../missing-rights.js'
import type { ServiceName } from './catalog.js'
import type { Call, Client } from './client.js'
import { listAll } from './paging.js'

/** Asks a service for what can be done without; null where it gives no answer. */
export interface Ask {
  <T>(service: ServiceName, region: string, path: string, schema: z.ZodType<T>): Promise<T | null>
  list<T>(
    service: ServiceName,
    region: string,
    path: string,
    name: string,
    item: z.ZodType<T>,
  ): Promise<T[] | null>
}

/**
 * One `Ask` for each piece of work: a service that fails is not asked again in it, one that refuses not again at all. The
 * log says so.
 */
export function createComfort(client: Client, log: Log): (signal?: AbortSignal) => Ask {
  const refusing = new Set<string>()

  return (signal) => {
    const failing = new Set<string>()

    async function comfort<T>(call: Call, run: () => Promise<T>): Promise<T | null> {
      const place = `${call.service} ${call.region}`
      try {
        if (refusing.has(place) || failing.has(place)) return null
        return (await client.has(call.service, call.region, signal)) ? await run() : null
      } catch (error) {
        if (!(error instanceof LatchkeyError) || error.code === 'cancelled') throw error
        if (error.code === 'cloud-not-found') return null
        log.warn('cloud.comfort-missing', { place, problem: error.message })
        ;(isRefused(error) ? refusing : failing).add(place)
        return null
      }
    }

    const ask = <T>(service: ServiceName, region: string, path: string, schema: z.ZodType<T>) => {
      const call = { service, region, path }
      return comfort(call, () => client.readOnce(call, schema, signal))
    }
    return Object.assign(ask, {
      list: <T>(service: ServiceName, region: string, path: string, name: string, item: z.ZodType<T>) => {
        const call = { service, region, path }
        return comfort(call, () => listAll({ read: client.readOnce }, call, name, item, signal))
      },
    })
  }
}
