import { z } from 'zod'
import type { Log } from '../ports.js'

/**
 * What a document of the profile folder holds. Null where there is none, and where it is damaged or of another version,
 * which is logged as `event` with `facts`: for what may be lost without harm.
 */
export function parseDocument<T>(
  document: unknown,
  schema: z.ZodType<T>,
  log: Log,
  event: string,
  facts: Record<string, string> = {},
): T | null {
  if (document === null) return null
  const { success, data, error } = schema.safeParse(document)
  if (success) return data
  log.warn(event, { ...facts, problem: z.prettifyError(error).slice(0, 500) })
  return null
}
