import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import ssh2, { type Attributes, type SFTPWrapper } from 'ssh2'
import { freshKeyTexts } from './fresh-key.js'

export interface HostileSftp {
  host: string
  port: number
  user: string
  /** How often it was asked for the home folder. */
  askedForHome(): number
  /** Connections and SFTP channels that are open. */
  open(): { connections: number; channels: number }
  stop(): Promise<void>
}

/** What a server says of a folder and of a file in it. */
export interface Lies {
  /** The names of each answer; the last is given again and again where it `goesOn`. */
  names: string[][]
  goesOn?: boolean
  /** What a file's size is said to be. */
  size?: number
  /** What it gives for a read. */
  content?: (offset: number, length: number) => Buffer | null
  /** It never says what the home folder is. */
  homeless?: boolean
  /** Its lists of names, and what it says of a file, end before they are whole. */
  endsTooSoon?: boolean
}

const { OK, EOF } = ssh2.utils.sftp.STATUS_CODE

const [NAME, ATTRS] = [104, 105]

/** An answer of that kind with whatever bytes, which ssh2 would not send. */
function sendRaw(sftp: SFTPWrapper, type: number, id: number, body: number[]): void {
  const packet = Buffer.alloc(9 + body.length)
  packet.writeUInt32BE(5 + body.length, 0)
  packet[4] = type
  packet.writeUInt32BE(id, 5)
  packet.set(body, 9)
  const { _protocol: protocol, outgoing } = sftp as unknown as {
    _protocol: { channelData(channel: number, data: Buffer): void }
    outgoing: { id: number }
  }
  protocol.channelData(outgoing.id, packet)
}

/** An SSH server that lets everybody in, and lies about its files. */
export async function hostileSftp(lies: Lies): Promise<HostileSftp> {
  const { names, goesOn = false, size = 4, content, homeless = false, endsTooSoon = false } = lies
  const hostKey = (await freshKeyTexts()).private
  const clients = new Set<ssh2.Connection>()
  let [channels, homes] = [0, 0]
  const server = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    clients.add(client)
    client.on('close', () => clients.delete(client))
    client.on('error', () => undefined) // it is cut off in the middle
    client.on('authentication', (login) => login.accept())
    client.on('session', (accept) => accept().on('sftp', (acceptSftp) => serve(acceptSftp())))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  const attributes = (isFolder: boolean): Attributes => {
    return { mode: isFolder ? 0o40755 : 0o100644, size, uid: 0, gid: 0, atime: 0, mtime: 1_000_000_000 }
  }
  function serve(sftp: SFTPWrapper): void {
    let answers = 0
    const handle = Buffer.from('h')
    const isFolder = (path: string) => /(^|\/)(folder|\.)?$/.test(path)
    const one = (path: string) => [{ filename: path, longname: path, attrs: attributes(true) }]
    channels++
    sftp.on('close', () => channels--)
    sftp.on('REALPATH', (id, path) => {
      if (path === '.') homes++
      if (path !== '.' || !homeless) sftp.name(id, one(path === '.' ? '/home' : path))
    })
    for (const event of ['STAT', 'LSTAT'] as const)
      sftp.on(event, (id: number, path: string) => {
        if (endsTooSoon && !isFolder(path)) return sendRaw(sftp, ATTRS, id, [0, 0, 0, 15, 0, 0])
        sftp.attrs(id, attributes(isFolder(path)))
      })
    sftp.on('FSTAT', (id) => sftp.attrs(id, attributes(false)))
    sftp.on('OPENDIR', (id) => sftp.handle(id, handle))
    sftp.on('OPEN', (id) => sftp.handle(id, handle))
    sftp.on('CLOSE', (id) => sftp.status(id, OK))
    sftp.on('READDIR', (id) => {
      // Four thousand million names, of which not one comes.
      if (endsTooSoon) return sendRaw(sftp, NAME, id, [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 9])
      const given = names[goesOn ? Math.min(answers, names.length - 1) : answers]
      answers++
      if (given === undefined) return sftp.status(id, EOF)
      sftp.name(
        id,
        given.map((filename) => ({ filename, longname: '', attrs: attributes(filename === 'folder') })),
      )
    })
    sftp.on('READ', (id, _handle, offset, length) => {
      const bytes = content?.(offset, length) ?? null
      if (bytes === null) sftp.status(id, EOF)
      else sftp.data(id, bytes)
    })
  }

  return {
    ...{ host: '127.0.0.1', port: (server.address() as AddressInfo).port, user: 'anyone' },
    askedForHome: () => homes,
    open: () => ({ connections: clients.size, channels }),
    async stop() {
      for (const client of clients) client.end()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
