import { z } from 'zod'
import { Id, isPlainText, Nothing, procedure } from './base.js'
import { HostAddress, HostPort } from './hosts.js'
import { Said } from './words/said.js'

/** More than anybody goes through. */
export const MOST_JUMPS = 8

/**
 * How an instance is reached. `auto`: as its host's ProxyJump or its account's bastion says, else straight. `jumps`:
 * through these instances, in this order; the first is reached the way that is its own.
 */
export const Route = z.discriminatedUnion('via', [
  z.object({ via: z.literal('auto') }),
  z.object({ via: z.literal('direct') }),
  z.object({
    via: z.literal('jumps'),
    jumps: z
      .array(Id)
      .min(1, 'Choose at least one instance to go through.')
      .max(MOST_JUMPS, `At most ${MOST_JUMPS} instances.`)
      .refine((ids) => new Set(ids).size === ids.length, 'Each instance can be gone through once.'),
  }),
])
export type Route = z.infer<typeof Route>

/** What a proxy may be told as a user or a password: RFC 1929 takes at most 255 bytes. */
const fitsProxy = (text: string) => bytesOf(text) <= 255

/** As UTF-8, without what only a window or Node has. */
const bytesOf = (text: string) =>
  [...text].reduce((sum, sign) => sum + byteCount(sign.codePointAt(0) ?? 0), 0)
const byteCount = (code: number) => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4)

/** What stands between this computer and the first host that it dials. */
export const RouteProxy = z.object({
  /** RFC 1928; RFC 9110 §9.3.6. Neither encrypts: what goes through it is SSH, the proxy's own password is not. */
  kind: z.enum(['socks5', 'http-connect']),
  host: HostAddress,
  port: HostPort,
  /** Null: it wants none. */
  user: z
    .string()
    .trim()
    .min(1)
    .refine(isPlainText, 'A user has no control characters.')
    .refine(fitsProxy, 'A user has at most 255 bytes.')
    .refine((user) => !user.includes(':'), 'A user of a proxy has no colon.')
    .nullable(),
  /** Under which the vault has its password; the core gives it. Null where there is none. */
  passwordId: Id.nullable(),
})
export type RouteProxy = z.infer<typeof RouteProxy>

export const ProxyPassword = z
  .string()
  .min(1)
  .refine(fitsProxy, 'A password has at most 255 bytes.')
  .refine((text) => !/[\r\n\0]/.test(text), 'A password has no line breaks.')

/** What a connection goes through, as it is known before it is made. */
export const WayHop = z.object({
  instanceId: Id,
  name: z.string(),
  /** `user@host` or `user@host:port`. */
  target: z.string(),
})
export type WayHop = z.infer<typeof WayHop>

/** What `auto` means for an instance just now. */
export const AutomaticWay = z.object({
  /** `config`: the ProxyJump of the user's own host. `bastion`: of its account. `straight`: neither. */
  from: z.enum(['config', 'bastion', 'straight']),
  /** All hosts gone through, in order; empty where it is straight, or can't be told. */
  hops: z.array(WayHop),
  /** Why it can't be gone, as a sentence with what to do about it. */
  problem: Said.nullable(),
})
export type AutomaticWay = z.infer<typeof AutomaticWay>

/** Through which instance the others of an account are reached. */
export const Bastion = z.object({
  /** Only those of this zone, as instances name theirs; null: all. The zone's own goes before that of all. */
  zone: z.string().max(300).nullable(),
  /** Of whatever account, or one of the user's own hosts. */
  instanceId: Id,
  /** Those with a public address too; else only those that have none. */
  alsoPublic: z.boolean(),
})
export type Bastion = z.infer<typeof Bastion>

export const routes = {
  automatic: procedure.input(z.object({ instanceId: Id })).output(AutomaticWay),
  /** Names of the others that have these instances, or one of the account's, for a jump host. */
  reachedThrough: procedure
    .input(z.union([z.object({ instanceIds: z.array(Id).max(100_000) }), z.object({ accountId: Id })]))
    .output(z.array(z.string())),
  bastions: procedure.input(z.object({ accountId: Id })).output(z.array(Bastion)),
  /** From the next connection on. Throws `account-not-found`. */
  setBastions: procedure
    .input(
      z.object({
        accountId: Id,
        bastions: z
          .array(Bastion)
          .max(100)
          .refine(
            (all) => new Set(all.map(({ zone }) => zone)).size === all.length,
            'Each zone can have one bastion.',
          ),
      }),
    )
    .output(Nothing),
}
