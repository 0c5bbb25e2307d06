import { describe, expect, it } from 'vitest'
import { inEnglish } from '../../../../contract/words/said.js'
import { testClock, testLog } from '../../../../test/helpers/memory-profile.js'
import { sendHttp } from '../http.js'
import { cloudstack } from './adapter.js'
import { parseEndpoint } from './endpoint.js'

const tools = { clock: testClock(), log: testLog(), send: sendHttp }
const values = { endpoint: 'https://cloud.example/client/api', apiKey: 'key', secretKey: 'secret' }

describe('parseEndpoint', () => {
  it.each([
    ['https://cloud.example/client/api', 'https://cloud.example/client/api'],
    ['  https://cloud.example/client/api/ ', 'https://cloud.example/client/api'],
    ['https://cloud.example/client/api?command=listZones#x', 'https://cloud.example/client/api'],
    ['https://cloud.example', 'https://cloud.example/client/api'],
    ['https://cloud.example/client/', 'https://cloud.example/client/api'],
    ['cloud.example', 'https://cloud.example/client/api'],
    ['"https://cloud.example"', 'https://cloud.example/client/api'],
    ['cloud.example:8443', 'https://cloud.example:8443/client/api'],
    ['http://10.0.0.1:8080/client/api', 'http://10.0.0.1:8080/client/api'],
    ['https://api.example/v1/compute', 'https://api.example/v1/compute'],
  ])('%s is %s', (typed, url) => {
    expect(parseEndpoint(typed).href).toBe(url)
  })

  it.each([
    '',
    '   ',
    'https://',
    'ftp://cloud.example',
    'file:///etc/passwd',
    'https://me:pw@cloud.example',
    'not a host',
    'https:/cloud.example',
    'https//cloud.example',
  ])('"%s" is refused', (typed) => {
    expect(() => parseEndpoint(typed)).toThrow(expect.objectContaining({ code: 'input-invalid' }))
  })
})

describe('the form', () => {
  it('is taken when it can be right', () => {
    expect(cloudstack.connect(values, tools).binding?.needsStopped).toBe(true)
  })

  it.each([
    [{ apiKey: '' }, 'The API key is empty.'],
    [{ secretKey: ' ' }, 'The secret key is empty.'],
    [{ apiKey: 'two words' }, 'The API key holds blanks or other characters that no key has.'],
    [{ secretKey: 'key' }, 'API key and secret key are the same.'],
  ])('%j is refused', (wrong, message) => {
    expect(() => cloudstack.connect({ ...values, ...wrong }, tools)).toThrow(
      expect.objectContaining({ code: 'input-invalid', message }),
    )
  })

  it('keeps both keys out of what is stored in clear', () => {
    expect(cloudstack.fields.filter(({ secret }) => secret).map(({ name }) => name)).toEqual([
      'apiKey',
      'secretKey',
    ])
  })

  it('explains every field', () => {
    for (const { label, help, example } of cloudstack.fields)
      expect([label, help, example].every((text) => inEnglish(text).length > 5)).toBe(true)
  })
})
