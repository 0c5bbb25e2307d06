import type { LatchkeyError } from '../lib/error.js'
import type { Clock } from '../ports.js'
import { type InstanceLogin, targetOf } from '../sessions/instance-login.js'
import type { SshConnection } from '../sessions/ssh.js'
import { lost } from '../sessions/ssh-errors.js'
import { targetText } from '../sessions/target-text.js'
import type { Borrowed } from './borrowed.js'

/** A connection that lasts as long as somebody has it. */
export interface KeptConnection {
  take(): Borrowed
  /** It was lost, or ended: nobody else is to have it. */
  isOver(): boolean
  end(): void
}

interface Keeping {
  clock: Clock
  lingerMs: number
  /** It is not to be taken any more. */
  onGone(): void
}

const ADVICE = 'Check the network and the server, then start again.'

/** The connection ends when everybody has released it: `lingerMs` later, in case that somebody comes back. */
export function keepConnection(
  login: InstanceLogin,
  connection: SshConnection,
  { clock, lingerMs, onGone }: Keeping,
): KeptConnection {
  const target = targetOf(login)
  const { client } = connection
  const holders = new Set<symbol>()
  let lingering = new AbortController()
  let over = false
  let tell: (reason: LatchkeyError | null) => void = () => undefined
  const gone = new Promise<LatchkeyError | null>((resolve) => {
    tell = resolve
  })
  const finish = (reason: LatchkeyError | null) => {
    if (over) return
    over = true
    lingering.abort()
    tell(reason)
    onGone()
  }
  const fail = (error: unknown) => finish(lost(error, target, login.options.keepAliveSeconds * 1000, ADVICE))
  client.on('error', fail)
  client.on('close', () => fail(null))

  const end = () => {
    finish(null)
    connection.end()
  }
  const linger = () => {
    lingering = new AbortController()
    clock.sleep(lingerMs, lingering.signal).then(end, () => undefined) // taken again, or over
  }
  return {
    take() {
      const holder = Symbol()
      holders.add(holder)
      lingering.abort()
      return {
        client,
        target: targetText(target),
        lost: gone,
        release() {
          if (!holders.delete(holder) || holders.size > 0 || over) return
          if (lingerMs === 0) end()
          else linger()
        },
      }
    },
    isOver: () => over,
    end,
  }
}
