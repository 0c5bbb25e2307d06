import { randomUUID } from 'node:crypto'
import { mapEventIterator } from '@orpc/client'
import { RPCHandler } from '@orpc/server/websocket'
import type { contract } from '../../contract/contract.js'
import type { Log } from '../core/ports.js'
import type { App } from '../core/services.js'
import { toFailed } from './errors.js'
import { type Caller, createRouter } from './router.js'

/** A carrier of whole messages, one per connected window: a WebSocket or a MessagePort. */
export interface Wire {
  send(message: string | Uint8Array): void
  onMessage(listener: (message: string | ArrayBuffer) => void): void
  onClose(listener: () => void): void
  close(): void
}

export interface RpcServer {
  /** Answers the calls that come over the wire until it closes; what is under way then is aborted. */
  serve(wire: Wire): void
}

/** Serves the contract: input validated, the core called, output validated, errors mapped. */
export function createRpcServer(app: Pick<App, keyof typeof contract>, log: Log): RpcServer {
  const handler = new RPCHandler(createRouter(app), {
    clientInterceptors: [
      async ({ path, next }) => {
        const failed = (error: unknown) => toFailed(error, path.join('.'), log)
        try {
          return mapStream(await next(), failed)
        } catch (error) {
          throw failed(error)
        }
      },
    ],
  })
  return { serve: (wire) => serve(wire, handler, log) }
}

/** Errors may come in the middle of a stream too. */
function mapStream(output: unknown, failed: (error: unknown) => Error): unknown {
  if (!isIterator(output)) return output
  return mapEventIterator(output, { value: async (value) => value, error: async (error) => failed(error) })
}

function isIterator(value: unknown): value is AsyncIterator<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value && 'next' in value
}

function serve(wire: Wire, handler: RPCHandler<Caller>, log: Log): void {
  const socket = { send: (message: string | Uint8Array) => wire.send(message) } as unknown as WebSocket
  wire.onMessage((message) => {
    handler.message(socket, message, { context: { caller } }).catch((error: unknown) => {
      if (closed) return // the window went while its answer was made
      log.error('rpc.bad-message', error)
      wire.close()
    })
  })
  const caller = randomUUID()
  let closed = false
  wire.onClose(() => {
    closed = true
    handler.close(socket)
  })
}
