import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { TICKET_PATH, TOKEN_PATH } from '../../../contract/wire.js'
import type { WindowFiles } from '../../window/files.js'
import { securityHeaders } from '../../window/security-headers.js'
import { isOurs } from './guard.js'
import type { Tickets } from './ticket.js'

export interface HttpOptions {
  /** `127.0.0.1:PORT`, the only name we answer to. */
  authority: string
  files: WindowFiles
  tickets: Tickets
}

interface Answer {
  status: number
  type?: string
  body?: Buffer | string
}

/** Larger than any ticket, smaller than any trouble. */
const BODY_LIMIT = 1_024
const nothingHere = text(404, 'There is nothing here.')

/** Answers everything but WebSocket upgrades: the built window's files and the exchange of tickets. */
export async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: HttpOptions,
): Promise<void> {
  const { status, type, body } = await answerTo(request, options)
  response.writeHead(status, {
    'Cache-Control': 'no-store',
    ...securityHeaders(["'self'", `ws://${options.authority}`]),
    ...(type === undefined ? {} : { 'Content-Type': type }),
    ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

async function answerTo(request: IncomingMessage, options: HttpOptions): Promise<Answer> {
  const { authority, files, tickets } = options
  const isPost = request.method === 'POST'
  if (!isOurs(request, authority, isPost)) return text(403, `Latchkey answers at http://${authority} only.`)
  if (isPost) return answerToPost(request.url, await readJson(request), tickets)
  if (request.method !== 'GET' && request.method !== 'HEAD') return text(405, 'Not a method of Latchkey.')
  const file = files.get(request.url ?? '')
  return file === undefined ? nothingHere : { status: 200, ...file }
}

function answerToPost(path: string | undefined, body: unknown, tickets: Tickets): Answer {
  if (path === TICKET_PATH) return exchange(body, tickets)
  if (path !== TOKEN_PATH) return nothingHere
  const asked = z.object({ token: z.string() }).safeParse(body)
  return { status: asked.success && tickets.isToken(asked.data.token) ? 204 : 403 }
}

function exchange(body: unknown, tickets: Tickets): Answer {
  const asked = z.object({ ticket: z.string() }).safeParse(body)
  const token = asked.success ? tickets.redeem(asked.data.ticket) : null
  if (token === null) return text(403, 'This ticket is used, too old or none of ours.')
  return { status: 200, type: 'application/json', body: JSON.stringify({ token }) }
}

/** Null for what isn't JSON or is longer than any ticket. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  let body = ''
  for await (const part of request.setEncoding('utf8')) {
    body += part
    if (body.length > BODY_LIMIT) return null
  }
  try {
    return JSON.parse(body)
  } catch {
    return null // refused by the caller like any other wrong body
  }
}

function text(status: number, sentence: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body: `${sentence}\n` }
}
