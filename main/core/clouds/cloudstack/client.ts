import { z } from 'zod'
import type { CloudTools } from '../cloud.js'
import { createCloudClock } from '../cloud-clock.js'
import { CloudError } from '../cloud-error.js'
import { type HttpAnswer, type HttpRequest, readJson } from '../http.js'
import { createPacer, type Pacer } from '../pacer.js'
import { refusedCredentials } from './credentials-error.js'
import { refusalError } from './errors.js'
import { type Credentials, signedForm } from './sign.js'

export type Params = Record<string, string>

/** Calls of one account, with answers checked by zod. Throws `cloud-…` LatchkeyErrors or `cancelled`. */
export interface Client {
  /** A command that changes nothing. `onBeginning` is told how each answer begins, before it is read. */
  read<T>(
    command: string,
    schema: z.ZodType<T>,
    params: Params,
    signal?: AbortSignal,
    onBeginning?: (text: string) => void,
  ): Promise<T>
  /** A command that changes something; null where the answer was lost and `landed` found that it took effect. */
  write<T>(
    command: string,
    schema: z.ZodType<T>,
    params: Params,
    landed: () => Promise<boolean>,
    signal?: AbortSignal,
  ): Promise<T | null>
}

type More = Pick<HttpRequest, 'signal' | 'onBeginning'>

const NOT_AN_API =
  'The endpoint should look like https://HOST/client/api; if it does, the operator may not have enabled API access.'

const Refused = z.object({ errorcode: z.coerce.number(), errortext: z.string().default('') })

/** A client of the API at `url`. Makes no call. */
export function createClient(
  url: URL,
  credentials: Credentials,
  { clock, log, send: sendHttp }: CloudTools,
): Client {
  const pacer: Pacer = createPacer({ clock, log })
  const cloudClock = createCloudClock(url, { clock, log })
  let accepted = false

  async function call<T>(command: string, schema: z.ZodType<T>, params: Params, more: More) {
    const signedAt = cloudClock.now()
    let answer = await send(command, params, more)
    if (answer.status === 401 && cloudClock.correct(answer, signedAt))
      answer = await send(command, params, more)
    const content = open(command, answer)
    accepted = true
    return checked(command, schema, content)
  }

  function send(command: string, params: Params, more: More): Promise<HttpAnswer> {
    const body = signedForm({ ...params, command }, credentials, cloudClock.now())
    return sendHttp({ url, what: command, contentType: 'application/x-www-form-urlencoded', body, ...more })
  }

  /** What is inside the answer's one top-level property, whatever its name. Throws what the cloud says is wrong. */
  function open(command: string, answer: HttpAnswer): unknown {
    const content = unwrapped(url, readJson(url, answer, NOT_AN_API))
    const refused = Refused.safeParse(content)
    if (refused.success && refused.data.errorcode === 401)
      throw refusedCredentials({
        url,
        credentials,
        command,
        accepted,
        detail: refused.data.errortext,
      })
    if (refused.success) throw refusalError({ command, ...refused.data })
    if (answer.status >= 400) throw unexpected(command, `HTTP ${answer.status} without an error`)
    return content
  }

  return {
    read: (command, schema, params, signal, onBeginning) =>
      pacer.read(() => call(command, schema, params, { signal, onBeginning }), signal),
    write: (command, schema, params, landed, signal) =>
      pacer.write(() => call(command, schema, params, { signal }), landed, signal),
  }
}

function unwrapped(url: URL, json: unknown): unknown {
  const contents = typeof json === 'object' && json !== null ? Object.values(json) : []
  if (contents.length === 1 && typeof contents[0] === 'object' && contents[0] !== null) return contents[0]
  throw new CloudError('cloud-not-an-api', `${url.host} answered, but not as CloudStack does.`, {
    advice: NOT_AN_API,
    detail: JSON.stringify(json).slice(0, 200),
  })
}

/** What the schema makes of it. Throws `cloud-unexpected-answer`. */
export function checked<T>(command: string, schema: z.ZodType<T>, content: unknown): T {
  const result = schema.safeParse(content)
  if (result.success) return result.data
  throw unexpected(command, z.prettifyError(result.error))
}

function unexpected(command: string, detail: string): CloudError {
  return new CloudError('cloud-unexpected-answer', `The cloud's answer to ${command} is not as documented.`, {
    advice: 'Report it with the details, and with the version of CloudStack if you know it.',
    detail,
  })
}
