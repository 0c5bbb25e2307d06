import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { listen } from '../listen.js'
import { type Answer, serialise } from './responses.js'

export const API_PATH = '/client/api'

export interface ApiRequest {
  method: string
  /** Decoded, from the query and a POSTed form, names as they came. */
  params: Map<string, string>
}

/** A call that has come in, and has no answer yet. */
export interface ApiCall {
  command: string
  response: ServerResponse
  /** Lets the call take effect. Never throws. */
  answer(): Promise<Answer>
  /** What `response=` asks for. */
  format: string | undefined
}

export interface ApiHost {
  /** Never throws. */
  answer(request: ApiRequest): Promise<Answer>
  latencyMs(): number
  /** The server's clock, for the `Date` header. */
  now(): number
  /** Answers a call; tests put a bad network here. By default `deliver`. */
  deliver?(call: ApiCall): Promise<void>
}

/** Serves the API on 127.0.0.1 and resolves with the server and its port. `port` 0 takes any. */
export async function serve(host: ApiHost, port: number): Promise<{ server: Server; port: number }> {
  return listen((request, response) => handle(host, request, response), port)
}

async function handle(host: ApiHost, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.sendDate = false
  response.setHeader('Date', new Date(host.now()).toUTCString())
  const url = new URL(request.url ?? '/', 'http://localhost')
  if (url.pathname !== API_PATH) return sendPage(response, 404)
  const params = new Map([...(await formOf(request)), ...url.searchParams])
  const call: ApiCall = {
    command: params.get('command') ?? '',
    response,
    async answer() {
      if (host.latencyMs() > 0) await sleep(host.latencyMs())
      return host.answer({ method: request.method ?? 'GET', params })
    },
    format: params.get('response'),
  }
  await (host.deliver ?? deliver)(call)
}

/** The whole answer, at once. */
export async function deliver({ response, answer, format }: ApiCall): Promise<void> {
  response.end(beginAnswer(response, await answer(), format))
}

/** Writes the head of an answer, and gives back its body. `spoil` changes that before it is measured. */
export function beginAnswer(
  response: ServerResponse,
  answer: Answer,
  format: string | undefined,
  spoil = (text: string) => text,
): Buffer {
  const { type, text } = serialise(answer, format)
  const bytes = Buffer.from(spoil(text))
  const description = answer.description?.replace(/[^\x20-\x7e]/g, '?')
  response.writeHead(answer.status, {
    'Content-Type': type,
    'Content-Length': bytes.length,
    ...(description && { 'X-Description': description }),
  })
  return bytes
}

/** A page of a web server in the place of an answer of the API. */
export function sendPage(response: ServerResponse, status: number): void {
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
