import { describe, expect, it, vi } from 'vitest'
import { keychainEntries } from './keychain-entries.js'

/** What the native package is asked and answers. The real one is in test/integration/keychain.test.ts. */
const native = vi.hoisted(() => ({
  answer: async (): Promise<number[] | null> => null,
  given: [] as Uint8Array[],
}))

vi.mock('@napi-rs/keyring', () => ({
  AsyncEntry: class {
    getSecret() {
      return native.answer()
    }
    async setSecret(bytes: Uint8Array) {
      native.given.push(bytes)
    }
  },
}))

const secret = () => Array.from({ length: 48 }, (_, i) => i + 1)

describe('the native calls', () => {
  it('leave no copy of a secret that is read or written', async () => {
    const numbers = secret()
    native.answer = async () => numbers
    const entries = keychainEntries()
    const bytes = await entries.get('key/1')
    expect([...(bytes ?? [])]).toEqual(secret())
    expect(numbers).toEqual(Array(48).fill(0))

    await entries.set('key/1', Uint8Array.from(secret()))
    expect(native.given).toEqual([new Uint8Array(48)])
  })

  it('wipe a secret that comes after nobody waits for it any more', async () => {
    const numbers = secret()
    let come: (late: number[]) => void = () => undefined
    native.answer = () =>
      new Promise((resolve) => {
        come = resolve
      })
    const entries = keychainEntries(10)
    await expect(entries.get('key/1')).rejects.toMatchObject({ code: 'keychain-locked' })
    come(numbers)
    await expect.poll(() => numbers.every((number) => number === 0)).toBe(true)
  })
})
