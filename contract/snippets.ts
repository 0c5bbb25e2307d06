import { z } from 'zod'
import { Id, isPlainText, Nothing, procedure } from './base.js'

/** A piece of text that is typed into terminals, kept in the profile as it is: no place for a secret. */
export const Snippet = z.object({
  id: Id,
  name: z
    .string()
    .trim()
    .min(1, 'A snippet needs a name.')
    .max(80, 'A name has at most 80 characters.')
    .refine(isPlainText, 'A name has no control characters.'),
  /** `{{name}}` and `{{name=default}}` are asked for when it is used. Lines end in `\n`. */
  text: z
    .string()
    .min(1, 'A snippet needs a text.')
    .max(20_000, 'A snippet has at most 20,000 characters.')
    .refine(
      (text) => !/(?![\t\n])\p{Cc}/u.test(text),
      'Leave control characters out, but tabs and new lines.',
    ),
})
export type Snippet = z.infer<typeof Snippet>

export const MAX_SNIPPETS = 500

export const snippets = {
  /** By name. */
  list: procedure.output(z.array(Snippet)),
  /** Makes a new one, or changes the one of the same id. */
  save: procedure.input(Snippet.extend({ id: Id.optional() })).output(Snippet),
  /** Nothing where there is none. */
  remove: procedure.input(z.object({ id: Id })).output(Nothing),
}
