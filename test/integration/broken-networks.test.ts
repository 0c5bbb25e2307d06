import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { SystemEvents } from '../../main/core/ports.js'
import { createWake } from '../../main/core/sessions/wake.js'
import { handClock } from '../helpers/hand-clock.js'
import { latchkeySsh } from '../helpers/latchkey-ssh.js'
import { testLog } from '../helpers/memory-profile.js'
import { until } from '../helpers/processes.js'
import { quietPrompt, type SessionLab, sessionLab } from '../helpers/session-lab.js'
import { type Sshd, sshdInstalled, startSshd } from '../helpers/sshd.js'
import { startTcpProxy, type TcpProxy } from '../helpers/tcp-proxy.js'
import { testSigner } from '../helpers/test-signer.js'
import { type TestTerminal, testTerminal } from '../helpers/test-terminal.js'

const signer = testSigner()
let dir: string
let sshd: Sshd
const ends: (() => unknown)[] = []

describe.runIf(sshdInstalled || process.env.CI)('a session over a network that fails', () => {
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'latchkey-networks-'))
    const config = [`SetEnv "HOME=${dir}"`] // what the .bashrc of the user does is slow on some computers
    sshd = await startSshd({ dir, authorizedKeys: [signer.publicLine], config })
  })
  afterEach(async () => {
    for (const end of ends.splice(0)) await end()
  })
  afterAll(async () => {
    await sshd?.stop()
    await rm(dir, { recursive: true, force: true })
  })

  it('is lost within seconds of waking up where its connection died meanwhile, and says so', async () => {
    const { lab, id, proxy, wakeUp, clock } = await asleep()
    proxy.halfOpen()
    wakeUp()
    await until('it is asked for a sign of life', () => clock.waiting() === 2)
    clock.pass(15_000)
    const closed = await lab.statusWhen(id, ({ state }) => state === 'closed')
    expect(closed.problem).toMatchObject({
      code: 'ssh-closed',
      retryable: true,
      message: expect.stringContaining('15 seconds since this computer woke up'),
      advice: expect.stringContaining('Reconnect'),
    })
  })

  it('learns of a sleep from the clock where nobody tells', async () => {
    const { lab, id, proxy, clock } = await asleep()
    proxy.halfOpen()
    clock.set(3_600_000)
    clock.pass(5_000)
    await until('it is asked for a sign of life', () => clock.waiting() === 2)
    clock.pass(15_000)
    const closed = await lab.statusWhen(id, ({ state }) => state === 'closed')
    expect(closed.problem?.message).toContain('woke up')
  })

  it("is asked when this computer's network changes", async () => {
    const { lab, id, proxy, clock, addresses } = await asleep()
    proxy.halfOpen()
    addresses.splice(0, 1, '192.0.2.77')
    clock.pass(5_000)
    await until('it is asked for a sign of life', () => clock.waiting() === 2)
    clock.pass(15_000)
    const closed = await lab.statusWhen(id, ({ state }) => state === 'closed')
    expect(closed.problem?.message).toContain("since this computer's network changed")
  })

  it('goes on after a sleep that its connection has outlived, also where the network is slow to come back', async () => {
    const { terminal, proxy, wakeUp, clock } = await asleep()
    proxy.delay(50)
    proxy.stall()
    terminal.type('echo after-$((40+2))\r')
    wakeUp()
    await until('it is asked for a sign of life', () => clock.waiting() === 2)
    clock.pass(14_000)
    await until('the clock is looked at again', () => clock.waiting() === 2)
    proxy.resume()
    await until('it has answered', () => clock.waiting() === 1)
    clock.pass(4_000)
    await until('what was typed meanwhile is done', () => terminal.text().includes('after-42'))
    terminal.type('echo again-$((40+3))\r')
    await until('it goes on', () => terminal.text().includes('again-43'))
  })

  it('is found dead by its keep-alive alone, and is not taken for dead while nobody reads what it floods', async () => {
    const connected = async (how: 'at once' | 'when told') => {
      const proxy = await startTcpProxy(sshd)
      const target = { host: '127.0.0.1', port: proxy.port, user: sshd.user }
      // Nothing but the keep-alive looks after it: no wake.
      const lab = sessionLab(target, signer.again(), { options: { keepAliveSeconds: 1 } })
      ends.push(
        () => lab.sessions.closeAll(),
        () => proxy.stop(),
      )
      const { id, terminal } = await lab.open(testTerminal({ acknowledge: how }))
      return { lab, id, terminal, proxy }
    }
    const [swallowed, halfOpen, busy] = await Promise.all([
      connected('at once'),
      connected('at once'),
      connected('when told'),
    ])
    await quietPrompt(busy.terminal)
    busy.terminal.type('yes\r')
    await until('the window is full', () => busy.terminal.total() > 200_000)

    swallowed.proxy.stall()
    swallowed.terminal.type('typed into the void\r')
    halfOpen.proxy.halfOpen()
    for (const { lab, id } of [swallowed, halfOpen]) {
      const { problem } = await lab.statusWhen(id, ({ state }) => state === 'closed')
      expect(problem).toMatchObject({
        code: 'ssh-closed',
        message: expect.stringContaining('no answer for 4 seconds'),
        advice: expect.stringContaining('Reconnect'),
        retryable: true,
      })
    }
    busy.terminal.type('\x03')
    busy.terminal.acknowledge()
    const acks = setInterval(() => busy.terminal.acknowledge(), 5)
    await until('it is still there', () => busy.terminal.lastBytes().endsWith('READY$ '))
    clearInterval(acks)
  })

  it('is lost at once when the connection is reset', async () => {
    const { lab, id, proxy } = await asleep()
    proxy.cut()
    const closed = await lab.statusWhen(id, ({ state }) => state === 'closed')
    expect(closed.problem).toMatchObject({ code: 'ssh-closed', message: expect.stringContaining('was lost') })
  })

  it('is lost at once when the server restarts, and can be opened again then', async () => {
    const { lab, id } = await asleep()
    await sshd.stop()
    const closed = await lab.statusWhen(id, ({ state }) => state === 'closed')
    expect(closed.problem).toMatchObject({ code: 'ssh-closed', retryable: true })
    await sshd.restart()
    const { status, terminal } = await lab.open()
    expect(status.problem).toBeNull()
    terminal.close()
  })
})

interface Asleep {
  lab: SessionLab
  id: string
  terminal: TestTerminal
  proxy: TcpProxy
  clock: ReturnType<typeof handClock>
  addresses: string[]
  wakeUp(): void
}

/** A session with a prompt, through a proxy, on a computer whose clock, network and sleep are the test's. */
async function asleep(): Promise<Asleep> {
  const proxy = await startTcpProxy(sshd)
  const clock = handClock()
  const addresses = ['192.0.2.1']
  let tell: Parameters<SystemEvents['on']>[0] = () => undefined
  const systemEvents: SystemEvents = {
    on(listener) {
      tell = listener
      return () => undefined
    },
  }
  const wake = createWake({ clock, log: testLog(), systemEvents, addresses: () => [...addresses] })
  const ssh = latchkeySsh()
  const target = { host: '127.0.0.1', port: proxy.port, user: sshd.user }
  const lab = sessionLab(target, signer, {
    ssh: { ...ssh, session: wake.watched(ssh.session) },
    openSigner: async () => signer.again(),
  })
  ends.push(
    () => lab.sessions.closeAll(),
    () => wake.close(),
    () => proxy.stop(),
  )
  const { id, terminal, status } = await lab.open()
  expect(status.state).toBe('open')
  await quietPrompt(terminal)
  return { lab, id, terminal, proxy, clock, addresses, wakeUp: () => tell('wake') }
}
