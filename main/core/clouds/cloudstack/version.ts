import { z } from 'zod'
import type { Client } from './client.js'

const Capabilities = z.object({ capability: z.object({ cloudstackversion: z.string() }) })

/** Reads the cloud's version, e.g. `4.20.1.0`. */
export async function readVersion(client: Client, signal?: AbortSignal): Promise<string> {
  const { capability } = await client.read('listCapabilities', Capabilities, {}, signal)
  return capability.cloudstackversion
}

/** Since 4.17 an instance has a set of keys, and `keypairs` takes the place of `keypair`. */
export const takesSeveralKeys = (version: string): boolean => isAtLeast(version, 4, 17)

/** Whether it is that release or a later one. */
export function isAtLeast(version: string, wantedMajor: number, wantedMinor: number): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
}
