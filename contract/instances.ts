import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { Id, Nothing, procedure, Time } from './base.js'
import { ErrorInfo } from './errors.js'

export const InstanceState = z.enum([
  'running',
  'stopped',
  'starting',
  'stopping',
  'changing',
  'error',
  'gone',
  'unknown',
])
export type InstanceState = z.infer<typeof InstanceState>

/** Where SSH can be tried. `via` says how the cloud lets it through; `given`: the user has entered it. */
export const SshAddress = z.object({
  host: z.string(),
  port: z.int().min(1).max(65535),
  via: z.enum(['public', 'static-nat', 'port-forward', 'private', 'given']),
})
export type SshAddress = z.infer<typeof SshAddress>

/** The cloud's word that a key is on an instance: declared, not seen. */
export const DeclaredKey = z.object({ cloudName: z.string(), keyId: Id.nullable() })

/**
 * A login that succeeded. `outdatedAt`: the cloud replaced the instance's keys by others then, so that nobody knows whether
 * it would succeed still.
 */
export const Proof = z.object({ keyId: Id, user: z.string(), at: Time, outdatedAt: Time.optional() })
export type Proof = z.infer<typeof Proof>

export const Instance = z.object({
  id: Id,
  accountId: Id,
  /** The cloud's own id. */
  cloudId: z.string(),
  name: z.string(),
  state: InstanceState,
  /** The cloud's own word, e.g. "Migrating". */
  cloudState: z.string(),
  zone: z.string(),
  os: z.string(),
  /** Every address the cloud tells of, public first. */
  addresses: z.array(z.string()),
  /** Where to try SSH, best first; empty where there is no way in. */
  ssh: z.array(SshAddress),
  declared: z.array(DeclaredKey),
  proven: z.array(Proof),
  /** The key that Connect uses: bound by Latchkey, else null. */
  boundKeyId: Id.nullable(),
  /** The user chose another way in beside the bound key, so that Connect needs none. */
  otherWayIn: z.literal(true).optional(),
  /** The login user that worked last, else the first guess from the image (never empty). */
  user: z.string(),
  /** Further guesses, likeliest first. */
  userGuesses: z.array(z.string()),
  /** What the cloud, or the user of an own host, has tagged it with: `name=value`, or a name alone. Absent for none. */
  tags: z.array(z.string()).exactOptional(),
  /**
   * Only of a host that the user has entered: no cloud tells of its state and its keys, or starts and stops it. `jump`: what
   * it is reached through, for which `ssh` is empty.
   */
  ownHost: z.object({ jump: z.string().nullable() }).optional(),
  /** Only where its account, or its region, did not answer when it was asked last: the time from which all this comes. */
  readAt: Time.optional(),
})
export type Instance = z.infer<typeof Instance>

export const Inventory = z.object({
  instances: z.array(Instance),
  /** When each account's part was read; null: never. `problem`: why it could not be read just now. */
  ages: z.array(
    z.object({
      accountId: Id,
      readAt: Time.nullable(),
      problem: ErrorInfo.optional(),
      /** The regions that did not answer while others did; `readAt` is of their instances. */
      regions: z
        .array(z.object({ region: z.string(), readAt: Time.nullable(), problem: ErrorInfo }))
        .optional(),
    }),
  ),
})
export type Inventory = z.infer<typeof Inventory>

/** How far readings of accounts are, and of which `list` says something new. */
export const InventoryProgress = z.object({
  /**
   * One more with each account that was read, or could not be, and with each change of what is known of its instances: one
   * was looked at by itself, a key was bound or deleted.
   */
  revision: z.int(),
  /** At which revision that was last, by the account, in this run. */
  read: z.record(Id, z.int()),
  /** The accounts that are being read now. */
  reading: z.array(Id),
})
export type InventoryProgress = z.infer<typeof InventoryProgress>

export const instances = {
  /**
   * From the cache, at once, without the network: of all accounts, or of one; `from` one of its instances on `most` of them. A
   * window asks for a page of one account after the other, since terminals wait while thousands of instances are written down
   * for it. They keep their order as long as `watch` tells nothing new of their account.
   */
  list: procedure
    .input(
      z
        .object({
          accountId: Id.optional(),
          from: z.int().min(0).optional(),
          most: z.int().min(1).optional(),
        })
        .optional(),
    )
    .output(Inventory),
  /** Asks the clouds (all accounts or one); `list` then has what they told. One account's failure is its `problem` there. */
  refresh: procedure.input(z.object({ accountId: Id.optional() })).output(Nothing),
  /**
   * Starts or stops an instance; resolves when the cloud says that it is done. Until then `list` has it as `starting` or
   * `stopping`. Throws `binding-running` while a binding needs it.
   */
  power: procedure.input(z.object({ id: Id, to: z.enum(['running', 'stopped']) })).output(Nothing),
  /** Each account's reading as it begins and ends, so that nobody waits for the slowest. */
  watch: procedure.output(eventIterator(InventoryProgress)),
}
