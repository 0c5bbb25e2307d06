import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { listen } from '../../../main/demo/listen.js'
import type { Fault } from './faults.js'

export interface ApiHost {
  fault(action: string, region: string): Fault | undefined
  /** The whole answer. Never throws. */
  answer(headers: IncomingHttpHeaders, body: Buffer): Promise<object>
  refuse(code: string, message: string): object
  /** The server's clock, for the `Date` header. */
  now(): number
}

/** Serves the API on 127.0.0.1 and resolves with the server and its port. */
export async function serve(host: ApiHost): Promise<{ server: Server; port: number }> {
  return listen((request, response) => handle(host, request, response))
}

async function handle(host: ApiHost, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.sendDate = false
  response.setHeader('Date', new Date(host.now()).toUTCString())
  const body = await bodyOf(request)
  if (request.url !== '/' || request.method !== 'POST') return page(response, 404)
  const header = (name: string) => String(request.headers[name] ?? '')
  const fault = host.fault(header('x-tc-action'), header('x-tc-region'))

  if (fault?.kind === 'drop') return void request.socket.destroy()
  if (fault?.kind === 'html') return page(response, fault.status)
  if (fault?.kind === 'too-many') return page(response.setHeader('Retry-After', fault.retryAfterS), 429)
  const answer =
    fault?.kind === 'refusal'
      ? host.refuse(fault.code, fault.message)
      : await host.answer(request.headers, body)
  if (fault?.kind === 'drop-after-applying') return void request.socket.destroy()
  if (fault?.kind === 'slow') await sleep(fault.ms, undefined, { ref: false })
  write(response, JSON.stringify(answer), fault?.kind)
}

/** Always status 200, whatever the API says. */
function write(response: ServerResponse, text: string, fault: Fault['kind'] | undefined): void {
  const bytes = Buffer.from(fault === 'broken-json' ? text.slice(0, -2) : text)
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': bytes.length })
  if (fault !== 'cut') return void response.end(bytes)
  response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy())
}

function page(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' })
  response.end(`<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>\n`)
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
