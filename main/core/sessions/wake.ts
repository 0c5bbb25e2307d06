import type { Clock, Log, SystemEvents } from '../ports.js'
import { isAlive } from './alive.js'
import type { SshConnection } from './ssh.js'
import { silentSince } from './ssh-errors.js'

/** How often the clock and the network are looked at while there is a connection. */
const TICK_MS = 5_000
/** A clock that jumps further than this between two looks has slept. */
const SLEEP_MS = 10_000
/** Wi-Fi takes some seconds to come back, and TCP then tries again after 12.6 s at the latest: a connection that may live is left to it. */
const ANSWER_MS = 15_000

export interface WakeParts {
  clock: Clock
  log: Log
  systemEvents?: SystemEvents | undefined
  /** Of this computer's network interfaces that are up. */
  addresses(): string[]
}

type Cause = 'wake' | 'network'

export interface Wake {
  /** The same way to connect, its connections looked after. */
  watched<O, C extends SshConnection>(connect: (options: O) => Promise<C>): (options: O) => Promise<C>
  close(): void
}

/**
 * Asks every connection for a sign of life as soon as this computer wakes up or its network changes, and ends those that give
 * none: a connection that died meanwhile is noticed within seconds, not by its keep-alive in a minute or by TCP in a quarter
 * of an hour.
 */
export function createWake({ clock, log, systemEvents, addresses }: WakeParts): Wake {
  const connections = new Set<SshConnection>()
  const closing = new AbortController()
  let ticking = false

  async function ask(connection: SshConnection, cause: Cause): Promise<void> {
    const answered = new AbortController()
    const signal = AbortSignal.any([answered.signal, closing.signal])
    const timeUp = clock.sleep(ANSWER_MS, signal).then(
      () => true,
      () => false, // answered, or closing
    )
    const alive = await isAlive(connection.client, timeUp)
    answered.abort()
    if (alive || !connections.delete(connection)) return
    log.warn('ssh.silent', { cause })
    connection.client.emit('error', silentSince(cause, ANSWER_MS))
    connection.client.destroy()
  }

  function askAll(cause: Cause): void {
    for (const connection of connections)
      ask(connection, cause).catch((error) => log.error('ssh.not-asked', error))
  }

  async function tick(): Promise<void> {
    let last = { at: clock.now(), network: networkOf(addresses()) }
    while (connections.size > 0 && !closing.signal.aborted) {
      await clock.sleep(TICK_MS, closing.signal).catch(() => undefined) // aborted: the loop's condition sees it
      const next = { at: clock.now(), network: networkOf(addresses()) }
      if (next.at - last.at > TICK_MS + SLEEP_MS) askAll('wake')
      else if (next.network !== last.network) askAll('network')
      last = next
    }
    ticking = false
  }

  const unlisten = systemEvents?.on((event) => {
    if (event === 'wake') askAll('wake')
  })
  return {
    watched: (connect) => async (options) => {
      const connection = await connect(options)
      connections.add(connection)
      connection.client.once('close', () => connections.delete(connection))
      if (!ticking) {
        ticking = true
        tick().catch((error) => {
          ticking = false
          log.error('ssh.not-looked-after', error)
        })
      }
      return connection
    },
    close() {
      closing.abort()
      unlisten?.()
    },
  }
}

const networkOf = (addresses: string[]): string => addresses.toSorted().join(' ')
