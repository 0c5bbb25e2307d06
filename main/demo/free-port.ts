import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

// Below Linux's ephemeral range (32768 and up), so that no outgoing connection takes a port
// between its choice and its use, or while its server is being restarted.
const FIRST = 15_000
const LAST = 32_000

let next = randomInt(FIRST, LAST)

/**
 * A TCP port of 127.0.0.1 that was free a moment ago. One after the other, so that nobody of this process is given a port
 * that another was given before and does not listen on yet, or not just now.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 1000; attempt++) {
    const port = next
    next = port + 1 < LAST ? port + 1 : FIRST
    if (await canListen(port)) return port
  }
  throw new Error('No free port on 127.0.0.1 in 1000 attempts')
}

/** Whether nobody listens there, and this process may. */
export function canListen(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, host, () => probe.close(() => resolve(true)))
  })
}
