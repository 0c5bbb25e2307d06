import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/* A road to HOST PORT on which every byte takes MS. Prints its port; ends with its stdin. */

const [host = '127.0.0.1', port = '22', ms = '20'] = process.argv.slice(2)
/** More is not taken in: at 20 ms that is over 1 GB a second. */
const MOST_QUEUED = 32 * 1024 * 1024

function carry(from: Socket, into: Socket): void {
  let queued = 0
  const later = (work: () => void) => setTimeout(work, Number(ms))
  from.on('data', (bytes: Buffer) => {
    queued += bytes.length
    if (queued > MOST_QUEUED) from.pause()
    later(() => {
      queued -= bytes.length
      if (queued < MOST_QUEUED / 2) from.resume()
      into.write(bytes)
    })
  })
  from.on('end', () => later(() => into.end()))
  from.on('error', () => into.destroy())
}

const listener = createServer({ allowHalfOpen: true }, (client) => {
  const server = connect({ host, port: Number(port), allowHalfOpen: true })
  for (const socket of [client, server]) socket.setNoDelay(true)
  carry(client, server)
  carry(server, client)
})
listener.listen(0, '127.0.0.1', () => process.stdout.write(`${(listener.address() as AddressInfo).port}\n`))
process.stdin.on('end', () => process.exit(0)).resume()
