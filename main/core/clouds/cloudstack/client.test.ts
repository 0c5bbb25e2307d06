import type { IncomingMessage } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startHttpServer, type TestServer } from '../../../../test/helpers/http-server.js'
import { testClock, testLog } from '../../../../test/helpers/memory-profile.js'
import { sendHttp } from '../http.js'
import { createClient } from './client.js'

interface Reply {
  status?: number
  body: unknown
  /** The cloud's clock, in milliseconds since the epoch; the test's own unless told. */
  now?: number
}

const servers: TestServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
})

const credentials = { apiKey: 'K'.repeat(86), secretKey: 'S'.repeat(86) }
const START = Date.UTC(2026, 0, 1)
const HOUR = 3_600_000

/** A client of a server that gives one reply after the other, the last one for ever. */
async function connect(...replies: [Reply, ...Reply[]]) {
  const forms: Record<string, string>[] = []
  const server = await startHttpServer(async (request, response) => {
    forms.push(await readForm(request))
    const reply = replies[Math.min(forms.length, replies.length) - 1] ?? replies[0]
    const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body)
    response.writeHead(reply.status ?? 200, { date: new Date(reply.now ?? START).toUTCString() }).end(text)
  })
  servers.push(server)
  const clock = testClock(START)
  const log = testLog()
  const client = createClient(new URL(`${server.url}/client/api`), credentials, {
    ...{ clock, log },
    send: sendHttp,
  })
  return { client, forms, clock, log, ask: () => client.read('listZones', z.object({ ok: z.boolean() }), {}) }
}

async function readForm(request: IncomingMessage): Promise<Record<string, string>> {
  let body = ''
  for await (const chunk of request) body += chunk
  return Object.fromEntries(new URLSearchParams(body))
}

const ok = { body: { listzonesresponse: { ok: true } } }
const refused = (errorcode: number, errortext = 'because') => ({
  status: errorcode,
  body: { errorresponse: { uuidList: [], errorcode, errortext } },
})
const unauthorized = refused(401, 'unable to verify user credentials and/or request signature')

describe('the client', () => {
  it.each(['listzonesresponse', 'listZonesResponse', 'anything'])('opens the wrapper %s', async (wrapper) => {
    const { ask } = await connect({ body: { [wrapper]: { ok: true } } })
    expect(await ask()).toEqual({ ok: true })
  })

  it('sends nothing by GET', async () => {
    const { ask, forms } = await connect(ok)
    await ask()
    expect(forms).toEqual([expect.objectContaining({ command: 'listZones', apikey: credentials.apiKey })])
  })

  it.each([
    { what: 'a web page', body: '<html><body>Log in</body></html>' },
    { what: 'XML', body: '<?xml version="1.0"?><listzonesresponse/>' },
    { what: 'JSON of something else', body: { message: 'Hello', code: 1 } },
    { what: 'a JSON list', body: [1, 2] },
  ])('takes $what for no API and says how an endpoint looks', async ({ body }) => {
    const { ask } = await connect({ body })
    await expect(ask()).rejects.toMatchObject({
      info: { code: 'cloud-not-an-api', advice: expect.stringContaining('https://HOST/client/api') },
    })
  })

  it('says when an answer is not as documented', async () => {
    const { ask } = await connect({ body: { listzonesresponse: { ok: 'perhaps' } } })
    await expect(ask()).rejects.toMatchObject({ info: { code: 'cloud-unexpected-answer' } })
  })

  it('waits as long as a throttling cloud asks', async () => {
    const { ask, clock } = await connect(refused(429, 'please retry after 700 ms.'), ok)
    expect(await ask()).toEqual({ ok: true })
    expect(clock.sleeps).toEqual([700])
  })

  it("asks again behind a gateway's error page", async () => {
    const { ask, forms } = await connect({ status: 502, body: '<html>Bad gateway</html>' }, ok)
    expect(await ask()).toEqual({ ok: true })
    expect(forms).toHaveLength(2)
  })
})

describe('refused credentials', () => {
  it('are said to be so, once', async () => {
    const { ask, forms } = await connect(unauthorized)
    await expect(ask()).rejects.toMatchObject({ info: { code: 'cloud-credentials', retryable: false } })
    expect(forms).toHaveLength(1)
  })

  it('are told apart from a right that is missing or was taken away', async () => {
    const { ask } = await connect(ok, unauthorized)
    await ask()
    await expect(ask()).rejects.toThrow('refuses listZones, though it took these keys before')
  })

  it('are told apart from a command that the operator does not offer', async () => {
    const { ask } = await connect(refused(432, 'The command does not exist or is not available'))
    await expect(ask()).rejects.toMatchObject({ code: 'cloud-forbidden' })
  })

  it('name a key that is too short to be one', async () => {
    const server = await startHttpServer((_, response) => {
      response.writeHead(401).end(JSON.stringify(unauthorized.body))
    })
    servers.push(server)
    const cut = { ...credentials, secretKey: credentials.secretKey.slice(0, 80) }
    const tools = { clock: testClock(Date.now()), log: testLog(), send: sendHttp }
    const client = createClient(new URL(`${server.url}/client/api`), cut, tools)
    await expect(client.read('listZones', z.unknown(), {})).rejects.toMatchObject({
      info: { advice: expect.stringContaining('the secret key has 80 characters') },
    })
  })
})

describe('a clock that is off', () => {
  it('is corrected from the answer, and stays corrected', async () => {
    const now = START + 2 * HOUR
    const { ask, forms, log } = await connect({ ...unauthorized, now }, { ...ok, now }, { ...ok, now })
    await ask()
    await ask()
    expect(forms.map((form) => form.expires)).toEqual([
      '2026-01-01T00:10:00+0000',
      '2026-01-01T02:10:00+0000',
      '2026-01-01T02:10:00+0000',
    ])
    expect(log.lines).toContainEqual(expect.objectContaining({ event: 'cloud.clock-skew' }))
  })

  it('is not blamed when the credentials are wrong as well', async () => {
    const { ask, forms } = await connect({ ...unauthorized, now: START + HOUR })
    await expect(ask()).rejects.toMatchObject({ code: 'cloud-credentials' })
    expect(forms).toHaveLength(2)
  })

  it('is the user’s to set when it is off by days', async () => {
    const { ask } = await connect({ ...unauthorized, now: START + 72 * HOUR })
    await expect(ask()).rejects.toMatchObject({
      code: 'cloud-clock',
      message: expect.stringContaining("This computer's clock is 72 hours behind"),
    })
  })
})
