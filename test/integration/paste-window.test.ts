import type { AddressInfo } from 'node:net'
import ssh2, { type ServerChannel } from 'ssh2'
import { afterEach, expect, it } from 'vitest'
import { encodeWindowFrame, type WindowFrame } from '../../contract/terminal-stream.js'
import { freshKey } from '../helpers/fresh-key.js'
import { until } from '../helpers/processes.js'
import { sessionLab } from '../helpers/session-lab.js'
import { testSigner } from '../helpers/test-signer.js'
import { testTerminal } from '../helpers/test-terminal.js'

/* A large paste into a server that reads as much as it says it will, and no more (RFC 4254 §5.2). */

const WINDOW = 40_000
const PIECE = 16_384
const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** What ssh2 keeps to itself of a server's end. */
interface Ends {
  _protocol: {
    channelOpenConfirm(to: number, own: number, window: number, packetSize: number): void
    channelWindowAdjust(to: number, bytes: number): void
  }
}
interface Channel {
  incoming: { window: number }
  outgoing: { id: number }
}

/** A server that takes `WINDOW` bytes of a shell's input, and more when it is told to. */
async function reluctantServer() {
  let received = ''
  let widen: (bytes: number) => void = () => undefined
  const server = new ssh2.Server(
    { hostKeys: [freshKey('rsa2048').export({ type: 'pkcs1', format: 'pem' })] },
    (client) => {
      const { _protocol: protocol } = client as unknown as Ends
      const { channelOpenConfirm } = protocol
      protocol.channelOpenConfirm = (to, own, _window, packetSize) =>
        channelOpenConfirm.call(protocol, to, own, WINDOW, packetSize)
      const listen = (channel: ServerChannel) => {
        const { incoming, outgoing } = channel as unknown as Channel
        incoming.window = Number.POSITIVE_INFINITY // ssh2 never finds it low
        widen = (bytes) => protocol.channelWindowAdjust(outgoing.id, bytes)
        channel.on('data', (bytes: Buffer) => {
          received += bytes.toString()
        })
      }
      client.on('error', () => undefined)
      client.on('authentication', (context) => context.accept())
      client.on('session', (accept) => {
        const session = accept()
        session.on('pty', (acceptPty) => acceptPty?.())
        session.on('shell', (acceptShell) => listen(acceptShell()))
      })
    },
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => server.close())
  const { port } = server.address() as AddressInfo
  return { port, received: () => received, widen: (bytes: number) => widen(bytes) }
}

async function open() {
  const server = await reluctantServer()
  const signer = testSigner()
  const target = { host: '127.0.0.1', port: server.port, user: 'root' }
  const lab = sessionLab(target, signer)
  ends.push(() => void lab.sessions.closeAll())
  const { terminal } = await lab.open(testTerminal())
  const send = (frame: WindowFrame) => terminal.raw(encodeWindowFrame(frame))
  const paste = (number: number, sign: string) =>
    send({ type: 'paste', number, bytes: Buffer.from(sign.repeat(PIECE)) })
  return { ...server, terminal, send, paste }
}

it('tells of what has gone out alone, and sends nothing of what was cancelled, also when the server reads again', async () => {
  const { terminal, send, paste, received, widen } = await open()
  paste(1, 'a')
  paste(2, 'b')
  paste(3, 'c')
  paste(4, 'd')
  await until('the window is full', () => received().length === WINDOW)
  expect(terminal.gone).toEqual([1, 2])

  send({ type: 'drop' })
  send({ type: 'input', bytes: Buffer.from('<end>') })
  widen(2 * PIECE)
  await until('what was typed after it', () => received().endsWith('<end>'))
  paste(5, 'e')
  await until('the next paste', () => terminal.gone.includes(5))
  expect(terminal.gone).toEqual([1, 2, 5])
  await until('all of it', () => received().endsWith('e'.repeat(PIECE)))
  const signs = [...new Set(received())].join('')
  expect(signs).toBe('abc<end>')
  expect(received().length).toBe(WINDOW + '<end>'.length + PIECE)
})

it('sends all of it in order, however little the server reads at a time, with what is typed between', async () => {
  const { terminal, send, paste, received, widen } = await open()
  for (const [n, sign] of [...'abcd'].entries()) paste(n, sign)
  send({ type: 'input', bytes: Buffer.from('!') })
  paste(9, 'f')
  const wanted = `${[...'abcd'].map((sign) => sign.repeat(PIECE)).join('')}!${'f'.repeat(PIECE)}`
  let granted = WINDOW
  while (granted < wanted.length) {
    const so = granted
    await until(`${so} bytes`, () => received().length === so)
    expect(terminal.gone.length).toBeLessThan(5)
    granted = Math.min(granted + 9_999, wanted.length)
    widen(granted - so)
  }
  await until('the end', () => terminal.gone.length === 5 && received().length === wanted.length)
  expect(received() === wanted).toBe(true)
  expect(terminal.gone).toEqual([0, 1, 2, 3, 9])
})
