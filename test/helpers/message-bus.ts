import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

interface SilentService {
  /** Resolves when a client of the Secret Service asked for its session, which it does first. */
  asked: Promise<void>
  close(): void
}

/**
 * Takes a well-known name on the session bus and answers no call: what a password prompt looks like to others while
 * nobody types. Speaks just enough of the D-Bus specification (message protocol 1, EXTERNAL authentication).
 */
export async function ownNameSilently(env: NodeJS.ProcessEnv, name: string): Promise<SilentService> {
  const path = /^unix:path=(.+)$/.exec(env.DBUS_SESSION_BUS_ADDRESS ?? '')?.[1]
  if (path === undefined) throw new Error('Only a bus at unix:path=… is supported.')
  const socket = connect(path)
  await once(socket, 'connect')
  socket.write(`\0AUTH EXTERNAL ${Buffer.from(String(process.getuid?.())).toString('hex')}\r\n`)
  await once(socket, 'data')
  socket.write('BEGIN\r\n')
  await call(socket, 1, 'Hello', '', Buffer.alloc(0))
  const doNotQueue = Buffer.from([4, 0, 0, 0])
  await call(socket, 2, 'RequestName', 'su', Buffer.concat([pad(text(name), 4), doNotQueue]))
  const asked = new Promise<void>((resolve) => {
    socket.on('data', (bytes) => {
      if (bytes.includes('OpenSession')) resolve()
    })
  })
  return { asked, close: () => void socket.destroy() }
}

async function call(
  socket: Socket,
  serial: number,
  member: string,
  signature: string,
  body: Buffer,
): Promise<void> {
  const bus = 'org.freedesktop.DBus'
  const fields = [
    field(1, 'o', text('/org/freedesktop/DBus')),
    field(2, 's', text(bus)),
    field(3, 's', text(member)),
    field(6, 's', text(bus)),
    ...(signature === ''
      ? []
      : [field(8, 'g', Buffer.from(`${String.fromCharCode(signature.length)}${signature}\0`))]),
  ]
  const padded = fields.map((bytes, i) => (i < fields.length - 1 ? pad(bytes, 8) : bytes))
  const array = Buffer.concat(padded)
  const start = Buffer.from([0x6c, 1, 0, 1])
  socket.write(
    Buffer.concat([
      pad(Buffer.concat([start, uint32(body.length), uint32(serial), uint32(array.length), array]), 8),
      body,
    ]),
  )
  await once(socket, 'data')
}

function field(code: number, type: string, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([code, 1]), Buffer.from(`${type}\0`), value])
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([uint32(bytes.length), bytes, Buffer.alloc(1)])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function pad(bytes: Buffer, to: number): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((to - (bytes.length % to)) % to)])
}
