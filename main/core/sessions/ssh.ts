import type { Client } from 'ssh2'
import type { SessionPhase } from '../../../contract/sessions.js'
import type { Signer } from '../keys/signer.js'

export interface SshTarget {
  host: string
  port: number
  user: string
}

export interface ConnectOptions {
  target: SshTarget
  /** The only key that is offered; no password, no agent, no other key. The caller closes it. */
  signer: Signer
  /** Named in questions to the user. */
  instanceName: string
  signal?: AbortSignal | undefined
  onPhase?: (phase: SessionPhase) => void
  /** For TCP connect and handshake together, not for the user's thinking time; 20 s unless told. */
  timeoutMs?: number
}

/** An authenticated connection, its host key checked and accepted. */
export interface SshConnection {
  client: Client
  hostKey: { algorithm: string; fingerprint: string }
  /** What the server said before login (RFC 4252 §5.4), as it came. */
  banner?: string
  end(): void
}

/**
 * Connects, checks the host key (asking the user where needed) and authenticates with exactly the signer's key.
 * Throws `ssh-…` LatchkeyErrors that name the phase that failed, or `cancelled`.
 */
export type ConnectSsh = (options: ConnectOptions) => Promise<SshConnection>
