import { expect, it } from 'vitest'
import { howLong, newKeyName, specFor } from './recovery-words.js'

it('names a new key pair after the instance, as no other is named', () => {
  expect(newKeyName('web-1', [{ name: 'deploy' }])).toBe('web-1 recovery')
  expect(newKeyName('web-1', [{ name: 'Web-1 Recovery' }, { name: 'web-1 recovery 2' }])).toBe(
    'web-1 recovery 3',
  )
})

it('makes what the cloud takes', () => {
  expect(specFor({ keyType: 'rsa' })).toEqual({ type: 'rsa', bits: 3072 })
  expect(specFor({ keyType: 'ed25519' })).toEqual({ type: 'ed25519' })
})

it("says how long a console's address lets in", () => {
  expect(howLong({ validS: 15, once: true })).toContain('whoever has it, once, for 15 seconds')
  expect(howLong({ validS: 600, once: false })).toContain('whoever has it, for 10 minutes')
})
