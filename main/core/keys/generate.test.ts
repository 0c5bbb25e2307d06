import { describe, expect, it } from 'vitest'
import { keysLab } from '../../../test/helpers/keys-lab.js'

// The search for RSA's primes is luck, and slow where others use the processors too.
describe('making a key pair', { timeout: 60_000 }, () => {
  it('can be cancelled at once, and then nothing is stored, not even later', async () => {
    const { keys, secrets, profile } = keysLab()
    const controller = new AbortController()
    const making = keys.generate(
      { name: 'slow', spec: { type: 'rsa', bits: 2048 } },
      { signal: controller.signal },
    )
    controller.abort()
    await expect(making).rejects.toMatchObject({ code: 'cancelled' })
    // It runs to its end all the same, and the next of RSA waits for that.
    const next = await keys.generate({ name: 'slow', spec: { type: 'rsa', bits: 2048 } }, {})
    expect(await keys.list(undefined, {})).toEqual([next])
    expect(secrets.held()).toEqual([`key/${next.id}`])
    expect(profile.read().keys).toHaveLength(1)
  })

  it('that is cancelled before it begins is not begun', async () => {
    const { keys, secrets } = keysLab()
    const signal = AbortSignal.abort()
    await expect(keys.generate({ name: 'x', spec: { type: 'ed25519' } }, { signal })).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect(secrets.held()).toEqual([])
  })

  it('of RSA leaves the main thread free', async () => {
    const { keys } = keysLab()
    let turns = 0
    const timer = setInterval(() => turns++, 5)
    const started = performance.now()
    await keys.generate({ name: 'large', spec: { type: 'rsa', bits: 3072 } }, {})
    clearInterval(timer)
    const expected = (performance.now() - started) / 5
    expect(turns).toBeGreaterThan(expected / 4)
  })

  it('stores nothing when the vault is locked meanwhile', async () => {
    const { keys, vault } = keysLab()
    const making = keys.generate({ name: 'late', spec: { type: 'rsa', bits: 2048 } }, {})
    vault.lock()
    await expect(making).rejects.toMatchObject({ code: 'vault-locked' })
    expect(await keys.list(undefined, {})).toEqual([])
  })

  it('keeps the notes, and takes the name as comment unless another is given', async () => {
    const { keys } = keysLab()
    const spec = { type: 'ecdsa', bits: 384 } as const
    const notes = { description: 'for the web', tags: ['b', 'a', 'b'], expiresOn: '2027-02-28' }
    expect(await keys.generate({ name: 'web', spec, notes }, {})).toMatchObject({
      ...notes,
      tags: ['b', 'a'],
      comment: 'web',
      type: 'ecdsa',
      bits: 384,
    })
    expect(await keys.generate({ name: 'db', spec, notes: { comment: 'ops' } }, {})).toMatchObject({
      comment: 'ops',
    })
    expect(await keys.generate({ name: 'ci', spec, notes: { comment: '' } }, {})).toMatchObject({
      comment: '',
    })
  })
})
