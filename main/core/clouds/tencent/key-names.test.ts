import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyName } from './key-names.js'

describe('keyName', () => {
  it.each(['deploy', 'web_1', 'A', 'x'.repeat(25), '_'])('leaves %s as it is', (name) => {
    expect(keyName(name)).toBe(name)
  })

  it.each([
    ['deploy key', 'deploy_key'],
    ['ada@laptop', 'ada_laptop'],
    [' web-1.prod ', 'web_1_prod'],
  ])('makes %j %s', (wanted, name) => {
    expect(keyName(wanted)).toBe(name)
  })

  it('keeps names apart that it has to cut, or whose letters it has to leave out', () => {
    const long = 'a-very-long-name-of-a-key-pair'
    const names = ['生产', '测试', 'ключ', 'Jürgen', 'Jurgen', `${long}-1`, `${long}-2`].map(keyName)
    expect(new Set(names).size).toBe(names.length)
    expect(keyName('生产')).toMatch(/^key_[0-9a-f]{6}$/)
    expect(keyName('Jürgen')).toMatch(/^Jurgen_[0-9a-f]{6}$/)
    expect(keyName(long)).toMatch(/^a_very_long_name_o?_?[0-9a-f]{6}$/)
  })

  it('is one that Tencent Cloud takes, whatever is wanted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (wanted) => {
        const name = keyName(wanted)
        expect(name).toMatch(/^[A-Za-z0-9_]{1,25}$/)
        expect(keyName(name)).toBe(name)
      }),
    )
  })
})
