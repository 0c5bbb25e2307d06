import { getCiphers } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { offeredAlgorithms } from './algorithms.js'

describe('the algorithms offered', () => {
  it('put the types of known host keys first and keep all', () => {
    expect(offeredAlgorithms([]).serverHostKey).toEqual([
      'ssh-ed25519',
      'ecdsa-sha2-nistp256',
      'ecdsa-sha2-nistp384',
      'ecdsa-sha2-nistp521',
      'rsa-sha2-512',
      'rsa-sha2-256',
    ])
    const known = offeredAlgorithms(['ssh-rsa', 'ssh-dss', 'ecdsa-sha2-nistp384']).serverHostKey
    expect(known).toEqual([
      'ecdsa-sha2-nistp384',
      'rsa-sha2-512',
      'rsa-sha2-256',
      'ssh-ed25519',
      'ecdsa-sha2-nistp256',
      'ecdsa-sha2-nistp521',
    ])
  })

  it('leave out ciphers that the crypto library lacks, as in Electron', () => {
    const without = getCiphers().filter((name) => !name.startsWith('chacha20'))
    expect(offeredAlgorithms([], {}, without).cipher).toEqual([
      'aes128-gcm@openssh.com',
      'aes256-gcm@openssh.com',
      'aes128-ctr',
      'aes192-ctr',
      'aes256-ctr',
    ])
  })

  it('sign nothing and exchange nothing with SHA-1', () => {
    const { kex, serverHostKey } = offeredAlgorithms([])
    for (const name of [...(kex as string[]), ...(serverHostKey as string[])])
      expect(name).not.toMatch(/sha1|^ssh-rsa$|dss/)
  })
})
