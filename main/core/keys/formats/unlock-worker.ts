import { Worker } from 'node:worker_threads'
import { type BcryptInput, bcryptSource } from './bcrypt-pbkdf.js'
import { scheduleModule } from './bcrypt-pbkdf-schedule.js'
import { openingCancelled } from './cancelled.js'

/** Where several keys are opened, the next one is not long in coming. */
const KEPT_MS = 30_000

/** One that has no work: to start another and to compile for it takes a quarter as long as the work itself. */
let idle: Worker | null = null

/**
 * bcrypt_pbkdf as OpenSSH uses it, about 5 ms a round, on a thread of its own. Answers a fresh buffer that the caller
 * wipes. Throws `cancelled` when aborted.
 */
export function bcryptPbkdf(input: BcryptInput, signal?: AbortSignal): Promise<Buffer> {
  if (signal?.aborted) return Promise.reject(openingCancelled())
  const worker = idle ?? new Worker(WORK, { eval: true, env: {}, execArgv: [], workerData: scheduleModule() })
  idle = null
  worker.ref()
  return new Promise<Buffer>((resolve, reject) => {
    const stop = () => {
      void worker.terminate()
      reject(openingCancelled())
    }
    signal?.addEventListener('abort', stop, { once: true })
    worker.once('message', (material: Uint8Array) => {
      signal?.removeEventListener('abort', stop)
      keep(worker)
      resolve(Buffer.from(material.buffer))
    })
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('The worker ended without a result')))
    worker.postMessage(input)
  })
}

function keep(worker: Worker): void {
  // Not all at once: Node counts on listeners of its own.
  for (const event of ['error', 'exit']) worker.removeAllListeners(event)
  if (idle !== null) {
    void worker.terminate()
    return
  }
  idle = worker
  worker.once('exit', () => {
    if (idle === worker) idle = null
  })
  worker.unref()
  setTimeout(() => {
    if (idle !== worker) return
    idle = null
    void worker.terminate()
  }, KEPT_MS).unref()
}

// Source text rather than a file: it runs the same from TypeScript, from a bundle and from an asar archive.
const WORK = `
  const { createHash } = require('node:crypto')
  const { parentPort, workerData } = require('node:worker_threads')
  ${bcryptSource()}
  const start = piWords()
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(workerData))
  const schedule = { words: new Int32Array(exports.memory.buffer), expand: exports.expand }
  const sha512 = (data) => createHash('sha512').update(data).digest()
  parentPort.on('message', (input) => {
    const material = deriveBcrypt(input, schedule, start, sha512)
    input.passphrase.fill(0)
    parentPort.postMessage(material, [material.buffer])
  })`
