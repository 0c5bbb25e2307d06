import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../contract/repair.js'
import { countText, repairWord, resultText, titleOf, whyOf } from './repair-words.js'

const base: Finding = {
  ...{ id: 'key/1', kind: 'key-unlisted', entryId: '1', name: null, clouds: [], twin: null, deletedAt: null },
  key: { type: 'rsa', bits: 4096, fingerprint: 'SHA256:x' },
  ...{ problem: null, repairs: [], proposedName: '', typed: 'delete', left: false },
}

describe('a finding in words', () => {
  it('says what is known of a private key without an entry', () => {
    expect(titleOf(base)).toBe('RSA 4096: a private key that is not in the list')
    expect(titleOf({ ...base, name: 'web' })).toBe('web: a private key that is not in the list')
    expect(titleOf({ ...base, twin: { name: 'web', whole: true } })).toContain('second copy')
    expect(repairWord('put-back', { ...base, twin: { name: 'web', whole: false } })).toBe('Give it to web')
    expect(whyOf(base, '3 May')).toContain('deleted on 3 May')
  })

  it('names an account by its cloud where nobody knows its name', () => {
    const clouds = [{ kind: 'cloudstack' as const, label: 'CloudStack' }]
    expect(titleOf({ ...base, kind: 'account-unlisted', clouds })).toContain('CloudStack')
    expect(titleOf({ ...base, kind: 'account-unlisted' })).toContain('Unknown')
  })

  it('counts', () => {
    expect(countText(1)).toContain('1 thing')
    expect(countText(2)).toContain('2 things')
    const four = { whole: 4, of: 4 }
    expect(resultText({ keys: { whole: 340, of: 340 }, accounts: four })).toBe(
      '340 of 340 key pairs and 4 of 4 accounts are whole.',
    )
    expect(resultText({ keys: { whole: 0, of: 1 }, accounts: { whole: 0, of: 0 } })).toBe(
      '0 of 1 key pair and 0 of 0 accounts is whole: the rest is below.',
    )
  })
})
