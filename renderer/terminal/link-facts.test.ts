import { describe, expect, it } from 'vitest'
import { isLinkTarget, linkFacts, MAX_TARGET } from './link-facts.js'

const warnings = (target: string, text = target) => linkFacts({ target, text })?.warnings

describe('what may be a link', () => {
  it.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'ssh://host',
    'data:text/html,x',
    'ms-msdt:/id',
    'vscode://x',
    'http:/one.slash',
    'https://',
    'https://a.example/\u202egpj.exe',
    'https://a.example/a b',
    'https://a.example/\x1b]52',
  ])('is not %j', (target) => expect(isLinkTarget(target)).toBe(false))

  it.each(['https://a.example/', 'HTTP://a.example:8080/x?y#z', 'https://[::1]/'])('is %s', (target) =>
    expect(isLinkTarget(target)).toBe(true),
  )
})

it('is not longer than a limit', () => {
  expect(isLinkTarget(`https://a.example/${'x'.repeat(MAX_TARGET - 18)}`)).toBe(true)
  expect(isLinkTarget(`https://a.example/${'x'.repeat(MAX_TARGET)}`)).toBe(false)
})

describe('what is said of a link', () => {
  it('is nothing of one that is what it looks like', () => {
    expect(linkFacts({ target: 'https://a.example/x?y=1', text: 'the manual' })).toEqual({
      address: 'https://a.example/x?y=1',
      before: 'https://',
      host: 'a.example',
      after: '/x?y=1',
      opens: true,
      warnings: [],
    })
    expect(warnings('https://a.example/x', 'https://a.example/other')).toEqual([])
    expect(warnings('https://a.example/x', 'main.c')).toEqual([])
  })
  it('points out letters that look like others, and shows the host as it is', () => {
    const facts = linkFacts({ target: 'https://\u0430pple.com/', text: 'https://\u0430pple.com/' })
    expect(facts?.host).toBe('xn--pple-43d.com')
    expect(facts?.warnings[0]).toContain('letters that may look like others')
  })
  it('points out a user that looks like a host, and leaves it out', () => {
    const facts = linkFacts({ target: 'https://github.com@evil.example/x', text: 'x' })
    expect(facts?.address).toBe('https://evil.example/x')
    expect(facts?.warnings[0]).toBe(
      'github.com before the @ is no host, and is left out. It leads to evil.example.',
    )
  })
  it('points out a text that names another host', () => {
    expect(warnings('https://evil.example/', 'https://github.com/login')).toEqual([
      'The text in the terminal reads https://github.com/login, but it leads to evil.example.',
    ])
    expect(warnings('https://evil.example/', 'github.com')).toHaveLength(1)
    expect(warnings('https://github.com/', 'GitHub.com')).toEqual([])
  })
  it('points out numbers and what is not encrypted', () => {
    expect(warnings('http://0x7f000001/', 'x')).toEqual([
      'The host is a number instead of a name.',
      'It is not encrypted: others on the way can read and change it. Latchkey opens https links alone.',
    ])
    for (const target of ['http://a.example/', 'http://localhost:3000/', 'HTTP://a.example/'])
      expect(linkFacts({ target, text: 'x' })?.opens, target).toBe(false)
  })
})
