import { expect, it } from 'vitest'
import { defaultConnection } from '../../../contract/connection.js'
import { handClock } from '../../../test/helpers/hand-clock.js'
import { memoryProfileStore, testLog } from '../../../test/helpers/memory-profile.js'
import { testSigner } from '../../../test/helpers/test-signer.js'
import { testTerminal } from '../../../test/helpers/test-terminal.js'
import type { InstancesService } from '../services.js'
import { createSessions } from './sessions.js'
import type { ConnectSession } from './ssh.js'

/** Sessions whose server never gets further than the handshake. */
function setUp() {
  const clock = handClock()
  const signer = testSigner()
  const instance = {
    id: 'a/1',
    name: 'web-1',
    ssh: [{ host: '2001:db8::1', port: 2222, via: 'public' }],
    boundKeyId: 'k',
    user: 'admin',
  }
  const connect: ConnectSession = ({ signal }) =>
    new Promise((_resolve, reject) => {
      if (signal?.aborted) reject(signal.reason)
      signal?.addEventListener('abort', () => reject(signal.reason))
    })
  const sessions = createSessions({
    ports: { profile: memoryProfileStore(), clock, log: testLog() },
    instances: { get: async () => instance } as unknown as Pick<InstancesService, 'get'>,
    keys: { openSigner: async () => signer },
    connect,
    connection: { options: () => defaultConnection },
  })
  const open = () => sessions.open({ instanceId: 'a/1', user: 'root', size: { cols: 80, rows: 24 } }, {})
  const last = async (id: string) => {
    let status = null
    for await (status of await sessions.watch({ id }, {}));
    return status
  }
  return { clock, signer, sessions, open, last }
}

it('answers at once, with the user asked for and the address in brackets where it needs them', async () => {
  const { open, sessions } = setUp()
  expect(await open()).toMatchObject({ state: 'connecting', target: 'root@[2001:db8::1]:2222', keyId: 'k' })
  await sessions.closeAll()
})

it('closes a session that no terminal took within 30 seconds, and says so', async () => {
  const { clock, open, last, signer } = setUp()
  const { id } = await open()
  const end = last(id)
  clock.pass(29_999)
  clock.pass(1)
  expect(await end).toMatchObject({
    state: 'closed',
    problem: { code: 'cancelled', message: expect.stringContaining('30 seconds') },
  })
  expect(signer.closed()).toBe(true)
})

it('waits as long as it takes once a terminal is there', async () => {
  const { clock, open, sessions } = setUp()
  const { id } = await open()
  sessions.attach(id, testTerminal())
  await new Promise((resolve) => setImmediate(resolve))
  clock.pass(3_600_000)
  const watcher = await sessions.watch({ id }, {})
  expect((await watcher.next()).value).toMatchObject({ state: 'connecting' })
  await sessions.closeAll()
})

it('does not know sessions that were never there', async () => {
  const { sessions } = setUp()
  const calls = [
    sessions.watch({ id: 'x' }, {}),
    sessions.close({ id: 'x' }, {}),
    sessions.resize({ id: 'x', size: { cols: 80, rows: 24 } }, {}),
  ]
  for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'session-not-found' })
})
