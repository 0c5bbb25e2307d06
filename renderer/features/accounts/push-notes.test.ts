import { describe, expect, it } from 'vitest'
import { pushNotes, wantsRsa } from './push-notes.js'

const account = { id: 'a', name: 'Tokyo', kind: 'tencent' as const }
const rsaOnly = {
  kind: 'tencent' as const,
  keyTypes: { accepts: ['rsa' as const], note: 'It takes RSA only.' },
}
const notes = (type: 'rsa' | 'ed25519', there: string | null, chosen = false) =>
  pushNotes({
    keyPair: { type },
    accounts: [account],
    kinds: [rsaOnly],
    names: [{ accountId: 'a', name: there }],
    wanted: 'web-1',
    chosen,
  })

describe('before a push', () => {
  it('nothing is said where the cloud takes key and name as they are, or nobody can tell', () => {
    expect(notes('rsa', 'web-1')).toEqual([])
    expect(notes('rsa', null)).toEqual([])
  })

  it('the name there is said where it is another', () => {
    expect(notes('rsa', 'web_1')).toMatchObject([
      { text: 'Tokyo: it is called web_1 there.', refused: false },
    ])
  })

  it('a name that the user chose and the cloud can not use is said to fail', () => {
    expect(notes('rsa', 'web_1', true)).toMatchObject([
      { text: 'Tokyo can not use this name; web_1 would do.', refused: true },
    ])
  })

  it('a type that the cloud refuses is said first, with the way to one that it takes', () => {
    expect(notes('ed25519', 'web_1')).toMatchObject([{ text: 'Tokyo: It takes RSA only.', refused: true }])
    const facts = { accounts: [account], kinds: [rsaOnly] }
    expect(wantsRsa({ ...facts, keyPair: { type: 'ed25519' } })).toBe(true)
    expect(wantsRsa({ ...facts, keyPair: { type: 'rsa' } })).toBe(false)
  })
})
