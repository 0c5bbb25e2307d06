import { connect as tcpConnect } from 'node:net'

export { canListen, freePort } from '../../main/demo/free-port.js'

/**
 * Resolves with the SSH banner (e.g. `SSH-2.0-OpenSSH_9.2`) that `host`:`port` sends,
 * or null if nobody listens there or it says nothing within `timeoutMs`.
 */
export function sshBanner(port: number, timeoutMs = 2_000, host = '127.0.0.1'): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = tcpConnect({ host, port })
    const finish = (banner: string | null) => {
      socket.destroy()
      resolve(banner)
    }
    socket.setTimeout(timeoutMs, () => finish(null))
    socket.on('error', () => finish(null))
    socket.on('close', () => finish(null))
    socket.once('data', (bytes) => finish(bytes.toString('latin1').split('\r\n')[0] ?? null))
  })
}

/** Whether somebody takes connections there. To try it by listening would now and then take the port from who is about to. */
export function isTaken(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = tcpConnect({ host, port })
    socket.once('error', () => resolve(false))
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
  })
}
