import { z } from 'zod'
import { LatchkeyError } from '../../lib/error.js'
import type { Log } from '../../ports.js'
import type { Client } from './client.js'

/*
 * Nova's microversions: https://docs.openstack.org/nova/latest/reference/api-microversion-history.html
 * From 2.92 on Nova makes no key pairs any more and takes @ and . in their names.
 */

const PREFERRED = 90
const WITH_SIGNS = 92

/** The root of the compute API: one version in `version`, several in `versions`. An old one has none: "". */
const Document = z.union([
  z.object({ version: z.object({ version: z.string().default('') }) }).transform(({ version }) => version),
  z
    .object({ versions: z.array(z.object({ id: z.string(), version: z.string().default('') })) })
    .transform(({ versions }) => versions.find(({ id }) => id === 'v2.1') ?? { version: '' }),
])

export interface Microversions {
  /** What to ask a region for: the server's highest, but at most 2.90; null for none. */
  usual(region: string, signal?: AbortSignal): Promise<string | null>
  /** The same, but 2.92 for a key pair's name that needs it. Null where the region has it not. */
  forName(region: string, name: string, signal?: AbortSignal): Promise<string | null>
  /** The server's highest, e.g. `2.93`. */
  highest(region: string, signal?: AbortSignal): Promise<string>
  /** Whether a region takes @ and . in names. */
  takesSigns(region: string, signal?: AbortSignal): Promise<boolean>
  /** Whether every region that was asked so far takes @ and . in names; false where none was. */
  allTakeSigns(): boolean
}

/** Asks each region once. */
export function createMicroversions(client: Client, log: Log): Microversions {
  const known = new Map<string, number>()

  async function minor(region: string, signal?: AbortSignal): Promise<number> {
    const found = known.get(region) ?? (await ask(region, signal))
    known.set(region, found)
    return found
  }

  async function ask(region: string, signal?: AbortSignal): Promise<number> {
    try {
      const { version } = await client.read({ service: 'compute', region, path: null }, Document, signal)
      return Number(/^2\.(\d+)$/.exec(version)?.[1] ?? 1)
    } catch (error) {
      if (!(error instanceof LatchkeyError) || !tellsNothing(error)) throw error
      log.warn('cloud.no-microversions', { region, problem: error.message })
      return 1
    }
  }

  const asked = (number: number) => (number > 1 ? `2.${number}` : null)

  return {
    usual: async (region, signal) => asked(Math.min(await minor(region, signal), PREFERRED)),
    forName: async (region, name, signal) => {
      const highest = await minor(region, signal)
      const wanted = needsSigns(name) && highest >= WITH_SIGNS ? WITH_SIGNS : PREFERRED
      return asked(Math.min(highest, wanted))
    },
    highest: async (region, signal) => `2.${await minor(region, signal)}`,
    takesSigns: async (region, signal) => (await minor(region, signal)) >= WITH_SIGNS,
    allTakeSigns: () => known.size > 0 && [...known.values()].every((number) => number >= WITH_SIGNS),
  }
}

/** Whether a key pair's name needs 2.92. */
export function needsSigns(name: string): boolean {
  return /[@.]/.test(name)
}

/** A gateway that hides the document says nothing about the API behind it, which then has 2.1 at least. */
function tellsNothing({ code }: LatchkeyError): boolean {
  return ['cloud-not-found', 'cloud-not-an-api', 'cloud-unexpected-answer', 'cloud-forbidden'].includes(code)
}
