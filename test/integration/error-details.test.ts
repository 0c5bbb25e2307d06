import { expect, it } from 'vitest'
import type { ErrorInfo } from '../../contract/errors.js'
import { LatchkeyError } from '../../main/core/lib/error.js'
import { detailsText } from '../../renderer/ui/details-text.js'

const problem: ErrorInfo = { code: 'cloud-failed', message: 'Refused.', retryable: false }

const secrets = {
  'a private key': '-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0\n-----END OPENSSH PRIVATE KEY-----',
  'the rest of one': '-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0',
  'a PuTTY key': 'Private-Lines: 1\nc2VjcmV0',
  'an age identity': `AGE-SECRET-KEY-1${'C2VJCMV0'.repeat(7)}`,
  'a signed query': 'https://cloud.example/api?apiKey=c2VjcmV0&command=x&signature=c2VjcmV0',
  'a password in JSON': '{"password": "c2VjcmV0"}',
  'a header': 'Authorization: Basic c2VjcmV0',
  'a token of OpenStack': 'X-Auth-Token: c2VjcmV0',
  'a cookie': 'set-cookie: JSESSIONID=c2VjcmV0; Path=/',
  'a bearer': 'sent Bearer c2VjcmV0 to it',
  'a proxy with its password': 'http://ada:c2VjcmV0@proxy.example:3128',
}

it.each(Object.entries(secrets))('has nothing of %s, wherever in an error it stood', (_what, secret) => {
  const sent = new LatchkeyError('cloud-failed', `Refused. ${secret}`, { advice: secret, detail: secret })
    .info
  for (const text of [
    JSON.stringify(sent),
    detailsText(sent),
    detailsText({ ...problem, message: secret }),
    detailsText({ ...problem, advice: secret }),
    detailsText({ ...problem, detail: secret }, secret),
  ])
    expect(text.toLowerCase()).not.toContain('c2vjcmv0')
})
