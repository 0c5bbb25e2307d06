import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { listen } from '../listen.js'
import { ApiError } from './errors.js'
import type { Fault } from './faults.js'
import { type Answer, refusal, serialise } from './responses.js'

export const API_PATH = '/client/api'

export interface ApiRequest {
  method: string
  /** Decoded, from the query and a POSTed form, names as they came. */
  params: Map<string, string>
}

export interface ApiHost {
  fault(command: string): Fault | undefined
  /** Never throws. */
  answer(request: ApiRequest): Promise<Answer>
  latencyMs(): number
  /** The server's clock, for the `Date` header. */
  now(): number
}

/** Serves the API on 127.0.0.1 and resolves with the server and its port. `port` 0 takes any. */
export async function serve(host: ApiHost, port: number): Promise<{ server: Server; port: number }> {
  return listen((request, response) => handle(host, request, response), port)
}

async function handle(host: ApiHost, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.sendDate = false
  response.setHeader('Date', new Date(host.now()).toUTCString())
  const url = new URL(request.url ?? '/', 'http://localhost')
  if (url.pathname !== API_PATH) return page(response, 404)
  const params = new Map([...(await formOf(request)), ...url.searchParams])
  const command = params.get('command') ?? ''
  const fault = host.fault(command)

  if (host.latencyMs() > 0) await sleep(host.latencyMs())
  if (fault?.kind === 'drop') return void request.socket.destroy()
  if (fault?.kind === 'html') return page(response, fault.status)
  const answer =
    fault?.kind === 'refusal'
      ? refusal(command, new ApiError(fault.code, fault.text))
      : await host.answer({ method: request.method ?? 'GET', params })
  if (fault?.kind === 'drop-after-applying') return void request.socket.destroy()
  if (fault?.kind === 'slow') await sleep(fault.ms, undefined, { ref: false })
  write(response, answer, params.get('response'), fault?.kind)
}

function write(
  response: ServerResponse,
  answer: Answer,
  format: string | undefined,
  fault: Fault['kind'] | undefined,
): void {
  const { type, text } = serialise(answer, format)
  const bytes = Buffer.from(fault === 'broken-json' ? text.slice(0, -2) : text)
  const description = answer.description?.replace(/[^\x20-\x7e]/g, '?')
  response.writeHead(answer.status, {
    'Content-Type': type,
    'Content-Length': bytes.length,
    ...(description && { 'X-Description': description }),
  })
  if (fault !== 'cut') return void response.end(bytes)
  response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy())
}

function page(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' })
  response.end(
    `<html><head><title>${status}</title></head><body><center><h1>${status}</h1></center></body></html>\n`,
  )
}

async function formOf(request: IncomingMessage): Promise<Iterable<[string, string]>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  return isForm ? new URLSearchParams(Buffer.concat(chunks).toString('utf8')) : []
}
