import { z } from 'zod'
import { Id, LoginUser, procedure } from './base.js'
import { ErrorInfo } from './errors.js'
import { KeyType } from './keys.js'
import { Said } from './words/said.js'

/** The screen of an instance, as its cloud shows it in a browser. */
export const ConsoleWay = z.object({
  /** Where it is in the cloud's own console, as a sentence. */
  place: Said,
  /** Whether its address can be asked for here. */
  hasAddress: z.boolean(),
  /** Why not, as a sentence, where there is a reason. */
  whyNoAddress: Said.nullable(),
  /** What to do instead of pasting, where it takes no pasted text. */
  noPasting: Said.nullable(),
  /** How to get to a shell without a password, step by step: by the boot menu. */
  withoutPassword: z.array(Said),
  /** After the lines were pasted into the shell of the boot menu. */
  afterwards: z.array(Said),
})

/** The ways back into an instance that no key opens. Nothing has been done yet. */
export const RecoveryGuide = z.object({
  instanceId: Id,
  instanceName: z.string(),
  user: z.string(),
  /** What type of key its cloud takes for sure, if a new one is made for it. */
  keyType: KeyType,
  /** The cloud's own call that puts a key on it, by its name there; null where it has none. */
  byCloud: Said.nullable(),
  console: ConsoleWay,
})
export type RecoveryGuide = z.infer<typeof RecoveryGuide>

/** Lines for a shell on the instance that let the key in as the user. */
export const RecoveryLines = z.object({
  /** How to get to that shell with a password, step by step. */
  withPassword: z.array(Said),
  /** For the user itself, or root. */
  shell: z.string(),
  /** For the shell of the boot menu, where the disk can only be read at first. */
  boot: z.string(),
  /** The key's name on the account, where it is now; null with `problem`, or where the account takes none. */
  cloudName: z.string().nullable(),
  /** Why it could not be pushed: the lines are right all the same. */
  problem: ErrorInfo.nullable(),
})
export type RecoveryLines = z.infer<typeof RecoveryLines>

export const RecoveryProof = z.object({
  proven: z.boolean(),
  message: Said,
  advice: Said.nullable(),
  problem: ErrorInfo.nullable(),
})
export type RecoveryProof = z.infer<typeof RecoveryProof>

const login = z.object({ instanceId: Id, keyId: Id, user: LoginUser })

/** It lets in whoever has it, so it is opened at once and not kept. */
export const ConsoleAddress = z.object({
  address: z.url({ protocol: /^https?$/ }),
  /** How long it lets somebody in, in seconds. */
  validS: z.int().positive(),
  /** Whether it does so only once. */
  once: z.boolean(),
})
export type ConsoleAddress = z.infer<typeof ConsoleAddress>

/** The way back to an instance whose keys are lost. */
export const recovery = {
  guide: procedure.input(z.object({ instanceId: Id })).output(RecoveryGuide),
  /** Pushes the key pair's public half to the account, and answers what to paste. */
  lines: procedure.input(login).output(RecoveryLines),
  /** Asks the cloud for the address of the instance's screen. */
  console: procedure.input(z.object({ instanceId: Id })).output(ConsoleAddress),
  /** Logs in with the key; where it opens the instance, Connect uses it from now on. Waits for minutes until SSH answers. */
  prove: procedure.input(login).output(RecoveryProof),
}
