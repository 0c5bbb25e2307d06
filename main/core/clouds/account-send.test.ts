import { afterEach, describe, expect, it } from 'vitest'
import type { AccountConnection } from '../../../contract/accounts.js'
import { defaultProxy, type ProxySettings } from '../../../contract/settings.js'
import { selfSigned } from '../../../test/helpers/certificate.js'
import { startProxyTo } from '../../../test/helpers/http-proxy.js'
import { startHttpServer } from '../../../test/helpers/http-server.js'
import { testClock } from '../../../test/helpers/memory-profile.js'
import { createAccountSend } from './account-send.js'
import { createRequestLog } from './request-log.js'

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

async function serve(...args: Parameters<typeof startHttpServer>): Promise<URL> {
  const server = await startHttpServer(...args)
  ends.push(server.stop)
  return new URL(server.url)
}

async function proxyTo(...args: Parameters<typeof startProxyTo>) {
  const proxy = await startProxyTo(...args)
  ends.push(proxy.stop)
  return proxy
}

function sender(connection: Partial<AccountConnection> = {}, proxy: ProxySettings = defaultProxy) {
  const requests = createRequestLog()
  const whole = { ca: null, ignoresTlsErrors: false, ...connection }
  return {
    requests,
    send: createAccountSend({ connection: whole, proxy: () => proxy, requests, clock: testClock() }),
  }
}

const manual = (url: string): ProxySettings => ({ mode: 'manual', url, except: '' })

describe('a certificate that the computer does not know', () => {
  const certificate = selfSigned('localhost')
  const https = async () => {
    const url = await serve((_request, response) => void response.end('here'), certificate)
    url.hostname = 'localhost'
    return url
  }

  it('is refused, and the advice says where its authority goes', async () => {
    await expect(sender().send({ url: await https() })).rejects.toMatchObject({
      info: { code: 'cloud-tls', advice: expect.stringContaining('under Connection') },
    })
  })

  it('is taken from the authority that was given for the account', async () => {
    const { send } = sender({ ca: `The cloud's own:\n${certificate.cert}` })
    expect((await send({ url: await https() })).text).toBe('here')
  })

  it('is not taken from another authority', async () => {
    const { send } = sender({ ca: selfSigned('localhost').cert })
    await expect(send({ url: await https() })).rejects.toMatchObject({ code: 'cloud-tls' })
  })

  it('is taken by an account that takes any', async () => {
    expect((await sender({ ignoresTlsErrors: true }).send({ url: await https() })).text).toBe('here')
  })

  it.each(['', 'no certificate', certificate.key])('refuses what is no authority at once', (ca) => {
    expect(() => sender({ ca })).toThrow(expect.objectContaining({ code: 'input-invalid' }))
  })

  it('is judged behind a proxy as well', async () => {
    const proxy = await proxyTo(await https())
    const url = new URL('https://localhost.cloud.example/v3')
    await expect(sender({}, manual(proxy.url)).send({ url })).rejects.toMatchObject({ code: 'cloud-tls' })
    expect(proxy.asked).toEqual(['CONNECT localhost.cloud.example:443'])
  })
})

describe('a proxy', () => {
  it('is asked for a tunnel, so that it sees nothing of what is sent', async () => {
    const certificate = selfSigned('api.cloud.example')
    const target = await serve((_request, response) => void response.end('here'), certificate)
    const proxy = await proxyTo(target)
    const { send } = sender({ ca: certificate.cert }, manual(proxy.url))
    expect((await send({ url: new URL('https://api.cloud.example/v3') })).text).toBe('here')
    expect(proxy.asked).toEqual(['CONNECT api.cloud.example:443'])
  })

  it('is told user and password of its address', async () => {
    const proxy = await proxyTo(new URL('http://127.0.0.1:1'), 407)
    const url = proxy.url.replace('//', '//ada:s3cret@')
    const failed = sender({}, manual(url)).send({ url: new URL('https://api.cloud.example/v3') })
    const { info } = await failed.catch((error) => error)
    expect(proxy.sent).toEqual([`Basic ${Buffer.from('ada:s3cret').toString('base64')}`])
    expect(info).toMatchObject({ code: 'cloud-unreachable', message: expect.stringContaining('HTTP 407') })
    expect(JSON.stringify(info)).not.toContain('s3cret')
  })

  it('passes plain http on by its whole address', async () => {
    const proxy = await proxyTo(new URL('http://127.0.0.1:1'))
    const { send } = sender({}, manual(proxy.url))
    expect((await send({ url: new URL('http://api.cloud.example:8080/client/api') })).text).toBe('through')
    expect(proxy.asked).toEqual(['POST http://api.cloud.example:8080/client/api'])
  })

  it('that is not there is what the error names', async () => {
    const gone = await startHttpServer(() => undefined)
    await gone.stop()
    const failed = sender({}, manual(gone.url)).send({ url: new URL('https://api.cloud.example') })
    await expect(failed).rejects.toMatchObject({
      message: expect.stringContaining(`The proxy ${new URL(gone.url).host}`),
    })
  })
})

describe('requests of one account', () => {
  it('are at most six at the same time, and one that waits can be given up', async () => {
    let open = 0
    let most = 0
    const answers: (() => void)[] = []
    const url = await serve((_request, response) => {
      most = Math.max(most, ++open)
      answers.push(() => {
        open--
        response.end()
      })
    })
    const { send } = sender()
    const calls = Array.from({ length: 9 }, () => send({ url }))
    const given = new AbortController()
    const last = send({ url, signal: given.signal })
    await expect.poll(() => answers.length).toBe(6)
    given.abort()
    await expect(last).rejects.toMatchObject({ code: 'cancelled' })
    while (answers.length < 9) {
      answers.at(-1)?.()
      answers[answers.length - 1] = () => undefined
      const before = answers.length
      await expect.poll(() => answers.length).toBeGreaterThan(before)
    }
    for (const answer of answers) answer()
    await Promise.all(calls)
    expect(most).toBe(6)
  })

  it('stand in the log with what is no secret, the newest first, 200 at most', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(401, { 'x-openstack-request-id': 'req-1' }).end('s3cret')
    })
    const asked = new URL('/client/api?apiKey=s3cret', url)
    const { send, requests } = sender()
    await send({ url: asked, what: 'listZones', body: 's3cret', headers: { 'x-auth-token': 's3cret' } })
    const at = requests.list()[0]?.at
    const target = `${url.host}/client/api`
    expect(requests.list()).toEqual([
      {
        at,
        method: 'POST',
        target,
        what: 'listZones',
        status: 401,
        ms: 0,
        requestId: 'req-1',
        problem: null,
      },
    ])
    const requestIdIn = (text: string) => text.toUpperCase()
    const unnamed = await serve((_request, response) => void response.end('id in the answer'))
    await send({ url: unnamed, requestIdIn })
    expect(requests.list()[0]?.requestId).toBe('ID IN THE ANSWER')
    await ends.pop()?.()
    await send({ url: unnamed, method: 'GET' }).catch(() => undefined)
    expect(requests.list()[0]).toMatchObject({ method: 'GET', status: null, problem: 'cloud-unreachable' })
    const [newest] = requests.list()
    for (let n = 0; n < 300; n++) if (newest) requests.add({ ...newest, ms: n })
    expect(requests.list().map(({ ms }) => ms)).toEqual(Array.from({ length: 200 }, (_, n) => 299 - n))
    expect(JSON.stringify(requests.list())).not.toContain('s3cret')
  })
})
