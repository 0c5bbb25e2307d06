import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { LatchkeyError } from '../lib/error.js'

export interface BcryptInput {
  passphrase: Uint8Array
  salt: Uint8Array
  rounds: number
  /** Bytes of key material wanted. */
  length: number
}

/**
 * bcrypt_pbkdf as OpenSSH uses it, about 25 ms a round, on a thread of its own. Answers a fresh buffer that the caller
 * wipes. Throws `cancelled` when aborted.
 */
export async function bcryptPbkdf(input: BcryptInput, signal?: AbortSignal): Promise<Buffer> {
  const module = createRequire(import.meta.url).resolve('bcrypt-pbkdf')
  return runApart(BCRYPT, { ...input, module }, signal)
}

/**
 * Opens an encrypted PEM with OpenSSL on a thread of its own. Answers PKCS#8 DER, which the caller wipes.
 * Throws OpenSSL's error, or `cancelled` when aborted.
 */
export function decryptPem(pem: string, passphrase: Uint8Array, signal?: AbortSignal): Promise<Buffer> {
  return runApart(OPENSSL, { pem, passphrase }, signal)
}

// Source text rather than files: it runs the same from TypeScript, from a bundle and from an asar archive.
const BCRYPT = `
  const { pbkdf } = require(input.module)
  const result = new Uint8Array(input.length)
  const { passphrase, salt } = input
  if (pbkdf(passphrase, passphrase.length, salt, salt.length, result, result.length, input.rounds) !== 0)
    throw new Error('bcrypt_pbkdf refused its input')
  return result`
const OPENSSL = `
  const key = require('node:crypto').createPrivateKey({ key: input.pem, passphrase: Buffer.from(input.passphrase) })
  const der = key.export({ type: 'pkcs8', format: 'der' })
  const result = Uint8Array.from(der)
  der.fill(0)
  return result`
const frame = (work: string) => `
  const { parentPort, workerData: input } = require('node:worker_threads')
  const result = (() => {${work}\n})()
  input.passphrase.fill(0)
  parentPort.postMessage(result, [result.buffer])`

function runApart(work: string, input: object, signal?: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const cancelled = () => reject(new LatchkeyError('cancelled', 'Opening the private key was cancelled.'))
    if (signal?.aborted) {
      cancelled()
      return
    }
    const worker = new Worker(frame(work), { eval: true, workerData: input, env: {}, execArgv: [] })
    const stop = () => {
      cancelled()
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
