import { describe, expect, it } from 'vitest'
import { testClock, testLog } from '../../../../test/helpers/memory-profile.js'
import { sendHttp } from '../http.js'
import { tencent } from './adapter.js'
import { readCredentials, readRegions } from './form.js'
import { readSite } from './sites.js'

const values = { secretId: 'AKIDexample', secretKey: 'secret' }
const invalid = (message: string | RegExp) =>
  expect.objectContaining({ code: 'input-invalid', message: expect.stringMatching(message) })

describe('the site', () => {
  it.each([
    [{ site: 'china' }, 'cvm', 'ap-guangzhou', 'https://cvm.tencentcloudapi.com/'],
    [{}, 'sts', null, 'https://sts.tencentcloudapi.com/'],
    [{ site: 'international' }, 'region', null, 'https://region.intl.tencentcloudapi.com/'],
    [{ site: 'china' }, 'cvm', 'ap-shanghai-fsi', 'https://cvm.ap-shanghai-fsi.tencentcloudapi.com/'],
    [{ site: 'china', endpoint: 'https://evil.example' }, 'cvm', null, 'https://cvm.tencentcloudapi.com/'],
    [
      { site: 'own', endpoint: ' {service}.api3.example.com/x?y ' },
      'cvm',
      'ap-shanghai-fsi',
      'https://cvm.api3.example.com/',
    ],
    [{ site: 'own', endpoint: '"https://{service}.example.com"' }, 'cvm', null, 'https://cvm.example.com/'],
    [{ site: 'own', endpoint: 'http://127.0.0.1:8080' }, 'sts', null, 'http://127.0.0.1:8080/'],
  ])('of %j has %s in region %s at %s', (form, service, region, url) => {
    expect(readSite(form)(service, region).href).toBe(url)
  })

  it.each([
    { site: 'moon' },
    { site: 'own' },
    { site: 'own', endpoint: 'ftp://x' },
    { site: 'own', endpoint: 'https://a:b@x' },
    { site: 'own', endpoint: 'not a host' },
    { site: 'own', endpoint: 'https:/{service}.example.com' },
    { site: 'own', endpoint: 'https//{service}.example.com' },
  ])('of %j is refused', (form) => {
    expect(() => readSite(form)).toThrow(invalid(/./))
  })
})

describe('credentials', () => {
  it('may come with a token', () => {
    expect(readCredentials({ ...values, token: ' t ' })).toEqual({ ...values, token: 't' })
    expect(readCredentials(values).token).toBeNull()
  })

  it.each([
    [{ secretId: '' }, 'The secret ID is empty.'],
    [{ secretKey: '  ' }, 'The secret key is empty.'],
    [{ secretKey: 'two words' }, 'The secret key holds blanks'],
    [{ token: 'two\nlines' }, 'The session token holds blanks'],
    [{ secretKey: 'AKIDexample' }, 'are the same'],
  ])('are refused where %j', (wrong, message) => {
    expect(() => readCredentials({ ...values, ...wrong })).toThrow(invalid(message))
  })

  it('are what the form keeps secret', () => {
    expect(tencent.fields.filter(({ secret }) => secret).map(({ name }) => name)).toEqual([
      'secretId',
      'secretKey',
      'token',
    ])
  })
})

describe('regions', () => {
  it.each([
    ['', []],
    [' ap-guangzhou,na-ashburn ', ['ap-guangzhou', 'na-ashburn']],
    ['ap-guangzhou; ap-guangzhou\neu-frankfurt', ['ap-guangzhou', 'eu-frankfurt']],
  ])('of %j are %j', (regions, names) => {
    expect(readRegions({ regions })).toEqual(names)
  })

  it.each(['Guangzhou', 'ap_guangzhou', 'ap-guangzhou/x', 'evil.example/-fsi'])(
    'has none named %s',
    (regions) => {
      expect(() => readRegions({ regions })).toThrow(invalid('is not the name of a region'))
    },
  )
})

it('makes no call when it is connected', () => {
  const tools = { clock: testClock(), log: testLog(), send: sendHttp }
  expect(tencent.connect(values, tools).binding?.needsStopped).toBe(true)
})
