import { describe, expect, it } from 'vitest'
import { testClock, testLog } from '../../../../test/helpers/memory-profile.js'
import { sendHttp } from '../http.js'
import { openstack } from './adapter.js'
import { parseIdentity } from './identity.js'
import { readSettings } from './settings.js'

const tools = { clock: testClock(), log: testLog(), send: sendHttp }
const byPassword = { identity: 'https://cloud.example:5000/v3', user: 'ada', password: 'pw', project: 'shop' }
const id = 'a'.repeat(32)

describe('the identity endpoint', () => {
  it.each([
    ['https://cloud.example:5000/v3', 'https://cloud.example:5000/v3'],
    [' https://infra.mail.ru:35357/v3/ ', 'https://infra.mail.ru:35357/v3'],
    ['cloud.example:5000', 'https://cloud.example:5000/v3'],
    ['https://cloud.example/identity', 'https://cloud.example/identity/v3'],
    ['https://cloud.example:5000/v2.0/', 'https://cloud.example:5000/v3'],
    ['https://cloud.example:5000/v3/auth/tokens', 'https://cloud.example:5000/v3'],
    ['http://10.0.0.1/identity/v3', 'http://10.0.0.1/identity/v3'],
    ['HTTPS://C.example/V3/', 'https://c.example/v3'],
    ['"https://cloud.example/v3"', 'https://cloud.example/v3'],
    ["'cloud.example:5000'", 'https://cloud.example:5000/v3'],
    ['http://[fd00::1]:5000', 'http://[fd00::1]:5000/v3'],
    ['https://wölke.example', 'https://xn--wlke-5qa.example/v3'],
  ])('%s is %s', (typed, url) => {
    expect(parseIdentity(typed).href).toBe(url)
  })

  it.each([
    '',
    ' ',
    'ftp://cloud.example',
    'https://me:pw@cloud.example',
    'not a host',
    'https:/c/v3',
    'https//c',
    'https:c',
    'https;//c',
    'https://https://c',
  ])('"%s" is refused', (typed) => {
    expect(() => parseIdentity(typed)).toThrow(expect.objectContaining({ code: 'input-invalid' }))
  })
})

describe('the form', () => {
  it('takes users and projects by name in their domains, or by id', () => {
    expect(readSettings(byPassword).credentials).toMatchObject({
      user: { name: 'ada', domain: { name: 'Default' } },
      project: { name: 'shop', domain: { name: 'Default' } },
    })
    expect(readSettings({ ...byPassword, user: id, project: id }).credentials).toMatchObject({
      user: { id },
      project: { id },
    })
  })

  it('takes the domain of the user for the project too, unless told', () => {
    const users = { ...byPassword, userDomain: 'users' }
    expect(readSettings(users).credentials).toMatchObject({ project: { domain: { name: 'users' } } })
    expect(readSettings({ ...users, projectDomain: 'default' }).credentials).toMatchObject({
      project: { domain: { id: 'default' } },
    })
  })

  it('takes several regions', () => {
    expect(readSettings({ ...byPassword, regions: ' GRA11, SBG5,,GRA11 ' }).regions).toEqual([
      'GRA11',
      'SBG5',
    ])
  })

  it.each([
    [{ user: '' }, 'The field "User" is empty.'],
    [{ password: ' ' }, 'The field "Password" is empty.'],
    [{ project: '' }, 'The field "Project" is empty.'],
    [{ password: 'two\nlines' }, 'The field "Password" holds more than one line.'],
    [{ authentication: 'application-credential' }, 'The field "Application credential id" is empty.'],
    [{ authentication: 'application-credential-name' }, 'The field "Application credential name" is empty.'],
    [{ authentication: 'kerberos' }, '"kerberos" is no way to sign in that Latchkey knows.'],
  ])('%j is refused', (wrong, message) => {
    expect(() => openstack.connect({ ...byPassword, ...wrong }, tools)).toThrow(
      expect.objectContaining({ code: 'input-invalid', message }),
    )
  })

  it('knows the products that are built on OpenStack', () => {
    const of = (wanted: string) => openstack.presets.find(({ id }) => id === wanted)?.values
    expect(openstack.presets[0]?.id).toBe('openstack')
    expect(of('vk-cloud')).toMatchObject({ userDomain: 'users', regions: 'RegionOne' })
    for (const { values } of openstack.presets.slice(1))
      expect(parseIdentity(values.identity ?? '').protocol).toBe('https:')
  })

  it('keeps password and secret out of what is stored in clear', () => {
    expect(openstack.fields.filter(({ secret }) => secret).map(({ name }) => name)).toEqual([
      'password',
      'credentialSecret',
    ])
  })
})

describe('the way back where no key opens a server', () => {
  const recoveryAt = (identity: string) => openstack.connect({ ...byPassword, identity }, tools).recovery

  it("knows VK Cloud's password button, and that its console takes no pasted text", () => {
    const recovery = recoveryAt('https://infra.mail.ru:35357/v3/')
    expect(recovery?.newPassword).toContain('Set password')
    expect(recovery?.noPasting).toContain('wget')
  })

  it('promises neither of other clouds, whatever they are called', () => {
    for (const identity of ['https://cloud.example:5000/v3', 'https://infra.mail.ru.example/v3'])
      expect(recoveryAt(identity)).toMatchObject({ consolePlace: expect.not.stringContaining('VK') })
    expect(recoveryAt('https://cloud.example:5000/v3')?.noPasting).toBeUndefined()
  })
})
