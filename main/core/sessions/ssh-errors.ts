import { told } from '../../../contract/words/say.js'
import { LatchkeyError } from '../lib/error.js'
import { isNoCommonAlgorithm, noCommonAlgorithm } from './algorithm-errors.js'
import { type AttemptFacts, messageOf, place, printable, sentence } from './attempt-facts.js'
import { loginFailed } from './login-errors.js'
import type { SshTarget } from './ssh.js'
import { WrongFamily } from './tcp.js'
import { TimeUp } from './time-limit.js'

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
  ENOTFOUND: [
    told`The name of the host was not found`,
    'Check its spelling, and whether this computer asks the DNS server or VPN that knows it.',
  ],
  EAI_AGAIN: [told`The name of the host could not be looked up`, 'Check the network and its DNS server.'],
  ECONNREFUSED: [
    told`Nothing accepts connections there`,
    'The SSH server may not run yet or may listen on another port; an instance that just started needs a moment.',
  ],
  EHOSTUNREACH: [
    told`There is no way to the host`,
    'Check the network, the VPN and the address of the instance.',
  ],
  ENETUNREACH: [
    told`There is no way to its network`,
    'Check the network, the VPN and the address of the instance.',
  ],
  ECONNRESET: [
    told`The connection was cut as soon as it was made`,
    'A firewall, a proxy or the server may turn your address away: try from another network, or look at its log.',
  ],
  EACCES: [told`The system does not allow the connection`, 'A local firewall may forbid it.'],
}

function unreachable(error: unknown, { target, addressFamily }: AttemptFacts): LatchkeyError {
  const code = systemCode(error)
  const isOfOther = error instanceof WrongFamily || (addressFamily !== 'any' && code === 'ENOTFOUND')
  if (isOfOther) return ofOtherFamily(target, addressFamily, error)
  if (code === 'ETIMEDOUT') return noAnswer(target, null, error)
  const [reason, advice] = unreachableReasons[code] ?? [
    told`The connection could not be made`,
    'Check the network and the address of the instance.',
  ]
  return new LatchkeyError('ssh-unreachable', `${reason}: ${place(target)}.`, {
    advice,
    retryable: true,
    cause: error,
  })
}

function ofOtherFamily(target: SshTarget, family: string, cause: unknown): LatchkeyError {
  const name = family === 'ipv4' ? 'IPv4' : 'IPv6'
  return new LatchkeyError('ssh-unreachable', `${place(target)} has no ${name} address.`, {
    advice: `Connecting to this instance is limited to ${name}: choose any address family under Connection.`,
    cause,
  })
}

function timedOut(error: TimeUp, { phase, target, from }: AttemptFacts): LatchkeyError {
  if (phase === 'resolve' || phase === 'connect') return noAnswer(target, from, error)
  const doing = phase === 'authenticate' ? told`the login` : told`the SSH handshake`
  return new LatchkeyError(
    'ssh-timeout',
    `${place(target)} took the connection but did not finish ${doing} in time.`,
    {
      advice: 'The server may be overloaded, or something that is no SSH server listens there. Try again.',
      detail: `Waited ${Math.round(error.ms / 1000)} s.`,
      retryable: true,
      cause: error,
    },
  )
}

function noAnswer(target: SshTarget, from: string | null, cause: unknown): LatchkeyError {
  const asked = from === null ? '' : ` ${from}`
  return new LatchkeyError('ssh-timeout', `${place(target)} does not answer${asked}.`, {
    advice: `Usually a firewall or security group drops the packets: allow TCP port ${target.port} from ${from ?? told`your address`}. Or the instance is not running.`,
    retryable: true,
    cause,
  })
}

function handshakeFailed(error: unknown, facts: AttemptFacts): LatchkeyError {
  const text = messageOf(error)
  if (!identified(facts)) return notSsh(error, facts)
  if (isNoCommonAlgorithm(text)) return noCommonAlgorithm(error, facts)
  return new LatchkeyError(
    'ssh-closed',
    `${place(facts.target)} ended the connection during the SSH handshake.`,
    {
      advice: 'Try again. If it stays so, look at the log of its SSH server.',
      detail: text,
      retryable: true,
      cause: error,
    },
  )
}

/** sshd's words when it turns a client away before its banner. */
const turnedAway = /^(?:Exceeded MaxStartups|Not allowed at this time)/

function notSsh(error: unknown, { firstBytes, target }: AttemptFacts): LatchkeyError {
  const words = printable(firstBytes)
  if (firstBytes.length === 0 || turnedAway.test(words))
    return new LatchkeyError(
      'ssh-closed',
      `${place(target)} ended the connection before it said anything of SSH.`,
      {
        advice:
          'Its SSH server may turn clients away for a while (too many logins, fail2ban) or may still be starting. Try again later.',
        ...(words === '' ? {} : { detail: words }),
        retryable: true,
        cause: error,
      },
    )
  return new LatchkeyError('ssh-not-ssh', `What listens at ${place(target)} is not an SSH 2 server.`, {
    advice: `${words === '' ? '' : `${told`It said: ${sentence(words)}`} `}Check the address and the port.`,
    cause: error,
  })
}

function impostor(error: unknown, { target }: AttemptFacts): LatchkeyError {
  return new LatchkeyError(
    'ssh-host-key-refused',
    `${place(target)} shows a host key that it can't prove to own.`,
    {
      advice: 'Something in between may change the connection: try from another network.',
      detail: messageOf(error),
      cause: error,
    },
  )
}

function endedDuringQuestion(error: unknown, { target }: AttemptFacts): LatchkeyError {
  return new LatchkeyError(
    'ssh-closed',
    `${place(target)} ended the connection while the host key was being checked.`,
    {
      advice: 'Servers wait about two minutes for a login: connect again.',
      detail: messageOf(error),
      retryable: true,
      cause: error,
    },
  )
}

const LOST_TERMINAL =
  'Reconnect. What ran in the terminal has probably ended, unless it ran in tmux or screen.'

/** The failure of a connection that was open: with the server's words where it gave any. */
export function lost(
  error: unknown,
  target: SshTarget,
  keepAliveMs = 15_000,
  advice = LOST_TERMINAL,
): LatchkeyError {
  if (error instanceof LatchkeyError) return error
  const text = messageOf(error)
  const parts = {
    advice,
    ...(text === '' ? {} : { detail: text }),
    retryable: true,
    cause: error,
  }
  return new LatchkeyError('ssh-closed', lostSentence(error, text, place(target), keepAliveMs), parts)
}

function lostSentence(error: unknown, text: string, where: string, keepAliveMs: number): string {
  if (/keepalive/i.test(text)) {
    const seconds = Math.round((keepAliveMs * 4) / 1000) // ssh2 asks three times and waits once more
    return `The connection to ${where} was lost: no answer for ${seconds} seconds.`
  }
  if (isDisconnect(error)) return told`${where} ended the connection: ${sentence(text)}`
  return `The connection to ${where} was lost.`
}

/** ssh2 gives the server's word of farewell (RFC 4253 §11.1) the number of its reason. */
export function isDisconnect(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'number'
}

const causes = {
  wake: told`since this computer woke up`,
  network: told`since this computer's network changed`,
}

/** Why an open connection was given up after a sleep or a change of the network. */
export function silentSince(cause: keyof typeof causes, ms: number): LatchkeyError {
  return new LatchkeyError(
    'ssh-closed',
    `The connection was lost: the server gave no answer for ${ms / 1000} seconds ${causes[cause]}.`,
    {
      advice: LOST_TERMINAL,
      retryable: true,
    },
  )
}

function identified({ firstBytes }: AttemptFacts): boolean {
  return /(?:^|\n)SSH-(?:2\.0|1\.99)-/.test(firstBytes.toString('latin1'))
}

function systemCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  return typeof code === 'string' ? code : ''
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}
