import { ORPCError } from '@orpc/client'
import { afterEach, expect, vi } from 'vitest'
import type { ErrorInfo } from '../../contract/errors.js'
import type { App } from '../../main/core/services.js'
import { createFakeApp } from './fake-app.js'
import { testLog } from './memory-profile.js'
import type { Connection, Transport, transports } from './transports.js'

type StartTransport = (typeof transports)[keyof typeof transports]

/** The app in memory behind one transport, for the tests of a `describe`; everything is put back after each. */
export function overTransport(start: StartTransport) {
  const app: App = createFakeApp({ latencyMs: 0 })
  const log = testLog()
  let transport: Transport | undefined
  afterEach(async () => {
    vi.restoreAllMocks()
    log.lines.length = 0
    await transport?.stop()
    transport = undefined
  })
  return {
    app,
    log,
    /** A window; the second in a test is one more at the same host. */
    async connect(): Promise<Connection> {
      transport ??= await start(app, log)
      return transport.connect()
    },
    /** What a call fails with, in the one form that the contract knows. */
    async failure(call: Promise<unknown>): Promise<ErrorInfo> {
      const error = await call.then(
        () => expect.unreachable('the call succeeded'),
        (thrown: unknown) => thrown,
      )
      expect(error).toBeInstanceOf(ORPCError)
      expect(error).toMatchObject({ code: 'FAILED', defined: true })
      return (error as ORPCError<'FAILED', ErrorInfo>).data
    },
  }
}
