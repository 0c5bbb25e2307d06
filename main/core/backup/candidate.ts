import type { RestoreRow } from '../../../contract/backup.js'
import type { SecretStore } from '../ports.js'
import type { AccountRecord, HostRecord, KeyRecord, Profile } from '../profile.js'
import type { AccountInBackup, KeyInBackup } from './payload.js'

/** What is here. `secrets` is null while there is no vault, or it is locked. */
export interface Here {
  profile: Profile
  secrets: SecretStore | null
  /** The text of known_hosts. */
  knownHosts: string
}

export interface KeyCandidate {
  kind: 'key'
  row: RestoreRow
  key: KeyInBackup
  /** The entry here that has the same public key. */
  twin: KeyRecord | undefined
}

export interface AccountCandidate {
  kind: 'account'
  row: RestoreRow
  account: AccountInBackup
  /** The account here that is the same one. */
  twin: AccountRecord | undefined
  /** The vault has no credentials of that one. */
  lacksSecret: boolean
}

export interface HostCandidate {
  kind: 'host'
  row: RestoreRow
  host: HostRecord
  /** The host here that is the same login. */
  twin: HostRecord | undefined
}

/** One thing of a backup, and what restoring it takes. */
export type Candidate =
  | KeyCandidate
  | AccountCandidate
  | HostCandidate
  | { kind: 'known-host'; row: RestoreRow; line: string }
  /** Which instance Connect reaches with which key, all in one. */
  | { kind: 'bindings'; row: RestoreRow }
  /** How single instances are connected to, all in one. */
  | { kind: 'connections'; row: RestoreRow }
  /** Through what the instances of accounts are reached, all in one. */
  | { kind: 'bastions'; row: RestoreRow }
  /** Ports forwarded to and from instances, all in one. */
  | { kind: 'forwards'; row: RestoreRow }
  /** Which key pairs belong on which accounts, all in one. */
  | { kind: 'wanted'; row: RestoreRow }
  /** Those that are not here, all in one. */
  | { kind: 'snippets'; row: RestoreRow }
  /** Names and colours of instances, all in one. */
  | { kind: 'nameplates'; row: RestoreRow }
  | { kind: 'settings'; row: RestoreRow }

/** Proposed where there is something to do, unless it says otherwise. */
export function restoreRow(parts: Omit<RestoreRow, 'proposed'> & { proposed?: boolean }): RestoreRow {
  return { proposed: parts.does !== null, ...parts }
}
