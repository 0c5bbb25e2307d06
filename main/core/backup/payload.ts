import { z } from 'zod'
import { Time } from '../../../contract/base.js'
import { SavedForward } from '../../../contract/forwards.js'
import { Nameplate } from '../../../contract/nameplates.js'
import { Settings } from '../../../contract/settings.js'
import { Snippet } from '../../../contract/snippets.js'
import { WantedRule } from '../../../contract/sync.js'
import {
  AccountRecord,
  BastionRecord,
  BindingRecord,
  ConnectionRecord,
  HostRecord,
  KeyRecord,
  Kit,
} from '../profile.js'
import { damagedBackup, newerBackup, notABackup } from './backup-errors.js'

/*
 * What a backup holds, as JSON inside an age file. Private keys stand in it as OpenSSH files, so that whoever can run age
 * and a JSON tool gets at them without Latchkey:
 *
 *   age -d -i code.txt rescue.age | jq -r '.keys[] | select(.name == "web").privateKey' > web
 */

export const PAYLOAD_FORMAT = 'latchkey-backup'
export const PAYLOAD_VERSION = 1

export const KeyInBackup = KeyRecord.omit({ phase: true }).extend({
  /** An OpenSSH private key file; null where only the public half is there. */
  privateKey: z.string().nullable(),
})
export type KeyInBackup = z.infer<typeof KeyInBackup>

export const AccountInBackup = AccountRecord.omit({ phase: true }).extend({
  /** The form's secret values; null where the vault had none. */
  credentials: z.record(z.string(), z.string()).nullable(),
})
export type AccountInBackup = z.infer<typeof AccountInBackup>

export const Payload = z.object({
  format: z.literal(PAYLOAD_FORMAT),
  version: z.literal(PAYLOAD_VERSION),
  madeAt: Time,
  kit: Kit.nullable(),
  settings: Settings,
  bindings: z.array(BindingRecord),
  /** Earlier backups have none, nor hosts, snippets, connections, bastions, forwards, nor names and colours. */
  wanted: z.array(WantedRule).default([]),
  hosts: z.array(HostRecord).default([]),
  snippets: z.array(Snippet).default([]),
  /** How single instances are connected to; no password is among it. */
  connections: z.array(ConnectionRecord).default([]),
  bastions: z.array(BastionRecord).default([]),
  forwards: z.array(SavedForward).default([]),
  nameplates: z.array(Nameplate).default([]),
  /** The text of known_hosts. */
  knownHosts: z.string(),
  accounts: z.array(AccountInBackup),
  keys: z.array(KeyInBackup),
})
export type Payload = z.infer<typeof Payload>

const Head = z.looseObject({ format: z.literal(PAYLOAD_FORMAT), version: z.number() })

/** Throws `backup-unreadable`, `backup-newer`, `backup-damaged`. The strings in the answer hold secrets: drop it soon. */
export function readPayload(plain: Uint8Array): Payload {
  const content = parseJson(plain)
  const head = Head.safeParse(content)
  if (!head.success) throw notALatchkeyFile(head.error)
  if (head.data.version > PAYLOAD_VERSION) throw newerBackup()
  const payload = Payload.safeParse(content)
  if (!payload.success) throw damagedBackup(withoutValues(payload.error))
  return payload.data
}

function parseJson(plain: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain))
  } catch (_error) {
    throw notALatchkeyFile() // without its cause, which quotes what may be a secret
  }
}

const notALatchkeyFile = (cause?: z.ZodError) =>
  notABackup('The file could be opened, and is no backup of Latchkey.', cause && withoutValues(cause))

/** Where it went wrong, and not on what. */
function withoutValues({ issues }: z.ZodError): Error {
  return new Error(issues.map(({ path, code }) => `${code} at ${path.join('.')}`).join(', '))
}
