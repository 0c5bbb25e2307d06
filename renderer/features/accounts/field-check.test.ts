import { describe, expect, it } from 'vitest'
import type { AccountField } from '../../../contract/accounts.js'
import { checkField, checkFields } from './field-check.js'

const endpoint: AccountField = {
  name: 'endpoint',
  label: 'API endpoint',
  help: '',
  example: 'https://cloud.example.org/client/api',
  secret: false,
  required: true,
}
const secretKey: AccountField = {
  ...endpoint,
  name: 'secretKey',
  label: 'Secret key',
  example: 'abc',
  secret: true,
}

describe('checkField', () => {
  it('names a field that is needed and empty', () => {
    expect(checkField(endpoint, '  ')).toBe('API endpoint is needed.')
  })

  it('says nothing of an empty field that is not needed', () => {
    expect(checkField({ ...endpoint, required: false }, '')).toBeUndefined()
  })

  it.each(['cloud example org', 'ftp://cloud.example.org', 'https://'])(
    'refuses %s as an address',
    (value) => {
      expect(checkField(endpoint, value)).toContain('https://cloud.example.org/client/api')
    },
  )

  it('takes an address without its scheme, as the adapters do', () => {
    expect(checkField(endpoint, 'cloud.example.org:8080/client/api')).toBeUndefined()
  })

  it('takes an address, also with blanks around it', () => {
    expect(checkField(endpoint, ' http://127.0.0.1:8080/client/api ')).toBeUndefined()
  })

  it('needs no secret that the vault holds', () => {
    expect(checkField(secretKey, '', { keepsSecrets: true })).toBeUndefined()
    expect(checkField(endpoint, '', { keepsSecrets: true })).toBe('API endpoint is needed.')
  })

  it('has the first choice where nothing was chosen', () => {
    const choices = [{ value: 'password', label: 'Password' }]
    expect(checkField({ ...endpoint, choices }, '')).toBeUndefined()
  })

  it('never judges the form of a secret', () => {
    expect(checkField({ ...secretKey, example: 'https://secret' }, 'anything')).toBeUndefined()
  })
})

it('checkFields names every wrong field', () => {
  expect(Object.keys(checkFields([endpoint, secretKey], { endpoint: 'x y' }))).toEqual([
    'endpoint',
    'secretKey',
  ])
})
