import { z } from 'zod'
import { Id, isPlainText, LoginUser, Nothing, procedure, Time } from './base.js'
import { ErrorInfo } from './errors.js'
import { KeyTag } from './keys.js'
import { Said } from './words/said.js'

/**
 * In place of an account's id for the hosts that the user has entered: their instances are `hosts/<host id>`. It is no
 * account: no list of accounts has it, and no key is put on it.
 */
export const HOSTS_ACCOUNT = 'hosts'

export const HostName = z
  .string()
  .trim()
  .min(1, 'A host needs a name.')
  .max(100, 'A name has at most 100 characters.')
  .refine(isPlainText, 'A name has no control characters, and none that turn the text around.')

const DNS_NAME =
  /^(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*\.?$/
/** Only what sets it apart from a name: whether it is one is seen when it is dialled. */
const IPV6 = /^[\da-f]{0,4}(:[\da-f]{0,4}){2,7}(:\d{1,3}(\.\d{1,3}){3})?(%[\w.-]{1,32})?$/i

/** A DNS name in ASCII, an IPv4 or an IPv6 address without brackets. */
export const isHostAddress = (text: string) => DNS_NAME.test(text) || IPV6.test(text)

export const HostAddress = z
  .string()
  .trim()
  .min(1, 'A host needs an address.')
  .max(253, 'An address has at most 253 characters.')
  .refine(
    isHostAddress,
    'This is no host name and no IP address. Letters beyond a to z are written as xn--… in it.',
  )

export const HostPort = z
  .int('A port is a number.')
  .min(1, 'A port is 1 to 65535.')
  .max(65535, 'A port is 1 to 65535.')

/** What it is reached through, as it stands after ProxyJump in a configuration of SSH. */
export const JumpNote = z
  .string()
  .trim()
  .min(1)
  .max(500, 'A jump host has at most 500 characters.')
  .refine(isPlainText, 'A jump host has no control characters.')

/** Where a host is in no cloud: what the user says of it. */
export const HostFacts = z.object({
  /** Unique among the user's hosts without regard to case. */
  name: HostName,
  host: HostAddress,
  port: HostPort,
  user: LoginUser,
  tags: z.array(KeyTag).max(20, 'A host has at most 20 tags.'),
  /** It is reached through these, where each is known; while one is not, nothing is dialled. */
  jump: JumpNote.nullable(),
})
export type HostFacts = z.infer<typeof HostFacts>

export const OwnHost = HostFacts.extend({
  id: Id,
  source: z.enum(['typed', 'ssh-config']),
  addedAt: Time,
})
export type OwnHost = z.infer<typeof OwnHost>

export const NewHost = HostFacts.extend({
  port: HostPort.default(22),
  tags: HostFacts.shape.tags.default([]),
  jump: HostFacts.shape.jump.default(null),
  /** The key pair that opens it already; Connect then uses it. Nobody has seen that it does. */
  keyId: Id.optional(),
})
export type NewHost = z.infer<typeof NewHost>

/** A key file that the configuration names for a host. */
export const ConfiguredKey = z.object({
  /** As it stands in the configuration, or where OpenSSH looks by itself. */
  path: z.string(),
  /**
   * `vault`: its key pair is in the vault, and can log in. `unusable`: it is there, in the bin or as a public key alone.
   * `outside`: it could be imported.
   */
  state: z.enum(['vault', 'unusable', 'outside', 'missing', 'unreadable']),
  keyId: Id.nullable(),
})
export type ConfiguredKey = z.infer<typeof ConfiguredKey>

/** A name in the user's configuration of SSH, and what importing it would do. */
export const ConfiguredHost = z.object({
  /** As it stands after `Host`. */
  alias: z.string(),
  /** The file and its line. */
  where: z.string(),
  /** `known`: the same login is here already, under `knownAs`. `unusable`: `notes` says why. */
  state: z.enum(['new', 'known', 'unusable']),
  knownAs: z.string().nullable(),
  /** What would be added; null where it can't be used. */
  facts: HostFacts.nullable(),
  keys: z.array(ConfiguredKey),
  /** The key pair that Connect would use. */
  keyId: Id.nullable(),
  /** Plain sentences: what differs from what OpenSSH does, and why it is not proposed. */
  notes: z.array(Said),
  proposed: z.boolean(),
})
export type ConfiguredHost = z.infer<typeof ConfiguredHost>

export const SshConfigPreview = z.object({
  path: z.string(),
  /** False where there is no such file. */
  exists: z.boolean(),
  hosts: z.array(ConfiguredHost),
  /** Patterns after `Host`: no host by themselves, their settings go to the names that fit. */
  patterns: z.array(z.object({ pattern: z.string(), where: z.string() })),
  /** What of the files can't be read or understood. */
  problems: z.array(Said),
  /** Of all that was read. */
  digest: z.string(),
})
export type SshConfigPreview = z.infer<typeof SshConfigPreview>

export const ImportedHost = z.object({
  alias: z.string(),
  host: OwnHost.nullable(),
  problem: ErrorInfo.optional(),
})
export type ImportedHost = z.infer<typeof ImportedHost>

export const hosts = {
  list: procedure.output(z.array(OwnHost)),
  add: procedure.input(NewHost).output(OwnHost),
  /** Another address or port is another machine as far as anybody knows: what was proven and seen there is forgotten. */
  edit: procedure.input(HostFacts.partial().extend({ id: Id, keyId: Id.optional() })).output(OwnHost),
  /** What `remove` would forget and leave, as sentences. */
  removal: procedure.input(z.object({ id: Id })).output(z.array(Said)),
  /** Forgets the host and what is known of it. Nothing changes on the host itself. */
  remove: procedure.input(z.object({ id: Id })).output(Nothing),
  /**
   * A removed host with its id, and with all that was forgotten with it but the password of its proxy. Throws
   * `input-invalid` for one that was not removed since the start, `host-name-taken` and `host-already-known`.
   */
  putBack: procedure.input(z.object({ id: Id })).output(OwnHost),
  /** Reads `~/.ssh/config` and what it includes, runs nothing of it, and stores nothing. */
  configured: procedure.output(SshConfigPreview),
  /** Adds the chosen ones, each with a result. `ssh-config-changed` where the files are not those of the preview any more. */
  importConfigured: procedure
    .input(
      z.object({
        digest: z.string().max(100),
        hosts: z
          .array(z.object({ alias: z.string().max(1000), keyId: Id.nullable() }))
          .min(1)
          .max(5000),
      }),
    )
    .output(z.array(ImportedHost)),
}
