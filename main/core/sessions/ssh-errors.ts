import type { ErrorCode } from '../../../contract/errors.js'
import type { SessionPhase } from '../../../contract/sessions.js'
import { type ErrorParts, LatchkeyError } from '../lib/error.js'
import type { SshTarget } from './ssh.js'
import { TimeUp } from './time-limit.js'

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
  }
}

/** `host`, or `host port 2222` unless the port is 22. */
export function place({ host, port }: SshTarget): string {
  return port === 22 ? host : `${host} port ${port}`
}

/** The sentence for whatever an attempt ended with. LatchkeyErrors pass as they are. */
export function explain(error: unknown, facts: AttemptFacts): LatchkeyError {
  if (error instanceof LatchkeyError) return error
  if (error instanceof TimeUp) return timedOut(error, facts)
  if (isAbort(error)) return new LatchkeyError('cancelled', 'Connecting was cancelled.', { cause: error })
  return explainByPhase(error, facts)
}

function explainByPhase(error: unknown, facts: AttemptFacts): LatchkeyError {
  const { phase } = facts
  if (/signature verification failed/i.test(messageOf(error))) return impostor(error, facts)
  if (phase === 'resolve' || phase === 'connect') return unreachable(error, facts)
  if (phase === 'handshake') return handshakeFailed(error, facts)
  if (phase === 'host-key') return endedDuringQuestion(error, facts)
  return loginFailed(error, facts)
}

const unreachableReasons: Record<string, [string, string]> = {
  ENOTFOUND: ['The name of the host was not found', 'Check the address of the instance.'],
  EAI_AGAIN: ['The name of the host could not be looked up', 'Check the network and its DNS server.'],
  ECONNREFUSED: [
    'Nothing accepts connections there',
    'The SSH server may not run yet or may listen on another port; an instance that just started needs a moment.',
  ],
  EHOSTUNREACH: [
    'There is no way to the host',
    'Check the network, the VPN and the address of the instance.',
  ],
  ENETUNREACH: [
    'There is no way to its network',
    'Check the network, the VPN and the address of the instance.',
  ],
  EACCES: ['The system does not allow the connection', 'A local firewall may forbid it.'],
}

function unreachable(error: unknown, { target }: AttemptFacts): LatchkeyError {
  const code = systemCode(error)
  if (code === 'ETIMEDOUT') return noAnswer(target, error)
  const [reason, advice] = unreachableReasons[code] ?? [
    'The connection could not be made',
    'Check the network and the address of the instance.',
  ]
  return make('ssh-unreachable', `${reason}: ${place(target)}.`, { advice, retryable: true, cause: error })
}

function timedOut(error: TimeUp, { phase, target }: AttemptFacts): LatchkeyError {
  if (phase === 'resolve' || phase === 'connect') return noAnswer(target, error)
  const doing = phase === 'authenticate' ? 'login' : 'the SSH handshake'
  return make('ssh-timeout', `${place(target)} took the connection but did not finish ${doing} in time.`, {
    advice: 'The server may be overloaded, or something that is no SSH server listens there. Try again.',
    detail: `Waited ${Math.round(error.ms / 1000)} s.`,
    retryable: true,
    cause: error,
  })
}

function noAnswer(target: SshTarget, cause: unknown): LatchkeyError {
  return make('ssh-timeout', `${place(target)} does not answer.`, {
    advice: `Usually a firewall or security group drops the packets: allow TCP port ${target.port} from your address. Or the instance is not running.`,
    retryable: true,
    cause,
  })
}

function handshakeFailed(error: unknown, facts: AttemptFacts): LatchkeyError {
  const text = messageOf(error)
  if (!identified(facts)) return notSsh(error, facts)
  if (/no matching/i.test(text)) return noCommonAlgorithm(error, facts)
  return make('ssh-closed', `${place(facts.target)} ended the connection during the SSH handshake.`, {
    advice: 'Try again. If it stays so, look at the log of its SSH server.',
    detail: text,
    retryable: true,
    cause: error,
  })
}

/** sshd's words when it turns a client away before its banner. */
const turnedAway = /^(?:Exceeded MaxStartups|Not allowed at this time)/

function notSsh(error: unknown, { firstBytes, target }: AttemptFacts): LatchkeyError {
  const words = printable(firstBytes)
  if (firstBytes.length === 0 || turnedAway.test(words))
    return make('ssh-closed', `${place(target)} ended the connection before it said anything of SSH.`, {
      advice:
        'Its SSH server may turn clients away for a while (too many logins, fail2ban) or may still be starting. Try again later.',
      ...(words === '' ? {} : { detail: words }),
      retryable: true,
      cause: error,
    })
  return make('ssh-not-ssh', `What listens at ${place(target)} is not an SSH 2 server.`, {
    advice: 'Check the port.',
    detail: `It said: ${words}`,
    cause: error,
  })
}

function noCommonAlgorithm(error: unknown, { offers, target }: AttemptFacts): LatchkeyError {
  const differing = [...offers].filter(([, { local, remote }]) => !shareOne(local, remote))
  const detail = differing.map(
    ([kind, { local, remote }]) =>
      `${kind}: the server offers ${printable(Buffer.from(remote))}; Latchkey offers ${local}.`,
  )
  return make('ssh-no-common-algorithm', `${place(target)} and Latchkey have no common algorithm.`, {
    advice:
      "The server's SSH settings are too old or too narrow: allow one of the algorithms in the details on it.",
    detail: detail.join(' ') || messageOf(error),
    cause: error,
  })
}

function impostor(error: unknown, { target }: AttemptFacts): LatchkeyError {
  return make('ssh-host-key-refused', `${place(target)} shows a host key that it can't prove to own.`, {
    advice: 'Something in between may change the connection: try from another network.',
    detail: messageOf(error),
    cause: error,
  })
}

function endedDuringQuestion(error: unknown, { target }: AttemptFacts): LatchkeyError {
  return make('ssh-closed', `${place(target)} ended the connection while the host key was being checked.`, {
    advice: 'Servers wait about two minutes for a login: connect again.',
    detail: messageOf(error),
    retryable: true,
    cause: error,
  })
}

function loginFailed(error: unknown, facts: AttemptFacts): LatchkeyError {
  const { target, methods, signed } = facts
  const detail = loginDetail(error, facts)
  if (methods === null && !/too many authentication failures/i.test(detail))
    return make('ssh-closed', `${place(target)} ended the connection during login.`, {
      advice: 'Try again. If it stays so, look at the log of its SSH server.',
      detail,
      retryable: true,
      cause: error,
    })
  if (signed && methods !== null && !methods.includes('publickey'))
    return make(
      'ssh-auth-refused',
      `The key was accepted, but ${place(target)} also wants ${methods.join(' or ')}.`,
      {
        advice:
          'Latchkey logs in with the key alone: change AuthenticationMethods on the server for this user.',
        detail,
        cause: error,
      },
    )
  return make('ssh-auth-refused', `${place(target)} refused the key for the user ${target.user}.`, {
    advice: `The login user may be another than ${target.user}, or the key is not in that user's authorized_keys.`,
    detail,
    cause: error,
  })
}

function loginDetail(error: unknown, { methods, banner }: AttemptFacts): string {
  const parts = [
    methods === null ? '' : `The server takes for this user: ${methods.join(', ') || 'nothing'}.`,
    banner === '' ? '' : `It says: ${printable(Buffer.from(banner))}`,
    messageOf(error),
  ]
  return parts.filter((part) => part !== '').join(' ')
}

/** The failure of a connection that was open: with the server's words where it gave any. */
export function lost(error: unknown, target: SshTarget): LatchkeyError {
  const text = messageOf(error)
  const silent = /keepalive/i.test(text)
  const message = silent
    ? `The connection to ${place(target)} was lost: no answer for 45 seconds.`
    : `The connection to ${place(target)} was lost.`
  return make('ssh-closed', message, {
    advice: 'Reconnect. What ran in the terminal has probably ended, unless it ran in tmux or screen.',
    ...(text === '' ? {} : { detail: text }),
    retryable: true,
    cause: error,
  })
}

/** One line without control characters, for showing what a stranger said. */
export function printable(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes.subarray(0, 400))
  return text
    .replace(/[\p{C}\p{Zl}\p{Zp}�]+/gu, ' ')
    .trim()
    .slice(0, 200)
}

function identified({ firstBytes }: AttemptFacts): boolean {
  return /(?:^|\n)SSH-(?:2\.0|1\.99)-/.test(firstBytes.toString('latin1'))
}

function shareOne(local: string, remote: string): boolean {
  const theirs = remote.split(',')
  return local.split(',').some((name) => theirs.includes(name))
}

function systemCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  return typeof code === 'string' ? code : ''
}

function messageOf(error: unknown): string {
  return error instanceof Error ? printable(Buffer.from(error.message)) : ''
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}

function make(code: ErrorCode, message: string, parts: ErrorParts): LatchkeyError {
  return new LatchkeyError(code, message, parts)
}
