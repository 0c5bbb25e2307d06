import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instanceLink, Opening } from '../../../contract/openings.js'
import { inEnglish } from '../../../contract/words/said.js'
import { isLatchkeyError } from '../lib/error.js'
import { parseLink } from './parse-link.js'

const ssh = { kind: 'ssh', user: null, port: 22, leftOut: [] }

/** The sentence that a link is refused with. */
function refusal(link: string): string {
  try {
    return `taken as ${JSON.stringify(parseLink(link))}`
  } catch (error) {
    if (!isLatchkeyError(error, 'input-invalid')) throw error
    expect(error.info.advice).toBeDefined()
    return inEnglish(error.info.message)
  }
}

describe('an ssh link', () => {
  it.each([
    ['ssh://web.example.com', { host: 'web.example.com' }],
    ['SSH://Web.Example.COM/', { host: 'web.example.com' }],
    ['ssh://root@10.0.0.5', { user: 'root', host: '10.0.0.5' }],
    ['ssh://root@10.0.0.5:2222', { user: 'root', host: '10.0.0.5', port: 2222 }],
    ['ssh://root@10.0.0.5:', { user: 'root', host: '10.0.0.5' }],
    ['ssh://root@10.0.0.5:0022', { user: 'root', host: '10.0.0.5' }],
    ['ssh://@web', { host: 'web' }],
    ['ssh://ada@[2001:DB8::1]:22', { user: 'ada', host: '2001:db8::1' }],
    ['ssh://[fe80::1%25eth0]', { host: 'fe80::1%eth0' }],
    ['ssh://[::ffff:192.0.2.1]', { host: '::ffff:192.0.2.1' }],
    ['ssh://dom%5Cada@web', { user: 'dom\\ada', host: 'web' }],
    ['ssh://%61da@web', { user: 'ada', host: 'web' }],
    ['ssh://w%C3%A9b@web', { user: 'wéb', host: 'web' }],
    ['ssh://ada@xn--pple-43d.com', { user: 'ada', host: 'xn--pple-43d.com' }],
    ['ssh://ada:@web', { user: 'ada', host: 'web' }],
  ])('%s', (link, expected) => {
    expect(parseLink(link)).toEqual({ ...ssh, ...expected })
  })

  it.each([
    ['ssh://ada:geheim@web', ['password']],
    ['ssh://ada:ge%40heim;x=y@web', ['password', 'parameters']],
    ['ssh://ada;fingerprint=ssh-dss-c1-b1-30-29@web', ['parameters']],
    ['ssh://ada;fingerprint=SHA256:Zm9v@web', ['parameters']],
  ])('leaves out what no link should say: %s', (link, leftOut) => {
    expect(parseLink(link)).toEqual({ ...ssh, user: 'ada', host: 'web', leftOut })
  })

  it.each([
    ['ssh:', 'names no host'],
    ['ssh:web', 'names no host'],
    ['ssh:///etc', 'names no host'],
    ['ssh://root@', 'names no host'],
    ['ssh://root@:22', 'names no host'],
    ['ssh://-oProxyCommand=calc', 'no host name'],
    ['ssh://root@-oProxyCommand=calc/', 'no host name'],
    ['ssh://-oProxyCommand=calc@web', 'can not be a login user'],
    ['ssh://-l@web', 'can not be a login user'],
    ['ssh://%2DoProxyCommand%3Dcalc@web', 'can not be a login user'],
    ['ssh://%2DoProxyCommand%3Dcalc', 'no host name'],
    ['ssh://ada%0Aid@web', 'can not be a login user'],
    ['ssh://ada%00@web', 'can not be a login user'],
    ['ssh://%20ada@web', 'can not be a login user'],
    ['ssh://a%24%28id%29@web', 'can not be a login user'],
    ['ssh://ada%60id%60@web', 'can not be a login user'],
    ['ssh://%E2%80%AEada@web', 'can not be a login user'],
    ['ssh://ada%@web', 'encodes nothing'],
    ['ssh://ada%FF@web', 'encodes nothing'],
    ['ssh://a@b@web', 'more than one @'],
    ['ssh://web%2eexample', 'no host name'],
    ['ssh://web_;id', 'no host name'],
    ['ssh://$(id)', 'no host name'],
    ['ssh://2130706433', 'in a form that hides it'],
    ['ssh://0x7f000001', 'in a form that hides it'],
    ['ssh://127.1', 'in a form that hides it'],
    ['ssh://010.0.0.1', 'in a form that hides it'],
    ['ssh://1.2.3.4.5.', 'in a form that hides it'],
    ['ssh://2001:db8::1', 'needs brackets'],
    ['ssh://[2001:db8::1', 'needs brackets'],
    ['ssh://[::1]22', 'needs brackets'],
    ['ssh://[1.2.3.4]', 'no IPv6 address'],
    ['ssh://[v1.x]', 'no IPv6 address'],
    ['ssh://[fe80::1%25%24(id)]', 'no IPv6 address'],
    ['ssh://web:0', 'no port'],
    ['ssh://web:65536', 'no port'],
    ['ssh://web:-1', 'no port'],
    ['ssh://web:+22', 'no port'],
    ['ssh://web:22x', 'no port'],
    ['ssh://web:0000022', 'no port'],
    ['ssh://web:22:22', 'needs brackets'],
    ['ssh://web/etc/passwd', 'more than a connection: “/etc/passwd”'],
    ['ssh://web?command=id', 'more than a connection: “?command=id”'],
    ['ssh://web#id', 'more than a connection'],
    ['ssh://web /x', 'characters that no link may have'],
    ['ssh://web\n-oProxyCommand=x', 'characters that no link may have'],
    ['ssh://web\\evil', 'characters that no link may have'],
    ['ssh://wеb.example', 'characters that no link may have'],
    ['ssh://"; --profile=x "', 'characters that no link may have'],
  ])('is refused: %s', (link, words) => {
    expect(refusal(link)).toContain(words)
  })

  it('is refused where it is too long, and said in a short sentence', () => {
    expect(refusal(`ssh://${'a'.repeat(3000)}`)).toContain('3006 characters')
    expect(refusal(`ssh://${'a.'.repeat(900)}a`)).toContain('no host name')
    expect(refusal(`ssh://${'a.'.repeat(900)}a`).length).toBeLessThan(130)
    expect(refusal(`ssh://${'u'.repeat(65)}@web`)).toContain('can not be a login user')
  })

  it('never tells of its password', () => {
    const plain = fc.stringMatching(/^[a-z0-9]{12}$/)
    fc.assert(
      fc.property(plain, plain, (user, password) => {
        for (const end of ['@web', '@-web', '@web:x', '@web/path', '@', '@a@web'])
          expect(JSON.stringify([refusal(`ssh://${user}:P${password}${end}`)])).not.toContain(`P${password}`)
      }),
    )
  })
})

describe('a latchkey link', () => {
  it.each(['a1b2/i-0123', 'hosts/5c0e', 'a/region one/uuid', 'a/50%/ä?#&', 'acc/../..'])(
    'leads back to the instance that it was made of: %s',
    (instanceId) => {
      const link = instanceLink(instanceId)
      expect(parseLink(link)).toEqual({ kind: 'instance', instanceId })
      expect(parseLink(`${link}/`)).toEqual({ kind: 'instance', instanceId })
    },
  )

  it('leads back to any id that is plain text', () => {
    const part = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme-ascii' })
    fc.assert(
      fc.property(part, part, (account, cloudId) => {
        fc.pre(!account.includes('/'))
        const instanceId = `${account}/${cloudId}`
        expect(parseLink(instanceLink(instanceId))).toEqual({ kind: 'instance', instanceId })
      }),
    )
  })

  it.each([
    ['latchkey:', 'knows no link that says “”'],
    ['latchkey://run/id', 'knows no link that says “//run/id”'],
    ['latchkey://settings?lock=never', 'knows no link'],
    ['latchkey://import?key=LS0tLS1CRUdJTg', 'knows no link'],
    ['latchkey://instance/a', 'knows no link'],
    ['latchkey://instance//b', 'knows no link'],
    ['latchkey://instance/a/b/c', 'knows no link'],
    ['latchkey://instance/a/b?run=id', 'knows no link'],
    ['latchkey://user@instance/a/b', 'knows no link'],
    ['latchkey://instance/a%2Fb/c', 'names no account'],
    ['latchkey://instance/a/b%0A', 'can not be an instance'],
    ['latchkey://instance/a/%E2%80%AE', 'can not be an instance'],
    ['latchkey://instance/a/%ZZ', 'encodes nothing'],
    [`latchkey://instance/a/${'b'.repeat(199)}`, 'can not be an instance'],
  ])('is refused: %s', (link, words) => {
    expect(refusal(link)).toContain(words)
  })
})

it.each(['http://web', 'javascript:alert(1)', 'file:///etc/passwd', 'ssh', '', 'x-ssh://web', 'sshx://web'])(
  'is none of ours: %s',
  (link) => {
    expect(refusal(link)).toMatch(/does not open links|characters/)
  },
)

it('is refused with a sentence or becomes what the contract allows, whatever it is', () => {
  const ours = fc.constantFrom('ssh:', 'ssh://', 'ssh://a@', 'latchkey://', 'latchkey://instance/', '')
  const text = fc.oneof(
    fc.string({ maxLength: 80 }),
    fc.string({ maxLength: 80, unit: 'binary' }),
    fc.array(fc.constantFrom(...'a0-.:@[]/%2?#;=\\ \n'), { maxLength: 30 }).map((signs) => signs.join('')),
  )
  fc.assert(
    fc.property(ours, text, (start, rest) => {
      try {
        const opening = parseLink(start + rest)
        expect(Opening.parse(opening)).toEqual(opening)
        if (opening.kind === 'ssh') expect(`${opening.user}\n${opening.host}`).not.toMatch(/^-|\n-|[\s]{2}/)
      } catch (error) {
        if (!isLatchkeyError(error, 'input-invalid')) throw error
        expect(error.info.message).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
      }
    }),
    { numRuns: 3000 },
  )
})
