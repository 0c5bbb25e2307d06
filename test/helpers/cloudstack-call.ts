import { createHmac } from 'node:crypto'
import { until } from './processes.js'

/** Where an account of a CloudStack is, and its keys. */
export interface CloudStackAccess {
  endpoint: string
  apiKey: string
  secretKey: string
}

/**
 * Calls one command as CloudStack's developer guide tells it (signature version 3, POST) and answers what is inside the
 * response's wrapper. Throws with the cloud's text. Parameter names in lower case.
 */
export async function call<T = unknown>(
  { endpoint, apiKey, secretKey }: CloudStackAccess,
  command: string,
  params: Record<string, string> = {},
): Promise<T> {
  const expires = new Date(Date.now() + 600_000).toISOString().replace(/\.\d+Z/, '+0000')
  const all = { ...params, command, apikey: apiKey, response: 'json', signatureversion: '3', expires }
  const text = Object.entries(all)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .sort()
    .join('&')
  const signature = createHmac('sha1', secretKey).update(text.toLowerCase()).digest('base64')
  const response = await fetch(endpoint, { method: 'POST', body: new URLSearchParams({ ...all, signature }) })
  const [body] = Object.values((await response.json()) as Record<string, { errortext?: string }>)
  if (!response.ok) throw new Error(`${response.status} ${body?.errortext}`)
  return body as T
}

/** Calls an asynchronous command and answers its job's result. Throws with the job's text if it failed. */
export async function callJob<T = unknown>(
  access: CloudStackAccess,
  command: string,
  params: Record<string, string>,
): Promise<T> {
  const { jobid } = await call<{ jobid: string }>(access, command, params)
  const job = await until(`the job of ${command} ends`, async () => {
    const answer = await call<{ jobstatus: number; jobresult: { errortext?: string } }>(
      access,
      'queryAsyncJobResult',
      { jobid },
    )
    return answer.jobstatus !== 0 && answer
  })
  if (job.jobstatus === 2) throw new Error(job.jobresult.errortext)
  return job.jobresult as T
}
