import { createHash } from 'node:crypto'
import { expect, it, vi } from 'vitest'
import { string } from '../../main/core/keys/ssh-wire.js'
import type { KeyRecord } from '../../main/core/profile.js'
import { startApp } from '../helpers/memory-app.js'
import { plainNotes } from '../helpers/plain-notes.js'

const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60 * 1000).toISOString()

function record(n: number): KeyRecord {
  const point = createHash('sha256').update(`key ${n}`).digest()
  const blob = Buffer.concat([string('ssh-ed25519'), string(point)]).toString('base64')
  const known = { id: `k${n}`, name: `key ${n}`, type: 'ed25519' as const, bits: 256, blob }
  return {
    ...plainNotes,
    ...known,
    phase: 'stored',
    comment: 'me',
    origin: 'generated',
    createdAt: daysAgo(90),
  }
}

it('a start with 1,000 key pairs reads no private key', async () => {
  const { app, read } = await startApp(Array.from({ length: 1000 }, (_, n) => record(n)))
  expect(await app.keys.list(undefined, {})).toHaveLength(1000)
  expect(await app.keys.usage({ id: 'k7' }, {})).toEqual({ bindings: [], declared: [], sessions: 0 })
  expect(read.filter((name) => name.startsWith('key/'))).toEqual([])
})

it('an opening of the vault empties the bin of what has been in it for its days', async () => {
  const over = { ...record(1), binnedAt: daysAgo(40), dueSince: daysAgo(1) }
  const { app, names } = await startApp([over, { ...record(2), binnedAt: daysAgo(20) }, record(3)])
  await vi.waitFor(() => expect(names()).toEqual(['key/k2', 'key/k3']))
  const left = await app.keys.list(undefined, {})
  expect(left.map(({ name, state }) => [name, state])).toEqual([
    ['key 2', 'bin'],
    ['key 3', 'active'],
  ])
})
