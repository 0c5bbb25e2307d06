import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sealedFile } from '../main/platform/sealed-file.js'
import { type Bench, median } from './row.js'

const ROUNDS = 15
const KEYS = 100
/** Milliseconds from the password to an open vault. */
const AIM_MS = 1000

const password = Buffer.from('correct horse battery')

/** From the password to the first key of an open vault: a sealed file with 100 keys, at the parameters of new vaults. */
export const vaultUnlock: Bench = {
  name: 'vault.unlock',
  needs: [],
  async run() {
    const dir = await mkdtemp(join(tmpdir(), 'latchkey-bench-'))
    try {
      await fill(dir)
      const times: number[] = []
      for (let round = 0; round < ROUNDS; round++) times.push(await unlock(dir))
      const ours = median(times)
      return [
        { name: 'vault.unlock', unit: 'ms', ours, peer: null, ratio: null, aim: AIM_MS, met: ours <= AIM_MS },
      ]
    } finally {
      await rm(dir, { recursive: true, force: true })
    }
  },
}

async function fill(dir: string): Promise<void> {
  const store = await sealedFile(dir).create(password)
  for (let i = 0; i < KEYS; i++) await store.set(`key/${i}`, randomBytes(i % 2 === 0 ? 48 : 2374))
  await store.close()
}

async function unlock(dir: string): Promise<number> {
  const start = performance.now()
  const store = await sealedFile(dir).open(password)
  if ((await store.get('key/0')) === null) throw new Error('The vault has lost a key.')
  const took = performance.now() - start
  await store.close()
  return took
}
