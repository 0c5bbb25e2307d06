import { z } from 'zod'
import { Id, isPlainText, procedure } from './base.js'

/** `production` is red, and is said in words too wherever it is shown. */
export const HostColour = z.enum([
  'production',
  'orange',
  'yellow',
  'green',
  'teal',
  'blue',
  'purple',
  'grey',
])
export type HostColour = z.infer<typeof HostColour>

/** The name and the colour that the user gave to an instance or a host of his own. */
export const Nameplate = z.object({
  instanceId: Id,
  /** Shown on its tabs; empty for the instance's own. */
  name: z
    .string()
    .trim()
    .max(60, 'A name has at most 60 characters.')
    .refine(isPlainText, 'A name has no control characters.'),
  colour: HostColour.nullable(),
})
export type Nameplate = z.infer<typeof Nameplate>

export const nameplates = {
  /** Of those instances that have a name or a colour. */
  list: procedure.output(z.array(Nameplate)),
  /** Takes the place of what the instance had; without name and colour it has none. Throws `instance-not-found`. */
  set: procedure.input(Nameplate).output(Nameplate),
}
