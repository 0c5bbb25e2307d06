import type { Client, ClientChannel } from 'ssh2'
import { told } from '../../../contract/words/say.js'
import { placeText, type Target } from './place.js'
import type { SocksRefusal } from './socks.js'

/** The server could not, or would not, connect to a target. */
export class TargetRefused extends Error {
  override readonly name = 'TargetRefused'

  constructor(
    /** One sentence for the user. */
    message: string,
    readonly why: SocksRefusal,
  ) {
    super(message)
  }
}

/** A channel to what the server reaches under that name (RFC 4254 §7.2). Throws TargetRefused. */
export function openTarget(client: Client, from: Target, to: Target): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    const opened = (error: Error | undefined, channel: ClientChannel) =>
      error ? reject(refused(error, to)) : resolve(channel)
    try {
      client.forwardOut(from.host, from.port, to.host, to.port, opened)
    } catch (error) {
      reject(refused(error, to)) // the connection is gone
    }
  })
}

function refused(error: unknown, to: Target): TargetRefused {
  const reason = error instanceof Error && 'reason' in error ? Number(error.reason) : 0
  const text = error instanceof Error ? error.message : ''
  const [words, why]: Meaning = [...byReason(reason), ...byText(text)][0] ?? [
    (where) => told`${where} could not be reached.`,
    'general',
  ]
  return new TargetRefused(words(placeText(to)), why)
}

type Meaning = [(where: string) => string, SocksRefusal]

/** The numbers of RFC 4254 §5.1 that say it all. */
function byReason(reason: number): Meaning[] {
  if (reason === 1)
    return [
      [
        (where) =>
          told`${where} is not allowed by the server (AllowTcpForwarding or PermitOpen of its sshd).`,
        'not-allowed',
      ],
    ]
  if (reason === 4)
    return [[(where) => told`${where} could not be reached: the server has no room for more.`, 'general']]
  return []
}

function byText(text: string): Meaning[] {
  const meanings: [RegExp, Meaning][] = [
    [/refused/i, [(where) => told`${where} refuses connections.`, 'refused']],
    [
      /network is unreachable/i,
      [(where) => told`${where} could not be reached: the server has no way to its network.`, 'network'],
    ],
    [
      /no route|unreachable|host is down/i,
      [(where) => told`${where} could not be reached: the server has no way to it.`, 'host'],
    ],
    [/timed? ?out/i, [(where) => told`${where} does not answer the server.`, 'host']],
    [
      /not known|resolve|no address|unknown host|name server/i,
      [(where) => told`${where} is a name that the server does not find.`, 'host'],
    ],
  ]
  return meanings.flatMap(([pattern, meaning]) => (pattern.test(text) ? [meaning] : []))
}
