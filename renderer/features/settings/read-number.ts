import type { z } from 'zod'
import { say } from '../../../contract/words/say.js'
import { wrongWith } from '../../ui/what-is-wrong.js'

/** What was typed into a field for a whole number: the number, or what is wrong with it as a sentence. */
export function readNumber(text: string, schema: z.ZodType<number>): { value: number } | { wrong: string } {
  const digits = text.trim()
  if (!/^\d{1,9}$/.test(digits)) return { wrong: say`A whole number, such as 15.` }
  const read = schema.safeParse(Number(digits))
  return read.success
    ? { value: read.data }
    : { wrong: wrongWith(schema, Number(digits)) ?? say`Out of range.` }
}
