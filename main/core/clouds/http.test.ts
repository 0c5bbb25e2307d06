import type { RequestListener } from 'node:http'
import { createServer } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { selfSigned } from '../../../test/helpers/certificate.js'
import { startHttpServer, type TestServer } from '../../../test/helpers/http-server.js'
import { CloudError } from './cloud-error.js'
import { readJson, sendHttp } from './http.js'
import { networkError } from './network-error.js'

const servers: TestServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
})

async function serve(listener: RequestListener, tls?: { key: string; cert: string }): Promise<URL> {
  const server = await startHttpServer(listener, tls)
  servers.push(server)
  return new URL(`${server.url}/client/api`)
}

const form = { contentType: 'application/x-www-form-urlencoded', body: 'command=listZones' }

async function problemOf(call: Promise<unknown>): Promise<CloudError> {
  const error = await call.then(
    () => null,
    (thrown) => thrown,
  )
  expect(error).toBeInstanceOf(CloudError)
  return error
}

describe('sendHttp', () => {
  it('sends the body as it is and gives status, headers and text', async () => {
    const url = await serve((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        response
          .writeHead(431, { 'x-description': 'why' })
          .end(`${request.method} ${request.headers['content-type']} ${body}`)
      })
    })
    const answer = await sendHttp({ url, ...form })
    expect(answer.status).toBe(431)
    expect(answer.headers.get('x-description')).toBe('why')
    expect(answer.text).toBe('POST application/x-www-form-urlencoded command=listZones')
  })

  it('says that what answers is no web server', async () => {
    const banner = createServer(
      (socket) => void socket.on('error', () => undefined).end('SSH-2.0-OpenSSH_9.6\r\n'),
    )
    await new Promise<void>((resolve) => banner.listen(0, '127.0.0.1', resolve))
    const address = banner.address()
    const url = new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/client/api`)
    const { info } = await problemOf(sendHttp({ url, ...form }))
    expect(info.code).toBe('cloud-unreachable')
    expect(info.message).toBe(`What answers at 127.0.0.1 on port ${url.port} does not speak HTTP.`)
    banner.close()
  })

  it('says what may be wrong where a port that wants TLS is asked without', async () => {
    const url = await serve(() => undefined, selfSigned('127.0.0.1'))
    url.protocol = 'http:'
    const { info } = await problemOf(sendHttp({ url, ...form }))
    expect(info.code).toBe('cloud-unreachable')
    expect(info.advice).toContain('enter the endpoint with https://')
  })

  it('says that nobody listens', async () => {
    const url = await serve(() => undefined)
    await servers.pop()?.stop()
    const { info, again } = await problemOf(sendHttp({ url, ...form }))
    expect(info.code).toBe('cloud-unreachable')
    expect(info.message).toBe(`Nothing at 127.0.0.1 accepts connections on port ${url.port}.`)
    expect(again).toBeUndefined()
  })

  it('says that the name does not exist', async () => {
    const { info } = await problemOf(sendHttp({ url: new URL('https://cloud.invalid/client/api'), ...form }))
    expect(info.code).toBe('cloud-unreachable')
    expect(info.message).toMatch(/no host named cloud\.invalid|name cloud\.invalid could not be looked up/)
  })

  it('gives up on a slow answer, and does not claim to know what became of the call', async () => {
    const url = await serve(() => undefined)
    const { info, again } = await problemOf(sendHttp({ url, ...form, timeoutMs: 50 }))
    expect(info).toMatchObject({ code: 'cloud-unreachable', retryable: true })
    expect(info.message).toContain('did not answer within')
    expect(again).toBe('under-way')
  })

  it('gives up on an answer that starts and never ends', async () => {
    const url = await serve((_, response) => void response.writeHead(200).write('{"a":'))
    const { info } = await problemOf(sendHttp({ url, ...form, timeoutMs: 100 }))
    expect(info.message).toContain('did not answer within')
  })

  it('marks an answer that was cut off as lost', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 1000 }).write('{"half')
      setImmediate(() => response.destroy())
    })
    const { info, again } = await problemOf(sendHttp({ url, ...form }))
    expect(info.code).toBe('cloud-unreachable')
    expect(info.message).toContain('broke before its answer was complete')
    expect(again).toBe('lost')
  })

  it('refuses an answer without end', async () => {
    const url = await serve((_, response) => void response.end('x'.repeat(2048)))
    const { info } = await problemOf(sendHttp({ url, ...form, maxBytes: 1024 }))
    expect(info.code).toBe('cloud-unexpected-answer')
  })

  it('asks for a packed answer and unpacks it', async () => {
    const url = await serve((request, response) => {
      const packed = gzipSync(`asked for ${request.headers['accept-encoding']}: Zürich`)
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed)
    })
    expect((await sendHttp({ url, ...form })).text).toBe('asked for gzip: Zürich')
  })

  it('refuses a packed answer that becomes too long, and marks one that breaks off as lost', async () => {
    const packed = gzipSync('x'.repeat(100_000))
    const answers = [packed, packed.subarray(0, 50)]
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(answers.shift())
    })
    const tooLong = await problemOf(sendHttp({ url, ...form, maxBytes: 10_000 }))
    expect(tooLong.info.code).toBe('cloud-unexpected-answer')
    const cutOff = await problemOf(sendHttp({ url, ...form, maxBytes: 200_000 }))
    expect(cutOff.again).toBe('lost')
  })

  it('takes an empty answer and one whose headers are no ASCII as they are', async () => {
    const url = await serve((_, response) => {
      response.socket?.end(
        'HTTP/1.1 204 No Content\r\nx-description: größer\r\ncontent-encoding: gzip\r\n\r\n',
      )
    })
    const answer = await sendHttp({ url, method: 'DELETE' })
    expect(answer).toMatchObject({ status: 204, text: '' })
    expect(answer.headers.get('X-Description')).toBe('größer')
  })

  it('does not take signed calls to where a redirect points', async () => {
    const asked: string[] = []
    const url = await serve((request, response) => {
      asked.push(request.url ?? '')
      response.writeHead(302, { location: 'https://elsewhere.example/login' }).end()
    })
    const { info } = await problemOf(sendHttp({ url, ...form }))
    expect(info.code).toBe('cloud-not-an-api')
    expect(info.message).toContain('https://elsewhere.example/login')
    expect(asked).toEqual(['/client/api'])
  })

  it('does not wait for the end of a redirect', async () => {
    const url = await serve((_, response) => {
      response.writeHead(307, { location: '/login' }).write('You are being redirected')
    })
    const { info } = await problemOf(sendHttp({ url, ...form }))
    expect(info.code).toBe('cloud-not-an-api')
  })

  it('can be cancelled while the answer comes in, and before anything is sent', async () => {
    const cancel = new AbortController()
    let asked = 0
    const url = await serve((_, response) => {
      asked++
      response.writeHead(200).write('{"a":', () => cancel.abort())
    })
    for (let turn = 0; turn < 2; turn++)
      await expect(sendHttp({ url, ...form, signal: cancel.signal })).rejects.toMatchObject({
        code: 'cancelled',
      })
    expect(asked).toBe(1)
  })

  it('can be cancelled', async () => {
    const cancel = new AbortController()
    const url = await serve(() => cancel.abort())
    await expect(sendHttp({ url, ...form, signal: cancel.signal })).rejects.toMatchObject({
      code: 'cancelled',
    })
  })
})

describe('post over TLS', () => {
  it('refuses a self-signed certificate and says how to allow it', async () => {
    const url = await serve((_, response) => void response.end('{}'), selfSigned('127.0.0.1'))
    const { info } = await problemOf(sendHttp({ url, ...form }))
    expect(info.code).toBe('cloud-tls')
    expect(info.message).toContain('self-signed')
    expect(info.advice).toContain('the certificate of its authority')
  })

  it('says that the other side does not speak TLS', async () => {
    const plain = await serve((_, response) => void response.end('{}'))
    const { info } = await problemOf(
      sendHttp({ url: new URL(plain.href.replace('http:', 'https:')), ...form }),
    )
    expect(info.code).toBe('cloud-tls')
    expect(info.message).toBe(`127.0.0.1 does not speak TLS on port ${plain.port}.`)
  })

  it.each([
    { what: 'expired', host: 'localhost', days: -1, sentence: 'has expired' },
    { what: 'made for another host', host: 'other.example', days: 1, sentence: 'belongs to another host' },
  ])('says that a certificate is $what', async ({ host, days, sentence }) => {
    const tls = selfSigned(host, days)
    const url = await serve((_, response) => void response.end('{}'), tls)
    const { info } = networkError(
      url,
      new TypeError('fetch failed', { cause: await refusalOf(url, tls.cert) }),
    )
    expect(info.code).toBe('cloud-tls')
    expect(info.message).toContain(sentence)
  })

  it('calls a handshake that breaks off a broken connection', async () => {
    const hangUp = createServer((socket) => socket.end())
    await new Promise<void>((resolve) => hangUp.listen(0, '127.0.0.1', resolve))
    const address = hangUp.address()
    const port = typeof address === 'object' ? address?.port : 0
    const { info } = await problemOf(sendHttp({ url: new URL(`https://127.0.0.1:${port}/`), ...form }))
    expect(['cloud-unreachable', 'cloud-tls']).toContain(info.code)
    hangUp.close()
  })
})

describe('readJson', () => {
  const url = new URL('https://cloud.example/client/api')
  const answer = (status: number, text: string, type = 'text/html') => ({
    status,
    text,
    headers: new Headers({ 'content-type': type }),
  })

  it('tells a web page from an API', () => {
    expect(() => readJson(url, answer(200, '<!DOCTYPE html><html>…'), 'Look at the path.')).toThrow(
      expect.objectContaining({
        info: expect.objectContaining({
          code: 'cloud-not-an-api',
          message: 'cloud.example answered with a web page, so this is not the address of an API.',
          advice: 'Look at the path.',
        }),
      }),
    )
  })

  it('says of broken JSON that it is damaged, not that the address is wrong, and tells nothing of it', () => {
    const text = '{"keypair":{"privatekey":"s3cret'
    const thrownBy = (call: () => unknown): unknown => {
      try {
        return call()
      } catch (thrown) {
        return thrown
      }
    }
    const error = thrownBy(() => readJson(url, answer(200, text, 'application/json'), 'Look at the path.'))
    if (!(error instanceof CloudError)) throw error
    expect(error.info).toMatchObject({
      code: 'cloud-unexpected-answer',
      message: 'The answer of cloud.example is damaged or cut off.',
      retryable: true,
    })
    expect(JSON.stringify(error.info) + String(error.cause)).not.toContain('s3cret')
  })

  it('takes the error page of a gateway for a lost answer, not for a wrong address', () => {
    expect(() => readJson(url, answer(502, '<html>Bad gateway</html>'), '')).toThrow(
      expect.objectContaining({ code: 'cloud-failed', again: 'lost' }),
    )
  })
})

/** The error with which Node itself refuses the server's certificate when its issuer is known. */
function refusalOf(url: URL, ca: string): Promise<Error> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({ host: url.hostname, port: Number(url.port), servername: 'localhost', ca })
    socket.on('error', resolve)
    socket.on('secureConnect', () => {
      socket.destroy()
      reject(new Error('The certificate was accepted.'))
    })
  })
}
