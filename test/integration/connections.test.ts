import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client } from 'ssh2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultConnection } from '../../contract/connection.js'
import { createConnections } from '../../main/core/connections/connections.js'
import { LatchkeyError } from '../../main/core/lib/error.js'
import { latchkeySsh } from '../helpers/latchkey-ssh.js'
import { until } from '../helpers/processes.js'
import { quietPrompt, sessionLab } from '../helpers/session-lab.js'
import { type Sshd, sshdInstalled, startSshd } from '../helpers/sshd.js'
import { startTcpProxy, type TcpProxy } from '../helpers/tcp-proxy.js'
import { testSigner } from '../helpers/test-signer.js'

const signer = testSigner()
let dir: string
let sshd: Sshd
let proxy: TcpProxy

/** Connections and sessions over one proxy, which counts them. */
function setUp({ lingerMs = 100, options = defaultConnection } = {}) {
  const ssh = latchkeySsh()
  const target = { host: '127.0.0.1', port: proxy.port, user: sshd.user }
  const openSigner = async () => signer.again()
  const lab = sessionLab(target, signer, {
    ssh,
    openSigner,
    options,
    lend: (...given) => connections.lend(...given),
  })
  const connections = createConnections({ ...lab.parts, lingerMs })
  const borrow = (more: { signal?: AbortSignal; apart?: boolean; user?: string } = {}) =>
    connections.borrow('a/1', { signal: new AbortController().signal, ...more })
  return { ...lab, ssh, connections, borrow }
}

function output(client: Client, command: string): Promise<string> {
  return new Promise((resolve, reject) =>
    client.exec(command, (error, channel) => {
      if (error) return reject(error)
      let text = ''
      channel.on('data', (bytes: Buffer) => {
        text += bytes.toString()
      })
      channel.on('close', () => resolve(text.trim()))
    }),
  )
}

const allGone = () => until('every connection is closed', () => proxy.open() === 0)

describe.runIf(sshdInstalled || process.env.CI)('a connection lent out, on a real sshd', () => {
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'latchkey-connections-'))
    sshd = await startSshd({ dir, authorizedKeys: [signer.publicLine] })
    proxy = await startTcpProxy(sshd)
  })
  afterAll(async () => {
    await proxy?.stop()
    await sshd?.stop()
    await rm(dir, { recursive: true, force: true })
  })

  it('is not lent out again when it was lost while its proof was written', async () => {
    const { parts, profile } = setUp()
    let isFirst = true
    let cut: () => void = () => undefined
    const update: typeof profile.update = async (change) => {
      if (isFirst) {
        cut()
        await allGone()
      }
      isFirst = false
      return profile.update(change)
    }
    const connect: typeof parts.connect = async (options) => {
      const connection = await parts.connect(options)
      cut = () => connection.client.destroy()
      return connection
    }
    const ports = { ...parts.ports, profile: { ...profile, update } }
    const connections = createConnections({ ...parts, ports, connect, lingerMs: 100 })
    const { signal } = new AbortController()
    const lost = await connections.borrow('a/1', { signal })
    lost.release()
    const next = await connections.borrow('a/1', { signal })
    expect(await output(next.client, 'echo $((6*7))')).toBe('42')
    next.release()
    await allGone()
  })

  it('is one for all who want it, is a proof of the key, and ends a while after the last has given it back', async () => {
    const { borrow, profile } = setUp()
    const [first, second] = await Promise.all([borrow(), borrow()])
    expect(proxy.open()).toBe(1)
    expect(first.client).toBe(second.client)
    expect(first.target).toBe(`${sshd.user}@127.0.0.1:${proxy.port}`)
    expect(profile.read().bindings[0]?.proofs).toHaveLength(1)
    first.release()
    first.release()
    expect(await output(second.client, 'echo $((6*7))')).toBe('42')
    second.release()
    const third = await borrow()
    expect(third.client).toBe(first.client)
    third.release()
    expect(await third.lost).toBeNull()
    await allGone()
    const fresh = await borrow()
    expect(fresh.client).not.toBe(first.client)
    fresh.release()
    await allGone()
  })

  it('is an open session’s, which ends by itself as before, with what ran in it', async () => {
    const { open, borrow, sessions, statusWhen } = setUp()
    const { id, terminal } = await open()
    await quietPrompt(terminal)
    terminal.type('echo "pid:$$:"; sleep 1000\r')
    const pid = await until(
      'the shell says its number',
      () => /pid:(\d+):/.exec(terminal.text())?.[1] ?? null,
    )
    const borrowed = await borrow()
    expect(proxy.open()).toBe(1)
    await sessions.close({ id }, {})
    expect(await statusWhen(id, ({ state }) => state === 'closed')).toMatchObject({ problem: null })
    const runs = `kill -0 ${pid} 2>/dev/null && echo runs || echo ended`
    await until('the shell is gone', async () => (await output(borrowed.client, runs)) === 'ended')
    borrowed.release()
    await allGone()
  })

  it('ends with its session at once where nobody has borrowed it', async () => {
    const { open, borrow } = setUp({ lingerMs: 3_600_000 })
    const { terminal } = await open()
    const borrowed = await borrow()
    borrowed.release()
    terminal.type('exit\r')
    await allGone()
    expect(await borrowed.lost).toBeNull()
  })

  it('is another where the session is somebody else’s, was set otherwise, or one apart is wanted', async () => {
    const { open, borrow, ssh } = setUp()
    await open()
    const apart = await borrow({ apart: true })
    expect(proxy.open()).toBe(2)
    await expect(borrow({ user: 'nobody' })).rejects.toMatchObject({ code: 'ssh-auth-refused' })
    expect((await borrow({ apart: true })).client).toBe(apart.client)
    expect(ssh.asked).toHaveLength(1)
    proxy.cut()
    await allGone()
  })

  it('tells everybody who has it that it is lost, and lends it no more', async () => {
    const { open, borrow, statusWhen } = setUp()
    const { id } = await open()
    const [one, other] = await Promise.all([borrow(), borrow()])
    proxy.cut()
    for (const { lost } of [one, other])
      expect(await lost).toMatchObject({ code: 'ssh-closed', info: { retryable: true } })
    expect((await statusWhen(id, ({ state }) => state === 'closed')).problem?.code).toBe('ssh-closed')
    one.release()
    const again = await borrow()
    expect(await output(again.client, 'echo back')).toBe('back')
    again.release()
    await allGone()
  })

  it('is not made where nobody waits for it any more, and is where somebody still does', async () => {
    const { borrow, ssh } = setUp()
    const [gone, stays] = [new AbortController(), new AbortController()]
    proxy.stall()
    const first = borrow({ signal: gone.signal })
    const second = borrow({ signal: stays.signal })
    await until('the login is under way', () => proxy.open() === 1)
    gone.abort(new LatchkeyError('cancelled', 'Enough.'))
    await expect(first).rejects.toThrow('Enough.')
    proxy.resume()
    const borrowed = await second
    expect(await output(borrowed.client, 'echo here')).toBe('here')
    borrowed.release()
    await allGone()

    proxy.stall()
    const third = borrow({ signal: stays.signal })
    await until('the login is under way', () => proxy.open() === 1)
    stays.abort(new LatchkeyError('cancelled', 'Enough.'))
    await expect(third).rejects.toThrow('Enough.')
    proxy.resume()
    await allGone()
    expect(ssh.asked).toHaveLength(1)
  })

  it('ends when Latchkey does', async () => {
    const { borrow, connections } = setUp()
    const borrowed = await borrow()
    connections.closeAll()
    expect(await borrowed.lost).toBeNull()
    await allGone()
    proxy.stall()
    const under = borrow()
    await until('the login is under way', () => proxy.open() === 1)
    connections.closeAll()
    await expect(under).rejects.toMatchObject({ code: 'cancelled' })
    proxy.resume()
    await allGone()
  })
})
