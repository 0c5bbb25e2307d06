import { describe, expect, it } from 'vitest'
import { ExportFileName } from '../../../../contract/keys.js'
import { exportFileName, formatRefusal, privateFormats } from './private-formats.js'

describe('exportFileName', () => {
  it.each([
    ['deploy', '', 'deploy'],
    ['ada@laptop', '.ppk', 'ada@laptop.ppk'],
    ['../../etc/passwd', '.pem', 'etc-passwd.pem'],
    ['web: prod / eu', '', 'web-prod-eu'],
    ['...', '', 'key'],
    ['ключ', '', 'ключ'],
    ['a\u202eb', '', 'a-b'],
    ['ключ'.repeat(60), '.pem', `${'ключ'.repeat(60).slice(0, 90)}.pem`],
    [`x${'😀'.repeat(60)}`, '', `x${'😀'.repeat(44)}`],
  ])('makes a file name of %s', (name, ending, file) => {
    expect(exportFileName(name, ending)).toBe(file)
  })

  it('is always one that the host takes', () => {
    for (const name of [
      'CON?',
      '-rf',
      '.ssh/authorized_keys',
      ' a b ',
      'x'.repeat(255),
      '***',
      'я'.repeat(255),
    ])
      for (const { ending } of privateFormats)
        expect(ExportFileName.safeParse(exportFileName(name, ending)).success, name).toBe(true)
  })
})

it('says of PKCS#8 who does not read it', () => {
  const { reason } = privateFormats.find(({ format }) => format === 'pkcs8') ?? {}
  expect(reason).toMatch(/PuTTY.*OpenSSH.*Ed25519.*9\.6/)
})

it('offers PEM for every key that has one', () => {
  expect(formatRefusal('pem', { type: 'rsa' })).toBeUndefined()
  expect(formatRefusal('pem', { type: 'ecdsa' })).toBeUndefined()
  expect(formatRefusal('pem', { type: 'ed25519' })).toContain('Ed25519')
})
