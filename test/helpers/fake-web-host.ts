import { startWebHost, type WebHost, type WebHostOptions } from '../../main/hosts/web/server.js'
import { createRpcServer } from '../../main/rpc/server.js'
import { createFakeApp } from './fake-app.js'
import { type TestLog, testLog } from './memory-profile.js'

export interface FakeWebHost extends WebHost {
  port: number
  /** A ticket out of a new address. */
  ticket(lifeMs?: number): string
  /** A token bought with a fresh ticket, as our own page does it. */
  token(): Promise<string>
  log: TestLog
}

/** A web host over an app in memory. */
export async function startFakeWebHost(options: Partial<WebHostOptions> = {}): Promise<FakeWebHost> {
  const app = createFakeApp({ latencyMs: 0 })
  const log = testLog()
  const host = await startWebHost({
    files: new Map(),
    port: 0,
    log,
    serveRpc: createRpcServer(app, log).serve,
    attachTerminal: app.sessions.attach,
    ...options,
  })
  const ticket = (lifeMs = 60_000) => new URL(host.newUrl(lifeMs)).hash.slice('#ticket='.length)
  return {
    ...host,
    port: Number(new URL(host.origin).port),
    log,
    ticket,
    async token() {
      const answer = await fetch(`${host.origin}/ticket`, {
        method: 'POST',
        headers: { origin: host.origin },
        body: JSON.stringify({ ticket: ticket() }),
      })
      return ((await answer.json()) as { token: string }).token
    },
  }
}
