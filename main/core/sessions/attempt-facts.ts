import type { SessionPhase } from '../../../contract/sessions.js'
import type { SshTarget } from './ssh.js'

/** What was seen of an attempt to connect, to tell why it failed. */
export interface AttemptFacts {
  target: SshTarget
  phase: SessionPhase
  /** The first bytes that the other side sent. */
  firstBytes: Buffer
  /** What both sides offer, per kind of algorithm, as ssh2 names it in its errors. */
  offers: Map<string, { local: string; remote: string }>
  /** The methods that the server would still take, from its last refusal. */
  methods: string[] | null
  /** Whether the server took the key and asked for a signature. */
  signed: boolean
  /** The server's text before login, as it came. */
  banner: string
  /** With what the login is made. */
  tried: 'key' | 'password' | 'agent'
  /** Whether the password was given. */
  given: boolean
  /** What the server asked beside a password; empty if nothing. */
  asked: string
  /** How many keys the user's agent has offered. */
  agentKeys: number
  /** The server's name for itself (RFC 4253 §4.2), without control characters; empty until it is known. */
  software: string
}

/** The facts of an attempt that has not begun. */
export function noFacts(target: SshTarget): AttemptFacts {
  return {
    target,
    phase: 'resolve',
    firstBytes: Buffer.alloc(0),
    offers: new Map(),
    methods: null,
    signed: false,
    banner: '',
    software: '',
    tried: 'key',
    given: false,
    asked: '',
    agentKeys: 0,
  }
}

/** `host`, or `host port 2222` unless the port is 22. */
export function place({ host, port }: SshTarget): string {
  return port === 22 ? host : `${host} port ${port}`
}

/** One line without control characters, for showing what a stranger said. */
export function printable(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes.subarray(0, 400))
  return text
    .replace(/[\p{C}\p{Zl}\p{Zp}�]+/gu, ' ')
    .trim()
    .slice(0, 200)
}

/** What an error says, fit to be shown; empty where it says nothing. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? printable(Buffer.from(error.message)) : ''
}
