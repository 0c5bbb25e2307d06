import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { keysLab } from '../../../test/helpers/keys-lab.js'
import { plainNotes } from '../../../test/helpers/plain-notes.js'
import type { KeyRecord } from '../profile.js'
import { string } from './ssh-wire.js'

const COUNT = 1000

function record(n: number): KeyRecord {
  const point = createHash('sha256').update(`key ${n}`).digest()
  const blob = Buffer.concat([string('ssh-ed25519'), string(point)]).toString('base64')
  const known = { id: `k${n}`, name: `key ${n}`, type: 'ed25519' as const, bits: 256, blob }
  const createdAt = '2026-01-01T00:00:00.000Z'
  return { ...plainNotes, ...known, phase: 'stored', comment: 'me', origin: 'generated', createdAt }
}

describe(`${COUNT} key pairs`, () => {
  const lab = keysLab({ content: { keys: Array.from({ length: COUNT }, (_, n) => record(n)) } })
  const read: string[] = []
  const { get } = lab.secrets
  lab.secrets.get = (name) => {
    read.push(name)
    return get(name)
  }

  it('are listed quickly, and no secret is read for it', async () => {
    let best = Number.POSITIVE_INFINITY
    for (let n = 0; n < 5; n++) {
      const started = performance.now()
      expect(await lab.keys.list(undefined, {})).toHaveLength(COUNT)
      best = Math.min(best, performance.now() - started)
    }
    // About 10 ms on a quiet machine.
    expect(best).toBeLessThan(200)
    expect(read).toEqual([])
  })

  it('are renamed, moved and looked through in the bin without a look at a secret', async () => {
    await lab.keys.update({ id: 'k500', name: 'renamed' }, {})
    await lab.keys.setState({ id: 'k501', state: 'bin' }, {})
    await lab.keys.purgeBin()
    expect(read).toEqual([])
  })

  it('are opened one by one only', async () => {
    const { id } = await lab.keys.generate({ name: 'new', spec: { type: 'ed25519' } }, {})
    await lab.keys.openSigner(id)
    expect(read).toEqual([`key/${id}`])
  })
})
