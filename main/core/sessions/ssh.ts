import type { Client } from 'ssh2'
import type { LoginWay, SessionPhase } from '../../../contract/sessions.js'
import type { WeakAlgorithm } from '../../../contract/weak-algorithms.js'
import type { Signer } from '../keys/signer.js'
import type { OnHop, SshTarget, Way } from './way.js'

export type { SshTarget }

export interface ConnectOptions extends ReachOptions {
  /** The only key that is offered; no password, no agent, no other key. The caller closes it. */
  signer: Signer
}

export interface ReachOptions {
  target: SshTarget
  /** Named in questions to the user. */
  instanceName: string
  signal?: AbortSignal | undefined
  onPhase?: (phase: SessionPhase) => void
  /** For TCP connect and handshake together, not for the user's thinking time; 20 s unless told. */
  timeoutMs?: number
  /** With it and without `transport`, what the user has set for the instance is used. */
  instanceId?: string
  transport?: Transport
  /** What it goes through; without it, what the instance's route says, and without an instance straight. */
  way?: Way
  onHop?: OnHop
}

/** What differs from connection to connection below the login. */
export interface Transport {
  /** What the user allows for this server beside the sound ones. */
  weak?: readonly WeakAlgorithm[]
  compression?: boolean
  addressFamily?: 'any' | 'ipv4' | 'ipv6'
  /** How long the server may be silent before it is asked whether it is there; 0: for ever. 15 s unless told. */
  keepAliveMs?: number
  /** The user's own agent, for programs on the server that ask for it. */
  forwardedAgent?: string
}

/** An authenticated connection, its host key checked and accepted. */
export interface SshConnection {
  client: Client
  hostKey: { algorithm: string; fingerprint: string }
  /** What the server said before login (RFC 4252 §5.4), as it came. */
  banner?: string
  /** As the server names itself: `OpenSSH_9.2p1 Debian-2`, `dropbear_2022.83`. */
  software?: string
  end(): void
}

/**
 * Connects, checks the host key (asking the user where needed) and authenticates with exactly the signer's key.
 * Throws `ssh-…` LatchkeyErrors that name the phase that failed, or `cancelled`.
 */
export type ConnectSsh = (options: ConnectOptions) => Promise<SshConnection>

/** What may be tried after the bound key. */
export interface OtherWays {
  /** The user's own agent: a socket, a Windows pipe, or `pageant`; null: not to be tried; empty: there is none. */
  agent: string | null
  /** What the server asks (RFC 4256) and the password are typed by a person when the server wants them. */
  prompts: boolean
  password: boolean
}

export interface SessionLogin extends ReachOptions {
  /** Offered first; null where no key is bound. The caller closes it. */
  signer: Signer | null
  others: OtherWays
}

/** How a session was let in. */
export interface LetIn {
  /** All that the server wanted, in its order. */
  ways: LoginWay[]
  /** `SHA256:…` of the key, if there was one. */
  fingerprint: string | null
}

/** As `ConnectSsh`, and then with what else the user chose. Throws `ssh-agent-unavailable` too. */
export type ConnectSession = (options: SessionLogin) => Promise<SshConnection & { letIn: LetIn }>

/** A way in beside the vault's keys, only for putting one of them on the server. */
export type OtherLogin =
  /** UTF-8; given to the server once, after its host key was accepted. The caller wipes it. */
  | { kind: 'password'; password: Uint8Array }
  /** The user's SSH agent at this socket (or Windows pipe), with all of its keys in its own order. */
  | { kind: 'agent'; socket: string }

/** A key of the user's SSH agent. */
export interface AgentKey {
  /** Base64 of the public key blob. */
  blob: string
  /** `SHA256:…` */
  fingerprint: string
  comment: string
}

/**
 * As `ConnectSsh`, with a password or the user's agent in place of the signer. `agentKey`: the one that was let in.
 * Throws `ssh-password-refused` and `ssh-agent-unavailable` too.
 */
export type ConnectSshOtherwise = (
  options: ReachOptions & { login: OtherLogin },
) => Promise<SshConnection & { agentKey: AgentKey | null }>
