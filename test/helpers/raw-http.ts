import { connect } from 'node:net'

/** Sends the bytes to 127.0.0.1:`port` and resolves with everything that comes back until the far side ends. */
export function rawHttp(port: number, lines: string[], body = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port })
    let answer = ''
    socket.setEncoding('latin1')
    socket.on('data', (part) => {
      answer += part
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(answer))
    socket.setTimeout(10_000, () => socket.destroy(new Error(`No end of the answer: ${answer}`)))
    socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`)
  })
}

/** The status of an HTTP answer. */
export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)
}
