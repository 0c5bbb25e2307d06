import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { Id, Nothing, procedure, Time } from './base.js'

export const HostKey = z.object({
  /** e.g. `ssh-ed25519`. */
  algorithm: z.string(),
  /** `SHA256:…` */
  fingerprint: z.string(),
})

/**
 * The core asks, a person answers. After `expiresAt` the answer is no.
 * `changed` hosts can only be replaced by typing `confirm` (the host as it stands in known_hosts).
 */
export const Question = z.discriminatedUnion('kind', [
  z.object({
    id: Id,
    kind: z.literal('host-key-unknown'),
    host: z.string(),
    instanceName: z.string(),
    offered: HostKey,
    /** Lines of known_hosts that can't be read: one of them may have known this host. */
    unreadableLines: z.int(),
    expiresAt: Time,
  }),
  z.object({
    id: Id,
    kind: z.literal('host-key-changed'),
    host: z.string(),
    instanceName: z.string(),
    offered: HostKey,
    known: z.array(HostKey.extend({ since: Time.nullable() })),
    /** What the user must type to replace the known key. */
    confirm: z.string(),
    expiresAt: Time,
  }),
])
export type Question = z.infer<typeof Question>

export const Answer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('no') }),
  /** Only for an unknown host. */
  z.object({ kind: z.literal('trust') }),
  /** Only for a changed host, with what was asked for typed in. */
  z.object({ kind: z.literal('replace'), typed: z.string().max(500) }),
])
export type Answer = z.infer<typeof Answer>

export const questions = {
  /** All open questions, then the whole list again after each change. */
  watch: procedure.output(eventIterator(z.array(Question))),
  answer: procedure.input(z.object({ id: Id, answer: Answer })).output(Nothing),
}
