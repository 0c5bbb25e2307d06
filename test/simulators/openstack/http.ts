import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { listen } from '../../../main/demo/listen.js'
import type { Answer } from './call.js'
import type { Fault } from './faults.js'

export interface ApiRequest {
  method: string
  url: URL
  headers: IncomingMessage['headers']
  body: unknown
}

export interface ApiHost {
  /** What to do with a call: the fault that is due, and the answer, whose making changes the cloud. Never throws. */
  take(request: ApiRequest): { fault: Fault | undefined; answer: () => Answer }
  now(): number
}

/** Serves the APIs on 127.0.0.1 and resolves with the server and its port. `port` 0 takes any. */
export async function serve(host: ApiHost, port: number): Promise<{ server: Server; port: number }> {
  return listen((request, response) => handle(host, request, response), port)
}

async function handle(host: ApiHost, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.sendDate = false
  response.setHeader('Date', new Date(host.now()).toUTCString())
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
  const { method = 'GET', headers } = request
  const { fault, answer } = host.take({ method, url, headers, body: await jsonOf(request) })

  if (fault?.kind === 'drop') return void request.socket.destroy()
  if (fault?.kind === 'html') return page(response, fault)
  const given =
    fault?.kind === 'refusal'
      ? { status: fault.error.status, body: fault.error.body, headers: fault.error.headers }
      : answer()
  if (fault?.kind === 'drop-after-applying') return void request.socket.destroy()
  if (fault?.kind === 'slow') await sleep(fault.ms, undefined, { ref: false })
  write(response, given, fault?.kind)
}

function write(response: ServerResponse, { status, body, headers }: Answer, fault?: Fault['kind']): void {
  const text = body === undefined ? '' : JSON.stringify(body)
  const bytes = Buffer.from(fault === 'broken-json' ? text.slice(0, -2) : text)
  // An answer without a body can be cut in its head only.
  if (fault === 'cut' && bytes.length === 0) return void response.destroy()
  response.writeHead(status, {
    ...(body && { 'Content-Type': 'application/json' }),
    'Content-Length': bytes.length,
    ...headers,
  })
  if (fault !== 'cut') return void response.end(bytes)
  response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy())
}

function page(response: ServerResponse, { status, headers }: Extract<Fault, { kind: 'html' }>): void {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', ...headers })
  response.end(`<html><body><h1>${status} Service Unavailable</h1>No server is available.</body></html>\n`)
}

/** Undefined where the body is none or no JSON. */
async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    return undefined // Nova then says that something is missing
  }
}
