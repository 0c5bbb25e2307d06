import type { LoginWay, SessionPhase } from '../../../contract/sessions.js'
import { told } from '../../../contract/words/say.js'
import type { Offer } from './algorithms.js'
import type { OtherWays, SshTarget } from './ssh.js'

/** What was seen of an attempt to connect, to tell why it failed. */
export interface AttemptFacts {
  target: SshTarget
  phase: SessionPhase
  /** The first bytes that the other side sent. */
  firstBytes: Buffer
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
  /** Of the user's agent: why it could not be asked, or null. */
  agentProblem: Error | null
  /** What has been tried to log in, in that order, and which of it the server has taken. */
  attempts: LoginWay[]
  accepted: LoginWay[]
  /** What the user has chosen beside the bound key; null where nothing can be chosen. */
  others: OtherWays | null
  /** What Latchkey offers this server. */
  offer: Offer | null
  addressFamily: 'any' | 'ipv4' | 'ipv6'
  /** From where the server is dialled, where that is not this computer: `web-1`, `the SOCKS5 proxy 192.0.2.1 port 1080`. */
  from: string | null
}

/** The facts of an attempt that has not begun. */
export function noFacts(target: SshTarget): AttemptFacts {
  return {
    target,
    phase: 'resolve',
    firstBytes: Buffer.alloc(0),
    methods: null,
    signed: false,
    banner: '',
    software: '',
    tried: 'key',
    given: false,
    asked: '',
    agentKeys: 0,
    agentProblem: null,
    attempts: [],
    accepted: [],
    others: null,
    offer: null,
    addressFamily: 'any',
    from: null,
  }
}

/** `host`, or `host port 2222` unless the port is 22. */
export function place({ host, port }: Pick<SshTarget, 'host' | 'port'>): string {
  return port === 22 ? host : told`${host} port ${port}`
}

/** One line without control characters, for showing what a stranger said. */
export function printable(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes.subarray(0, 400))
  return text
    .replace(/[\p{C}\p{Zl}\p{Zp}�]+/gu, ' ')
    .trim()
    .slice(0, 200)
}

/** What somebody else said, with an end. */
export const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`)

/** What an error says, fit to be shown; empty where it says nothing. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? printable(Buffer.from(error.message)) : ''
}
