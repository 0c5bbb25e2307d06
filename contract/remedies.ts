import { z } from 'zod'
import { WeakAlgorithm } from './weak-algorithms.js'

/** A way in that the user can choose beside the bound key. `prompts`: what the server asks (RFC 4256). */
export const ChosenWay = z.enum(['agent', 'prompts', 'password'])
export type ChosenWay = z.infer<typeof ChosenWay>

/** What the user can change about an instance's connection, or in known_hosts, so that the same failure may not come again. */
export const Remedy = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('allow-weak'), algorithms: z.array(WeakAlgorithm) }),
  z.object({ kind: z.literal('choose-way'), way: ChosenWay }),
  z.object({ kind: z.literal('see-revoked') }),
  /** An instance of the same network that can be reached and that a key opens. */
  z.object({ kind: z.literal('go-through'), instanceId: z.string(), name: z.string() }),
])
export type Remedy = z.infer<typeof Remedy>
