import { createServer, connect as tcpConnect } from 'node:net'
import { freePort } from './ports.js'

/** Passes bytes on, and flips one bit in the server's signature over the key exchange: its host key stays whole. */
export async function changingProxy(target: number): Promise<{ port: number; close(): void }> {
  const port = await freePort()
  const server = createServer((near) => {
    const far = tcpConnect(target, '127.0.0.1')
    for (const socket of [near, far]) socket.on('error', () => undefined)
    near.pipe(far)
    far.on('data', (chunk: Buffer) => {
      // The reply ends its signature blob with this name and 64 bytes of Ed25519; other places of the name have no 64 behind.
      const name = Buffer.from('ssh-ed25519')
      const at = chunk.lastIndexOf(Buffer.concat([name, Buffer.of(0, 0, 0, 64)]))
      if (at > 0) chunk[at + 20] = (chunk[at + 20] ?? 0) ^ 1
      near.write(chunk)
    })
    far.on('close', () => near.end())
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return { port, close: () => server.close() }
}
