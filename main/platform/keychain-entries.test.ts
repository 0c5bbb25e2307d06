import { describe, expect, it, vi } from 'vitest'
import { LatchkeyError } from '../core/lib/error.js'
import { keychainEntries } from './keychain-entries.js'

/** What the native package is asked and answers. The real one is in test/integration/keychain.test.ts. */
const native = vi.hoisted(() => ({
  answer: async (): Promise<number[] | null> => null,
  given: [] as Uint8Array[],
  written: Promise.resolve() as Promise<unknown>,
}))

vi.mock('@napi-rs/keyring', () => ({
  AsyncEntry: class {
    getSecret() {
      return native.answer()
    }
    async setSecret(bytes: Uint8Array) {
      native.given.push(bytes)
      await native.written
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

  it('are told of when they are late; waited for no longer they give way to the next, twice', async () => {
    const answers: ((numbers: number[]) => void)[] = []
    native.answer = () => new Promise((resolve) => answers.push(resolve))
    const entries = keychainEntries()
    const told: boolean[] = []
    entries.waits.onChange(() => told.push(entries.waits.areLate()))
    const enough = new LatchkeyError('cancelled', 'Enough.')
    const refusals: Promise<unknown>[] = []
    const read = () => void refusals.push(expect(entries.get('key/1')).rejects.toBe(enough))
    for (const more of [1, 2]) {
      // What comes right after a stop is meant by it too.
      await expect
        .poll(() => {
          read()
          return answers.length
        })
        .toBe(more)
      read()
      await expect.poll(() => entries.waits.areLate(), { timeout: 5_000 }).toBe(true)
      entries.waits.stop(enough)
      await Promise.all(refusals)
      expect(answers).toHaveLength(more)
    }
    await expect.poll(() => entries.get('key/1').catch(({ message }) => message)).toMatch(/several times/)
    for (const answer of answers) answer(secret())
    native.answer = async () => secret()
    await expect.poll(() => entries.get('key/1').catch(() => null)).toEqual(Uint8Array.from(secret()))
    expect(told).toEqual([true, false, true, false])
  })

  it('that are late go on by themselves when the answer comes', async () => {
    let answer: (numbers: number[]) => void = () => undefined
    native.answer = () =>
      new Promise((resolve) => {
        answer = resolve
      })
    const entries = keychainEntries()
    const read = entries.get('key/1')
    await expect.poll(() => entries.waits.areLate(), { timeout: 5_000 }).toBe(true)
    answer(secret())
    expect(await read).toEqual(Uint8Array.from(secret()))
    expect(entries.waits.areLate()).toBe(false)
  })

  it('that write are waited for by the next ones, also when nobody waits for them any more', async () => {
    let written: () => void = () => undefined
    native.written = new Promise((resolve) => {
      written = () => resolve(undefined)
    })
    const entries = keychainEntries(50)
    await expect(entries.set('key/1', Uint8Array.of(1))).rejects.toMatchObject({ code: 'keychain-locked' })
    native.answer = async () => secret()
    await expect(entries.get('key/1')).rejects.toMatchObject({ code: 'keychain-locked' })
    written()
    await expect.poll(() => entries.get('key/1').catch(() => null)).toEqual(Uint8Array.from(secret()))
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
