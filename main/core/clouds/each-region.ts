import type { ErrorCode } from '../../../contract/errors.js'
import { LatchkeyError } from '../lib/error.js'
import type { RegionLost } from './cloud.js'

/** What a region answered. */
export interface OfRegion<T> {
  region: string
  result: T
}

export interface RegionFailure {
  region: string
  error: LatchkeyError
  /** The same, with the region's name in it where there are several. */
  thrown: LatchkeyError
}

/** What became of the same work in several regions, each in the regions' order. */
export interface Regional<T> {
  answers: OfRegion<T>[]
  failures: RegionFailure[]
}

/**
 * Does the same in every region at once and waits for all. Throws what is about the whole account (its credentials, our
 * clock, a cancelled call), and what is no failure of a cloud.
 */
export async function askRegions<T>(
  regions: string[],
  work: (region: string) => Promise<T>,
): Promise<Regional<T>> {
  const outcomes = await Promise.all(regions.map((region) => outcomeOf(region, work)))
  const failures = outcomes.flatMap((one) => ('error' in one ? [one] : []))
  const ofAccount = failures.find(({ error }) => aboutAccount.includes(error.code))
  if (ofAccount !== undefined) throw ofAccount.error
  return {
    answers: outcomes.flatMap((one) => ('result' in one ? [one] : [])),
    failures: failures.map(({ region, error }) => ({
      region,
      error,
      thrown: inOneOf(regions, region, error),
    })),
  }
}

/** The answers; see `RegionLost` for what becomes of the failures. What is thrown names its region where there are several. */
export function withoutLost<T>({ answers, failures }: Regional<T>, lost?: RegionLost): OfRegion<T>[] {
  const [first] = failures
  if (first !== undefined && (lost === undefined || answers.length === 0)) throw first.thrown
  for (const { region, error } of failures) lost?.(region, error)
  return answers
}

async function outcomeOf<T>(
  region: string,
  work: (region: string) => Promise<T>,
): Promise<OfRegion<T> | Omit<RegionFailure, 'thrown'>> {
  try {
    return { region, result: await work(region) }
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error
    return { region, error }
  }
}

/** No other region could say anything else. */
const aboutAccount: ErrorCode[] = ['cancelled', 'cloud-credentials', 'cloud-clock']

/** The failure with its region's name in it, where there are several. */
export function inOneOf(regions: string[], region: string, error: LatchkeyError): LatchkeyError {
  return regions.length === 1 ? error : reworded(error, `${region}: ${error.message}`)
}

/** The regions' failures as one, which names each; null where there are none. */
export function ofRegionsTogether(failures: ReadonlyMap<string, LatchkeyError>): LatchkeyError | null {
  const [first] = failures.values()
  const message = [...failures].map(([region, error]) => `${region}: ${error.message}`).join(' ')
  return first === undefined ? null : reworded(first, message)
}

function reworded(error: LatchkeyError, message: string): LatchkeyError {
  const { advice, detail, retryable } = error.info
  return new LatchkeyError(error.code, message, {
    retryable,
    ...(advice !== undefined && { advice }),
    ...(detail !== undefined && { detail }),
    cause: error.cause ?? error,
  })
}
