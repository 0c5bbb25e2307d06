import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { Id, Nothing, procedure, Time } from './base.js'
import { Said } from './words/said.js'

export const HostKey = z.object({
  /** e.g. `ssh-ed25519`. */
  algorithm: z.string(),
  /** `SHA256:…` */
  fingerprint: z.string(),
})

/** A host key for a person to compare. */
const ShownHostKey = HostKey.extend({
  /** Type and base64, as in known_hosts. */
  publicKey: z.string(),
  /** The picture that `ssh-keygen -lv` prints: 11 lines, joined by line feeds. */
  randomart: z.string(),
})
export type ShownHostKey = z.infer<typeof ShownHostKey>

/** What both questions about a host key say. */
const askedHostKey = {
  id: Id,
  host: z.string(),
  instanceName: z.string(),
  offered: ShownHostKey,
  /** Other names in known_hosts, at most 10, under which this very key is known. */
  alsoKnownAs: z.array(z.string()),
  /** Why no certificate speaks for the host, as a sentence; null where no `@cert-authority` is known for it. */
  certificateProblem: Said.nullable(),
  expiresAt: Time,
}

/**
 * The core asks, a person answers. After `expiresAt` the answer is no.
 * `changed` hosts can only be replaced by typing `confirm` (the host as it stands in known_hosts).
 */
export const Question = z.discriminatedUnion('kind', [
  z.object({
    ...askedHostKey,
    kind: z.literal('host-key-unknown'),
    /** Lines of known_hosts that can't be read: one of them may have known this host. */
    unreadableLines: z.int(),
  }),
  z.object({
    ...askedHostKey,
    kind: z.literal('host-key-changed'),
    known: z.array(ShownHostKey.extend({ since: Time.nullable() })),
    /** What clouds told that would explain it, as a sentence; null where they told nothing. It proves nothing. */
    explanation: Said.nullable(),
    /** What the user must type to replace the known key. */
    confirm: z.string(),
    /** Behind a jump host: the known keys stay, and the offered one counts there, under this name. */
    besideAs: z.string().exactOptional(),
  }),
  /** A host that is connected has proved further keys to be its own, or proves a known one no more: nothing waits for the answer. */
  z.object({
    id: Id,
    kind: z.literal('host-keys-announced'),
    host: z.string(),
    instanceName: z.string(),
    added: z.array(HostKey),
    retired: z.array(HostKey),
    expiresAt: Time,
  }),
  /** The server wants something typed to let in (RFC 4252 §8, RFC 4256): all of one round. */
  z.object({
    id: Id,
    kind: z.literal('login'),
    /** `password`: the one of the user, and the prompt is ours. Else all words are the server's. */
    method: z.enum(['password', 'prompts']),
    /** `user@host`. */
    target: z.string(),
    instanceName: z.string(),
    /** The server's, without control characters; often empty. */
    title: z.string(),
    instructions: z.string(),
    prompts: z.array(z.object({ text: Said, echo: z.boolean() })),
    /** The server refused what was typed before. */
    again: z.boolean(),
    expiresAt: Time,
  }),
])
export type Question = z.infer<typeof Question>

export const Answer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('no') }),
  /** Only for an unknown host, and for announced keys. */
  z.object({ kind: z.literal('trust') }),
  /** Only for announced keys: not to be asked about them again. */
  z.object({ kind: z.literal('never') }),
  /** Only for a changed host, with what was asked for typed in. */
  z.object({ kind: z.literal('replace'), typed: z.string().max(500) }),
  /** Only for a login: one text for each prompt. They go to the server, and are kept and logged nowhere. */
  z.object({ kind: z.literal('login'), texts: z.array(z.string().max(4000)).max(50) }),
])
export type Answer = z.infer<typeof Answer>

export const questions = {
  /** All open questions, then the whole list again after each change. */
  watch: procedure.output(eventIterator(z.array(Question))),
  answer: procedure.input(z.object({ id: Id, answer: Answer })).output(Nothing),
}
