import type { z } from 'zod'
import { hear } from '../words/language.js'

/*
 * What the contract has against what was typed. Its sentences are English, as all that the host says: they are heard here,
 * and nowhere else does the window read them.
 */

/** What is wrong with a value; undefined if nothing is. */
export function wrongWith(schema: z.ZodType, value: unknown): string | undefined {
  return hear(schema.safeParse(value).error?.issues[0]?.message)
}

/** All that is wrong with an object, and where in it. */
export function wrongIn(schema: z.ZodType, value: unknown): { path: PropertyKey[]; message: string }[] {
  const issues = schema.safeParse(value).error?.issues ?? []
  return issues.map(({ path, message }) => ({ path, message: hear(message) }))
}
