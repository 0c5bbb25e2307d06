import type { Socket } from 'node:net'
import type { RouteProxy } from '../../../contract/route.js'
import { wipe } from '../lib/wipe.js'
import { openSocket } from '../sessions/tcp.js'
import type { SshTarget } from '../sessions/way.js'
import { askHttpConnect } from './http-connect.js'
import { explainProxy } from './proxy-errors.js'
import { talkWith } from './proxy-talk.js'
import { askSocks5, type ProxyLogin } from './socks5.js'

/** The password of a proxy, UTF-8, which the caller wipes; null where there is none. Throws the vault's errors. */
export type ProxyPassword = (proxy: RouteProxy) => Promise<Uint8Array | null>

/** A connection to the target that a proxy has made, paused. Throws `ssh-proxy-failed` and `ssh-unreachable`. */
export async function openProxied(
  proxy: RouteProxy,
  target: SshTarget,
  passwordOf: ProxyPassword,
  { signal, onResolved }: { signal: AbortSignal; onResolved(): void },
): Promise<Socket> {
  let socket: Socket | null = null
  const login = await loginFor(proxy, passwordOf)
  try {
    socket = await openSocket({ ...proxy, user: '' }, 'any', signal, onResolved)
    const talk = talkWith(socket, signal)
    const ask = proxy.kind === 'socks5' ? askSocks5 : askHttpConnect
    await ask(talk, target, login)
    talk.end()
    return socket
  } catch (error) {
    const reached = socket !== null
    socket?.on('error', () => undefined).destroy()
    throw explainProxy(error, proxy, target, reached)
  } finally {
    wipe(login?.password)
  }
}

async function loginFor(proxy: RouteProxy, passwordOf: ProxyPassword): Promise<ProxyLogin | null> {
  const { user } = proxy
  if (user === null) return null
  return { user, password: (await passwordOf(proxy)) ?? new Uint8Array() }
}
