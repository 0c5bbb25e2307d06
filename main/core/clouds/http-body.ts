import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Dispatcher } from 'undici'
import { ownTurn } from '../lib/own-turn.js'
import { CloudError } from './cloud-error.js'

/** Takes more than a millisecond to be read as JSON. */
const LARGE_BYTES = 50_000

const BEGINNING_BYTES = 200

const unzip = promisify(gunzip)

/**
 * The text (UTF-8) of an answer, unpacked where it comes as gzip. Throws `cloud-unexpected-answer` where it is longer than
 * `maxBytes`, packed or not, and Node's own errors where it breaks off.
 */
export async function readText(
  url: URL,
  { headers, body }: Pick<Dispatcher.ResponseData, 'headers' | 'body'>,
  maxBytes: number,
  onBeginning?: (text: string) => void,
): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > maxBytes) throw tooLong(url, maxBytes)
    chunks.push(chunk)
  }
  const sent = Buffer.concat(chunks)
  const isPacked = size > 0 && /^(x-)?gzip$/i.test(String(headers['content-encoding'] ?? ''))
  const bytes = isPacked ? await unpacked(url, sent, maxBytes) : sent
  onBeginning?.(bytes.toString('utf8', 0, BEGINNING_BYTES))
  if (bytes.byteLength > LARGE_BYTES) await ownTurn()
  return new TextDecoder().decode(bytes)
}

/** A few bytes may become gigabytes: only so many of them are made. */
async function unpacked(url: URL, bytes: Buffer, maxBytes: number): Promise<Buffer> {
  try {
    return await unzip(bytes, { maxOutputLength: maxBytes })
  } catch (error) {
    throw error instanceof RangeError ? tooLong(url, maxBytes) : error
  }
}

function tooLong(url: URL, maxBytes: number): CloudError {
  const message = `${url.host} sent an answer of more than ${Math.round(maxBytes / 1024 / 1024)} MiB.`
  return new CloudError('cloud-unexpected-answer', message, {
    advice: 'Check that the endpoint is the address of the API.',
  })
}
