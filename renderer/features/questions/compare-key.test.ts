import { describe, expect, it } from 'vitest'
import { compareKey } from './compare-key.js'

/** What `ssh-keygen -l` printed of a key that it made. */
const key = (publicKey: string, printed: string) => {
  const fingerprint = printed.split(' ')[1] ?? ''
  return { algorithm: 'ssh-ed25519', fingerprint, publicKey, randomart: '', printed }
}

const offered = key(
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINWm9kfzsrlf2jp1nGYDIirokWpmXxGDP1RDe0o6ho+m',
  '256 SHA256:PnOZHqeyCUD8/ILYwi2ASQMqR+Y9eNL2P8FkLg8Bf1A root@web-1 (ED25519)',
)
const other = key(
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFbp7Qoab2fp2G+syKHoaN3vzUlx3zE5UjtA365261TV',
  '256 SHA256:AKGUlnh8DVjsun3IIHlmuumACgCHYXYqiLOXqyAzjkA root@web-1 (ED25519)',
)
const rsaLine = '3072 SHA256:bRv8s1M4Cr2m2WQXr0f3h8Q0cLr8m6cYkq3m2Qy3hZ8 root@web-1 (RSA)'
const bare = offered.fingerprint.slice('SHA256:'.length)

describe('a host key is compared with what was pasted', () => {
  it.each([
    ['what ssh-keygen -l prints', offered.printed],
    ['the fingerprint alone', offered.fingerprint],
    ['the fingerprint without SHA256: in front', ` ${bare}\n`],
    ['the public key file', `${offered.publicKey} root@web-1\n`],
    ['a line of ssh-keyscan', `# web-1:22 SSH-2.0-OpenSSH_9.2\nweb-1 ${offered.publicKey}`],
    [
      "a cloud's console",
      `ec2: -----BEGIN SSH HOST KEY FINGERPRINTS-----\r\nec2: ${rsaLine}\r\nec2: ${offered.printed.trim()}\r\n`,
    ],
  ])('and found in %s', (_what, text) => {
    expect(compareKey(text, offered)).toBe('same')
    expect(compareKey(text, other)).toBe('different')
    expect(compareKey(text, other, [offered])).toBe('known')
  })

  it.each([
    ['other-types', rsaLine],
    ['md5', '256 MD5:aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99 root@web-1 (ED25519)'],
    ['nothing', 'cat: /etc/ssh/ssh_host_ed25519_key.pub: No such file or directory'],
    ['nothing', `${offered.fingerprint.slice(0, -1)}`],
    ['different', `${offered.publicKey.slice(0, -4)}AAAA`],
  ])('and is %s', (comparison, text) => {
    expect(compareKey(text, offered)).toBe(comparison)
  })
})
