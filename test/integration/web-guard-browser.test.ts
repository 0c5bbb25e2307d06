import { existsSync } from 'node:fs'
import { createServer, maxHeaderSize, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type FakeWebHost, startFakeWebHost } from '../helpers/fake-web-host.js'

const executablePath = '/usr/bin/chromium'
const missing = !existsSync(executablePath)
if (missing && process.env.CI) throw new Error('chromium is missing: apt-get install chromium')

/** What our own page does with its ticket, as small as can be. */
const ourScript = `
  window.result = (async () => {
    const ticket = location.hash.slice('#ticket='.length)
    const answer = await fetch('/ticket', { method: 'POST', body: JSON.stringify({ ticket }) })
    const { token } = await answer.json()
    const socket = new WebSocket('ws://' + location.host + '/rpc', ['latchkey.' + token])
    return new Promise((resolve) => {
      socket.onopen = () => resolve({ opened: true, protocol: socket.protocol === 'latchkey.' + token, token })
      socket.onerror = () => resolve({ opened: false })
    })
  })()`
const files = new Map([
  [
    '/',
    {
      type: 'text/html; charset=utf-8',
      body: Buffer.from('<title>Latchkey</title><script src="/our.js"></script>'),
    },
  ],
  ['/our.js', { type: 'text/javascript; charset=utf-8', body: Buffer.from(ourScript) }],
])

describe.skipIf(missing)('in a real browser (needs Debian package chromium)', () => {
  let host: FakeWebHost
  let stranger: Server
  let browser: Browser
  let context: BrowserContext
  let evil: Page
  beforeAll(async () => {
    host = await startFakeWebHost({ files })
    stranger = createServer((_, response) =>
      response.setHeader('content-type', 'text/html').end('<title>Evil</title>'),
    )
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve))
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
    context = await browser.newContext()
    evil = await context.newPage()
    await evil.goto(`http://127.0.0.1:${(stranger.address() as AddressInfo).port}/`)
  })
  afterAll(async () => {
    await browser?.close()
    stranger?.close()
    await host?.close()
  })

  const openOurPage = async (page: Page) => {
    await page.goto(host.newUrl(60_000))
    return page.evaluate('window.result') as Promise<{ opened: boolean; protocol?: boolean; token: string }>
  }

  it('lets our own page in', async () => {
    const page = await context.newPage()
    expect(await openOurPage(page)).toMatchObject({ opened: true, protocol: true })
    await page.close()
  })

  it('gives a page of another port nothing to read', async () => {
    const read = await evil.evaluate(
      (origin) =>
        fetch(`${origin}/`).then(
          (answer) => answer.text(),
          () => 'refused',
        ),
      host.origin,
    )
    expect(read).toBe('refused')
  })

  it('gives a page of another port no script to run', async () => {
    const ran = await evil.evaluate(
      (origin) =>
        new Promise((resolve) => {
          const script = Object.assign(document.createElement('script'), { src: `${origin}/our.js` })
          script.onload = () => resolve('ran')
          script.onerror = () => resolve('refused')
          document.head.append(script)
        }),
      host.origin,
    )
    expect(ran).toBe('refused')
  })

  it('lets a page of another port neither spend a ticket nor see its answer', async () => {
    const ticket = host.ticket()
    await evil.evaluate(
      ([origin, body]) =>
        fetch(`${origin}/ticket`, { method: 'POST', mode: 'no-cors', body: body ?? '' }).catch(() => 0),
      [host.origin, JSON.stringify({ ticket })],
    )
    const page = await context.newPage()
    await page.goto(`${host.origin}/#ticket=${ticket}`)
    expect(await page.evaluate('window.result')).toMatchObject({ opened: true })
    await page.close()
  })

  it('refuses a socket from a page of another port, even with the token', async () => {
    const page = await context.newPage()
    const { token } = await openOurPage(page)
    const connected = await evil.evaluate(
      ([url, subprotocol]) =>
        new Promise((resolve) => {
          const socket = new WebSocket(url ?? '', [subprotocol ?? ''])
          socket.onopen = () => resolve('connected')
          socket.onerror = () => resolve('refused')
        }),
      [`${host.origin.replace('http', 'ws')}/rpc`, `latchkey.${token}`],
    )
    expect(connected).toBe('refused')
    await page.close()
  })

  it('does not let itself be framed', async () => {
    await evil.evaluate((origin) => {
      const frame = Object.assign(document.createElement('iframe'), { src: `${origin}/` })
      return new Promise((resolve) => {
        frame.onload = resolve
        document.body.append(frame)
      })
    }, host.origin)
    const framed = evil.frames().map((frame) => frame.url())
    expect(framed).not.toContain(`${host.origin}/`)
  })

  it('still lets our page in after a page of another port has set all the cookies it can', async () => {
    await evil.evaluate(() => {
      // biome-ignore lint/suspicious/noDocumentCookie: the attack is made with it
      for (let n = 0; n < 200; n++) document.cookie = `c${n}=${'x'.repeat(4_000)}; path=/`
    })
    const bytes = async () => (await context.cookies()).map(({ name, value }) => name + value).join('').length
    await vi.waitFor(async () => expect(await bytes()).toBeGreaterThan(maxHeaderSize))
    const page = await context.newPage()
    expect(await openOurPage(page)).toMatchObject({ opened: true })
    await page.close()
  })

  it('runs no inline script on our page', async () => {
    const page = await context.newPage()
    await page.goto(`${host.origin}/`)
    const ran = await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'window.inline = true'
      document.head.append(script)
      return 'inline' in window
    })
    expect(ran).toBe(false)
    await page.close()
  })
})
