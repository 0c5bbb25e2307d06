import type { Guest } from '../cloudstack/guest.js'

/** A guest that answers SSH on a port of 127.0.0.1. */
export interface SshGuest extends Guest {
  port: number
  /** The one login user of its image. */
  user: string
  /** The text of that user's authorized_keys; empty if there is none. */
  authorizedKeys: { read(): Promise<string>; write(text: string): Promise<void> }
  /** `SHA256:…` of the host keys it shows now; empty before the first boot. */
  hostKeyFingerprints(): string[]
  /** Becomes another machine at the same address: new host keys. Ends every session; running again when it resolves. */
  rebuild(): Promise<void>
}

/** What a guest is made from. */
export interface GuestImage {
  /** Its hostname. */
  name: string
  port: number
  user: string
}

/**
 * An authorized_keys file with the keys that it lacked (by type and blob) at its end and none removed, as cloud-init's ssh
 * module leaves it.
 */
export function withKeys(text: string, keys: string[]): string {
  const missing = keys.filter((key) => !text.includes(key))
  const separator = text === '' || text.endsWith('\n') ? '' : '\n'
  return text + separator + missing.map((key) => `${key}\n`).join('')
}
