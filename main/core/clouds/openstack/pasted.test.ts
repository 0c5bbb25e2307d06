import { describe, expect, it } from 'vitest'
import { readPasted } from './pasted.js'

const valuesOf = (text: string) => readPasted(text).values

describe('an openrc file', () => {
  it('of Horizon gives all but the password, which it asks for', () => {
    const file = `#!/usr/bin/env bash
# To use an OpenStack cloud you need to authenticate against the Identity
# service, e.g. export OS_PASSWORD=not-this
export OS_AUTH_URL=https://cloud.example:5000/v3
# With the addition of Keystone we have standardized on the term **project**
export OS_PROJECT_ID=30475958e7f24b2d9bc6b496d5f2daab
export OS_PROJECT_NAME="web shop"
export OS_USER_DOMAIN_NAME="Default"
if [ -z "$OS_USER_DOMAIN_NAME" ]; then unset OS_USER_DOMAIN_NAME; fi
export OS_PROJECT_DOMAIN_ID="default"
if [ -z "$OS_PROJECT_DOMAIN_ID" ]; then unset OS_PROJECT_DOMAIN_ID; fi
unset OS_TENANT_ID
unset OS_TENANT_NAME
export OS_USERNAME="ada"
echo "Please enter your OpenStack Password for project $OS_PROJECT_NAME as user $OS_USERNAME: "
read -sr OS_PASSWORD_INPUT
export OS_PASSWORD=$OS_PASSWORD_INPUT
export OS_REGION_NAME="RegionOne"
if [ -z "$OS_REGION_NAME" ]; then unset OS_REGION_NAME; fi
export OS_INTERFACE=public
export OS_IDENTITY_API_VERSION=3
`
    expect(valuesOf(file)).toEqual({
      identity: 'https://cloud.example:5000/v3',
      authentication: 'password',
      regions: 'RegionOne',
      user: 'ada',
      userDomain: 'Default',
      project: '30475958e7f24b2d9bc6b496d5f2daab',
      projectDomain: 'default',
    })
  })

  it('for an application credential gives its id and secret', () => {
    const file = `export OS_AUTH_TYPE=v3applicationcredential
export OS_AUTH_URL=https://cloud.example:5000
export OS_IDENTITY_API_VERSION=3
export OS_REGION_NAME="RegionOne"
export OS_INTERFACE=public
export OS_APPLICATION_CREDENTIAL_ID=a5c9925108e04ff1a0de7fbbcc3c4713
export OS_APPLICATION_CREDENTIAL_SECRET=b--iCGBO_m9`
    expect(valuesOf(file)).toEqual({
      identity: 'https://cloud.example:5000',
      authentication: 'application-credential',
      regions: 'RegionOne',
      credentialId: 'a5c9925108e04ff1a0de7fbbcc3c4713',
      credentialSecret: 'b--iCGBO_m9',
    })
  })

  it.each([
    [`export OS_PASSWORD='pa$$ "w" \\d'`, 'pa$$ "w" \\d'],
    [`export OS_PASSWORD="pa\\$s \\"w\\" \\d"`, 'pa$s "w" \\d'],
    [`export OS_PASSWORD=pa\\ ss'w o'"rd"`, 'pa ssw ord'],
    ['OS_USERNAME=ada; export OS_PASSWORD=x$OS_USERNAME', 'xada'],
    ['  export OS_USERNAME=ada OS_PASSWORD=pw # comment', 'pw'],
    ['set OS_PASSWORD=pw\r', 'pw'],
    ['$env:OS_PASSWORD = "pw"', 'pw'],
    ['$Env:OS_PASSWORD = "pw"', 'pw'],
    ['export OS_PASSWORD=""', undefined],
    ['#export OS_PASSWORD=old', undefined],
    ['export OS_PASSWORD=$(pass show cloud)', undefined],
    ['export OS_PASSWORD=`pass show cloud`', undefined],
    ['set OS_PASSWORD=abc def', 'abc def'],
    ['set OS_PASSWORD="a&b c"', 'a&b c'],
    ['@set "OS_PASSWORD=abc \'d;e"', "abc 'd;e"],
    ['set OS_USERNAME=ada& set OS_PASSWORD=a^&b%%%OS_USERNAME%', 'a&b%ada'],
    ['set OS_PASSWORD=%OS_PASSWORD_INPUT%', undefined],
    ['set /p OS_PASSWORD=Password:', undefined],
    [':: set OS_PASSWORD=old', undefined],
    ['setenv OS_PASSWORD "abc def"', 'abc def'],
    ["set -gx OS_PASSWORD 'abc def'", 'abc def'],
    ['set --global --export OS_PASSWORD abc;', 'abc'],
    ['set -gx OS_PASSWORD (pass show cloud)', undefined],
    [`export OS_PASSWORD=\${OS_PASSWORD:-pw}`, 'pw'],
    [`export OS_PASSWORD="\${PW-a b}c"`, 'a bc'],
    [`export OS_PASSWORD=\${PW:-"a b"}`, 'a b'],
    [`export OS_USERNAME=ada OS_PASSWORD=\${OS_USERNAME:-pw}`, 'ada'],
    [`export OS_PASSWORD=\${PW:?no password}`, undefined],
    [`export OS_PASSWORD=\${PW:-\${PW2}}`, undefined],
  ])('with %s has the password %j', (line, password) => {
    expect(valuesOf(`export OS_AUTH_URL=https://x/v3\n${line}\n`).password).toBe(password)
  })
})

describe('a clouds.yaml', () => {
  it('gives a password that is all digits as it stands, and several regions', () => {
    const file = `clouds:
  openstack:
    auth:
      auth_url: https://auth.cloud.ovh.net/v3
      username: "user-3Fh7"
      password: 0123
      project_id: 30475958e7f24b2d9bc6b496d5f2daab
      user_domain_name: "Default"
    regions:
    - GRA11
    - name: SBG5
      values: {}
    interface: "public"
    identity_api_version: 3
`
    expect(valuesOf(file)).toEqual({
      identity: 'https://auth.cloud.ovh.net/v3',
      authentication: 'password',
      regions: 'GRA11, SBG5',
      user: 'user-3Fh7',
      userDomain: 'Default',
      password: '0123',
      project: '30475958e7f24b2d9bc6b496d5f2daab',
    })
  })

  it('for an application credential by name gives its user', () => {
    const file = `clouds:
  c:
    auth_type: v3applicationcredential
    region_name: R1
    auth: {auth_url: 'https://x:5000/v3', application_credential_name: lk, application_credential_secret: s, username: ada, user_domain_id: default}
`
    expect(valuesOf(file)).toEqual({
      identity: 'https://x:5000/v3',
      authentication: 'application-credential-name',
      regions: 'R1',
      user: 'ada',
      userDomain: 'default',
      credentialName: 'lk',
      credentialSecret: 's',
    })
  })

  it.each(['# In place of OS_AUTH_URL and the like\nclouds:', '{"clouds":', '\ufeff# OS_X\r\nclouds: '])(
    'is told by %j from an openrc file that it names',
    (start) => {
      const rest = ' {a: {auth: {auth_url: https://x/v3, username: ada, password: OS_PASS}}}'
      const file = start.startsWith('{') ? `${start}${rest}}` : `${start}${rest}`
      expect(valuesOf(file)).toMatchObject({ identity: 'https://x/v3', password: 'OS_PASS' })
    },
  )

  it('takes null and ~ for nothing, but not as a quoted text', () => {
    const file = `clouds:
  c:
    auth: {auth_url: https://x/v3, username: 'null', password: null, project_id: ~, project_name: 007, user_id: }
    auth_type: ~
    region_name: null
    regions: ~
`
    expect(valuesOf(file)).toEqual({
      identity: 'https://x/v3',
      authentication: 'password',
      user: 'null',
      project: '007',
    })
  })

  it.each([
    ['clouds: {}', 'This clouds.yaml holds no cloud.'],
    ['clouds: {a: {profile: vexxhost}}', 'The cloud "a" of this clouds.yaml has no readable "auth:".'],
    ['clouds: {a: {auth: {username: ada}}}', 'The file names no identity endpoint (OS_AUTH_URL, auth_url).'],
    ['just text', 'This is neither an openrc file nor a clouds.yaml.'],
    ['clouds:\n  a: "secret\n', 'This YAML can not be read: look at line 3.'],
    ['export OS_USERNAME=ada', 'The file names no identity endpoint (OS_AUTH_URL, auth_url).'],
  ])('%j is refused', (text, message) => {
    expect(() => readPasted(text)).toThrow(expect.objectContaining({ code: 'input-invalid', message }))
  })

  it('of several clouds asks which one is meant, and reads that one, whatever the others are', () => {
    const file = `clouds:
  kuala-lumpur:
    auth: {auth_url: https://kl/v3, application_credential_id: abc, application_credential_secret: s1}
    auth_type: v3applicationcredential
  legacy: {profile: vexxhost}
  test:
    auth: {auth_url: https://test/v3, username: ada, project_name: shop}
`
    expect(readPasted(file)).toEqual({ values: {}, notes: [], clouds: ['kuala-lumpur', 'legacy', 'test'] })
    expect(readPasted(file, 'kuala-lumpur').values).toMatchObject({
      identity: 'https://kl/v3',
      credentialId: 'abc',
      credentialSecret: 's1',
    })
    const { values } = readPasted(file, 'test')
    expect(values).toMatchObject({ identity: 'https://test/v3', user: 'ada', project: 'shop' })
    expect(values).not.toHaveProperty('password')
    expect(() => readPasted(file, 'toString')).toThrow('The cloud "toString"')
  })

  it('that can not be read is not quoted: it may hold a password', () => {
    let told = ''
    try {
      readPasted('clouds:\n  a:\n   password: "hunter2\n  : [hunter2')
    } catch (error) {
      told = JSON.stringify([error, String(error), (error as Error).cause])
    }
    expect(told).not.toBe('')
    expect(told).not.toContain('hunter2')
  })
})

describe('a file that signs in by other means', () => {
  const url = 'https://x/v3'
  it.each([
    ['v3oidcpassword', `export OS_AUTH_URL=${url} OS_USERNAME=ada\nexport OS_AUTH_TYPE=v3oidcpassword`],
    ['v3token', `export OS_AUTH_TYPE="v3token"\nexport OS_TOKEN=t`],
    ['v3totp', `clouds: {a: {auth_type: v3totp, auth: {auth_url: ${url}, username: ada, passcode: 1}}}`],
    ['v3samlpassword', `clouds: {a: {auth_type: v3samlpassword, auth: {auth_url: ${url}}}}`],
  ])('%s is refused by name', (type, text) => {
    expect(() => readPasted(text)).toThrow(
      expect.objectContaining({
        code: 'input-invalid',
        message: `The file signs in by ${type}; Latchkey signs in by a password or an application credential.`,
        info: expect.objectContaining({
          advice: expect.stringMatching(/^Make an application credential .* paste its openrc file\.$/),
        }),
      }),
    )
  })

  it.each(['password', 'v3password', 'V3ApplicationCredential', '""'])('%s is none', (type) => {
    expect(valuesOf(`export OS_AUTH_URL=${url} OS_AUTH_TYPE=${type}`).identity).toBe(url)
  })
})

describe('what is not taken over', () => {
  const notesOf = (line: string) => readPasted(`export OS_AUTH_URL=https://x/v3\n${line}\n`).notes
  const yaml = (line: string) =>
    readPasted(`clouds:\n  a:\n    auth: {auth_url: https://x/v3}\n    ${line}\n`).notes

  it.each([
    ['export OS_CACERT=/etc/ssl/cloud.pem', 'the authority in /etc/ssl/cloud.pem.'],
    ['export OS_CACERT="$HOME/cloud.pem"', 'the authority in $HOME/cloud.pem.'],
    ['set OS_CACERT=%USERPROFILE%\\cloud.pem', 'the authority in %USERPROFILE%\\cloud.pem.'],
    ['export OS_INSECURE=true', 'checks it all the same'],
    ['export OS_CERT=me.pem OS_KEY=me.key', 'a certificate of the user (me.pem)'],
    ['export OS_INTERFACE=internal', 'the internal endpoints'],
    ['export OS_ENDPOINT_TYPE=adminURL', 'the admin endpoints'],
  ])('is said of %s', (line, words) => {
    expect(notesOf(line)).toEqual([expect.stringContaining(words)])
  })

  it('is said of a clouds.yaml, one sentence for each', () => {
    expect(yaml('cacert: ~/ca.pem\n    verify: false')).toEqual([
      expect.stringContaining('the authority in ~/ca.pem.'),
      expect.stringContaining('confirm there that any is taken'),
    ])
  })

  it.each([
    'export OS_CACERT=""',
    '# export OS_CACERT=/x',
    'export OS_INSECURE=0',
    'export OS_INTERFACE=publicURL',
  ])('is nothing in %s', (line) => {
    expect(notesOf(line)).toEqual([])
  })
  it('is nothing in a clouds.yaml that checks certificates', () => {
    expect(yaml('verify: true\n    interface: public')).toEqual([])
  })
})
