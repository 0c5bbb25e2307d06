import { type AddressInfo, createServer, type Socket } from 'node:net'
import ssh2, { type AuthContext, type Connection, type Session } from 'ssh2'
import { afterEach, describe, expect, it } from 'vitest'
import { OUTPUT_WINDOW } from '../../contract/terminal-stream.js'
import { freshKey } from '../helpers/fresh-key.js'
import { handClock } from '../helpers/hand-clock.js'
import { latchkeySsh } from '../helpers/latchkey-ssh.js'
import { until } from '../helpers/processes.js'
import { sessionLab } from '../helpers/session-lab.js'
import { testSigner } from '../helpers/test-signer.js'
import { testTerminal } from '../helpers/test-terminal.js'

/*
 * Servers that mean harm, or are broken: what they do must stay their own session's problem. A fault here shows as an
 * unhandled error too, which fails the run.
 */
const servers: (() => void)[] = []
afterEach(() => {
  for (const stop of servers.splice(0)) stop()
})

const signer = testSigner()
const hostKey = freshKey('rsa2048').export({ type: 'pkcs1', format: 'pem' })

interface Manners {
  onAuthentication?: (context: AuthContext) => void
  /** By default no session is ever answered. */
  onSession?: ((session: Session, client: Connection) => void) | 'unanswered'
}

/** An SSH server that lets everybody in and then does as told; a target to connect to, and whether it was left. */
async function serverWith({ onAuthentication, onSession = 'unanswered' }: Manners) {
  const connections = new Set<Connection>()
  const server = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    connections.add(client)
    client.on('close', () => connections.delete(client))
    client.on('error', () => undefined)
    client.on('authentication', onAuthentication ?? ((context) => context.accept()))
    client.on('session', (accept) => {
      if (onSession !== 'unanswered') onSession(accept(), client)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  servers.push(() => {
    for (const client of connections) client.end()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { host: '127.0.0.1', port, user: 'root', isLeft: () => connections.size === 0 }
}

interface RawSession {
  _chanInfo: { outgoing: { id: number } }
}
interface RawConnection {
  _protocol: {
    channelData(channel: number, data: Buffer): void
    channelEOF(channel: number): void
    channelClose(channel: number): void
    channelWindowAdjust(channel: number, bytes: number): void
    channelSuccess(channel: number): void
    exitStatus(channel: number, status: number): void
  }
  _sock: Socket
}

/** Sends into the session's channel without regard to windows, until the other side is gone. */
function flood(session: Session, client: Connection): void {
  const { outgoing } = (session as unknown as RawSession)._chanInfo
  const { _protocol: protocol, _sock: socket } = client as unknown as RawConnection
  const block = Buffer.alloc(32_768, 'x')
  const more = () => {
    while (socket.writable && !socket.writableNeedDrain) protocol.channelData(outgoing.id, block)
  }
  socket.on('drain', more)
  more()
}

const cutOff = {
  code: 'ssh-closed',
  detail: expect.stringContaining('more than it was allowed'),
}

describe('a server that floods', () => {
  it('a session that has no terminal yet is cut off instead of filling the memory', async () => {
    const target = await serverWith({
      onSession: (session, client) => {
        session.on('pty', (accept) => accept?.())
        session.on('shell', (accept) => {
          accept()
          flood(session, client)
        })
      },
    })
    const lab = sessionLab(target, signer.again())
    const { id } = await lab.sessions.open({ instanceId: 'a/1', size: { cols: 80, rows: 24 } }, {})
    await lab.statusWhen(id, ({ state }) => state === 'open')
    await until('the server is cut off', target.isLeft)
    const terminal = testTerminal()
    lab.sessions.attach(id, terminal)
    const closed = await lab.statusWhen(id, ({ state }) => state === 'closed')
    expect(closed.problem).toMatchObject(cutOff)
    expect(terminal.total()).toBeLessThan(5 * OUTPUT_WINDOW)
  })

  it('instead of giving a shell is cut off at once', async () => {
    const target = await serverWith({
      onSession: (session, client) => void session.on('pty', () => flood(session, client)),
    })
    const { status } = await sessionLab(target, signer.again()).open()
    expect(status.problem).toMatchObject(cutOff)
  })
})

describe('a server that does not keep to the protocol', () => {
  /** A session that is open, and what its server then says into its channel. */
  async function openedBy(say: (protocol: RawConnection['_protocol'], channel: number) => void) {
    const target = await serverWith({
      onSession: (session, client) => {
        const { _protocol: protocol } = client as unknown as RawConnection
        session.on('pty', (accept) => accept?.())
        session.on('shell', (accept) => {
          accept()
          say(protocol, (session as unknown as RawSession)._chanInfo.outgoing.id)
        })
      },
    })
    const lab = sessionLab(target, signer.again())
    const { id, terminal } = await lab.open()
    return { lab, id, terminal, closed: await lab.statusWhen(id, ({ state }) => state === 'closed'), target }
  }

  it('and sends on after it has closed: the session ends as it said, and nothing more is shown', async () => {
    const { closed, terminal, target } = await openedBy((protocol, channel) => {
      protocol.channelData(channel, Buffer.from('last words'))
      protocol.exitStatus(channel, 3)
      protocol.channelEOF(channel)
      protocol.channelClose(channel)
      for (let times = 0; times < 100; times++) protocol.channelData(channel, Buffer.from('from beyond'))
      protocol.channelClose(channel)
      protocol.channelWindowAdjust(channel, 1)
    })
    expect(closed).toMatchObject({ exit: 3, problem: null })
    expect(terminal.text()).toBe('last words')
    await until('the connection is closed', target.isLeft)
  })

  it('and answers what nobody asked, on channels that there are not: the session goes on until it is closed', async () => {
    const { closed, terminal, target } = await openedBy((protocol, channel) => {
      protocol.channelData(channel, Buffer.from('before'))
      protocol.channelSuccess(channel)
      protocol.channelData(4711, Buffer.from('elsewhere'))
      protocol.channelClose(4711)
      protocol.channelWindowAdjust(channel, 0xffff_ffff)
      protocol.channelWindowAdjust(channel, 0xffff_ffff)
      protocol.channelData(channel, Buffer.from(' and after'))
      protocol.channelClose(channel)
    })
    expect(closed).toMatchObject({ exit: null, problem: null })
    expect(terminal.text()).toBe('before and after')
    await until('the connection is closed', target.isLeft)
  })

  it('and leaves a session without an answer: it ends in time, says why, and the connection is closed', async () => {
    const clock = handClock()
    const target = await serverWith({ onSession: 'unanswered' })
    const lab = sessionLab(target, signer.again(), { clock })
    const { id } = await lab.sessions.open({ instanceId: 'a/1', size: { cols: 80, rows: 24 } }, {})
    await lab.statusWhen(id, ({ phase }) => phase === 'open-shell')
    clock.pass(20_000)
    const closed = await lab.statusWhen(id, ({ state }) => state === 'closed')
    expect(closed.problem).toMatchObject({
      code: 'ssh-closed',
      message: expect.stringContaining('accepted the login but gave no shell in time'),
      retryable: true,
    })
    expect(closed.failedAt).toBe('open-shell')
    await until('the connection is closed', target.isLeft)
  })

  it('and is left by a click while it does not answer', async () => {
    const target = await serverWith({ onSession: 'unanswered' })
    const lab = sessionLab(target, signer.again())
    const { id } = await lab.sessions.open({ instanceId: 'a/1', size: { cols: 80, rows: 24 } }, {})
    await lab.statusWhen(id, ({ phase }) => phase === 'open-shell')
    await lab.sessions.close({ id }, {})
    expect((await lab.statusWhen(id, ({ state }) => state === 'closed')).problem).toBeNull()
    await until('the connection is closed', target.isLeft)
  })
})

describe('a server that talks nonsense at login', () => {
  it('is quoted in one short line', async () => {
    const methods = [`x\u202E\x1b[31m${'y'.repeat(30_000)}`, 'password']
    const target = await serverWith({
      onAuthentication: (context) => context.reject(methods as never),
    })
    const { status } = await sessionLab(target, signer.again()).open()
    const { message = '', detail = '' } = status.problem ?? {}
    expect(status.problem?.code).toBe('ssh-auth-refused')
    expect(`${message}${detail}`.length).toBeLessThan(1_000)
    expect(`${message}${detail}`).not.toMatch(/\p{C}/u)
  })
})

describe('a connection that ssh2 refuses to begin', () => {
  it('leaves no socket behind', async () => {
    const sockets: Socket[] = []
    const server = createServer((socket) => void sockets.push(socket.resume()))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    servers.push(() => {
      for (const socket of sockets) socket.destroy()
      server.close()
    })
    const { port } = server.address() as AddressInfo
    const noUser = { host: '127.0.0.1', port, user: undefined as unknown as string }
    await expect(latchkeySsh().login(noUser, signer.again())).rejects.toThrow('Invalid username')
    await until('it has come and gone', () => sockets.length === 1 && sockets[0]?.readableEnded)
  })
})
