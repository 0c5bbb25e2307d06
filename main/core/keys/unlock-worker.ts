import { Worker } from 'node:worker_threads'
import { type BcryptInput, bcryptSource } from './bcrypt-pbkdf.js'
import { openingCancelled } from './cancelled.js'

/**
 * bcrypt_pbkdf as OpenSSH uses it, about 10 ms a round, on a thread of its own. Answers a fresh buffer that the caller
 * wipes. Throws `cancelled` when aborted.
 */
export function bcryptPbkdf(input: BcryptInput, signal?: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(openingCancelled())
      return
    }
    const worker = new Worker(WORK, { eval: true, workerData: input, env: {}, execArgv: [] })
    const stop = () => {
      reject(openingCancelled())
      void worker.terminate()
    }
    signal?.addEventListener('abort', stop, { once: true })
    worker.once('message', (result: Uint8Array) => resolve(Buffer.from(result.buffer)))
    worker.once('error', reject)
    worker.once('exit', () => {
      signal?.removeEventListener('abort', stop)
      reject(new Error('The worker ended without a result')) // has no effect after a result
    })
  })
}

// Source text rather than a file: it runs the same from TypeScript, from a bundle and from an asar archive.
const WORK = `
  const { createHash } = require('node:crypto')
  const { parentPort, workerData: input } = require('node:worker_threads')
  ${bcryptSource()}
  const result = deriveBcrypt(input, (data) => createHash('sha512').update(data).digest())
  input.passphrase.fill(0)
  parentPort.postMessage(result, [result.buffer])`
