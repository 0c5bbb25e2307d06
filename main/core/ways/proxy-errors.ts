import type { RouteProxy } from '../../../contract/route.js'
import { told } from '../../../contract/words/say.js'
import { isLatchkeyError, LatchkeyError } from '../lib/error.js'
import { messageOf, place, printable, sentence } from '../sessions/attempt-facts.js'
import { proxyName } from '../sessions/hop-status.js'
import { TimeUp } from '../sessions/time-limit.js'
import type { SshTarget } from '../sessions/way.js'
import { ProxyHungUp } from './proxy-talk.js'

type Refusal =
  /** It takes nobody without a user and a password. */
  | 'wants-login'
  /** It wants a login, of a kind that is no user with a password as they are: NTLM, Kerberos. */
  | 'other-login'
  /** It takes no user and password. */
  | 'no-such-login'
  | 'login-refused'
  | 'forbidden'
  /** It has tried, and the server is not to be reached from it. */
  | 'far-side'
  | 'failed'
  /** It speaks something else. */
  | 'not-one'

/** The proxy's no; `words` are its own, as they came. */
export class ProxyRefused extends Error {
  override readonly name = 'ProxyRefused'

  constructor(
    readonly refusal: Refusal,
    readonly words = '',
  ) {
    super(`The proxy refused: ${refusal}`)
  }
}

/** The sentence for what a proxy did, or did not do. `reached`: it took the connection. */
export function explainProxy(
  error: unknown,
  proxy: RouteProxy,
  target: SshTarget,
  reached: boolean,
): unknown {
  if (isLatchkeyError(error)) return error
  const name = proxyName(proxy)
  if (error instanceof ProxyRefused) return refused(error, proxy, target)
  if (error instanceof TimeUp)
    return failed(
      reached ? `The ${name} does not answer what it is asked.` : `The ${name} does not answer.`,
      {
        advice: `Check its address and port under Connection, and whether it reaches ${place(target)}.`,
        cause: error,
      },
    )
  if (error instanceof ProxyHungUp)
    return failed(`The ${name} ended the connection without an answer.`, {
      advice: 'It may be another kind of proxy, or allow your address nothing: look at its log.',
      cause: error,
    })
  if (error instanceof Error && 'code' in error)
    return failed(`The ${name} can't be reached.`, {
      advice: 'Check its address and port under Connection, and the network.',
      detail: messageOf(error),
      cause: error,
    })
  return error // aborted
}

function refused(cause: ProxyRefused, proxy: RouteProxy, target: SshTarget): LatchkeyError {
  const { refusal, words } = cause
  const name = proxyName(proxy)
  const said = printable(Buffer.from(words, 'latin1'))
  const parts = { cause, ...(said !== '' && { detail: said }) }
  const login = `Check its user and password under Connection.`
  if (refusal === 'wants-login')
    return failed(`The ${name} wants a user and a password.`, {
      advice: 'Give them under Connection.',
      ...parts,
    })
  if (refusal === 'other-login')
    return failed(`The ${name} wants a login of a kind that Latchkey does not have.`, {
      advice:
        'It may be NTLM or Kerberos: a program such as cntlm on this computer can log in to it for Latchkey.',
      ...parts,
    })
  if (refusal === 'no-such-login')
    return failed(`The ${name} takes no user and password.`, {
      advice: `It may want another kind of login, which Latchkey does not have. ${login}`,
      ...parts,
    })
  if (refusal === 'login-refused')
    return failed(`The ${name} refused the user ${proxy.user ?? ''} or the password.`, {
      advice: login,
      ...parts,
    })
  if (refusal === 'forbidden')
    return failed(`The ${name} does not allow connections to ${place(target)}.`, {
      advice: 'Many allow port 443 only: whoever runs it can allow this one.',
      ...parts,
    })
  if (refusal === 'not-one')
    return failed(`What listens at ${place(proxy)} is not ${article[proxy.kind]}.`, {
      advice: `${said === '' ? '' : `${told`It said: ${sentence(said)}`} `}Check its kind, address and port under Connection.`,
      cause,
    })
  const why = said === '' ? '' : `: ${sentence(said)}`
  return new LatchkeyError(
    refusal === 'far-side' ? 'ssh-unreachable' : 'ssh-proxy-failed',
    `The ${name} can't connect to ${place(target)}${why === '' ? '.' : why}`,
    {
      advice: `Check that ${place(target)} lets the proxy in, and that its SSH server runs.`,
      retryable: true,
      cause,
    },
  )
}

const article = { socks5: told`a SOCKS5 proxy`, 'http-connect': told`an HTTP proxy` }

function failed(message: string, parts: ConstructorParameters<typeof LatchkeyError>[2]): LatchkeyError {
  return new LatchkeyError('ssh-proxy-failed', message, { retryable: true, ...parts })
}
