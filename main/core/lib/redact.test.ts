import { describe, expect, it } from 'vitest'
import { redactText } from '../../../contract/redact.js'
import { redact } from './redact.js'

describe('redact', () => {
  it.each([
    'password',
    'passphrase',
    'secret',
    'secretKey',
    'secret_key',
    'SecretKey',
    'privateKey',
    'private-key',
    'apiKey',
    'api_key',
    'token',
    'signature',
    'Authorization',
  ])('hides what stands under %s, at any depth', (name) => {
    expect(redact({ list: [{ [name]: 'value' }] })).toEqual({ list: [{ [name]: '[redacted]' }] })
  })

  it('keeps what is no secret', () => {
    const facts = {
      keyId: 'k1',
      keyName: 'deploy',
      count: 3,
      ok: true,
      none: null,
      publicKey: 'ssh-ed25519 AAAA',
    }
    expect(redact(facts)).toEqual(facts)
  })

  it('names buffers by their size and survives cycles', () => {
    const cyclic: Record<string, unknown> = { bytes: Uint8Array.of(1, 2, 3) }
    cyclic.self = cyclic
    const text = JSON.stringify(redact(cyclic))
    expect(text).toContain('[3 bytes]')
    expect(text).toContain('[too deep]')
  })
})

describe('redactText', () => {
  it.each([
    'before -----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz\n-----END OPENSSH PRIVATE KEY----- after',
    'cut -----BEGIN RSA PRIVATE KEY-----\nb3BlbnNz',
    'PuTTY-User-Key-File-3: ssh-ed25519\nPrivate-Lines: 1\nb3BlbnNz',
    'https://h/client/api?command=x&apiKey=b3BlbnNz&signature=b3BlbnNz%3D',
    '{"secretkey": "b3BlbnNz"}',
  ])('takes the secret out of a text (%#)', (text) => {
    expect(redactText(text)).not.toContain('b3BlbnNz')
  })

  it('leaves the rest readable', () => {
    expect(redactText('a -----BEGIN X-----\nq\n-----END X----- b ?apiKey=q&zone=1')).toBe(
      'a [redacted key] b ?apiKey=[redacted]&zone=1',
    )
  })
})
