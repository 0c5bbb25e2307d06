import { expect, it } from 'vitest'
import { countdown, fingerprintCommand } from './host-key-file.js'

it.each([
  ['ssh-ed25519', 'ssh_host_ed25519_key.pub'],
  ['ecdsa-sha2-nistp256', 'ssh_host_ecdsa_key.pub'],
  ['rsa-sha2-512', 'ssh_host_rsa_key.pub'],
  ['ssh-rsa', 'ssh_host_rsa_key.pub'],
  ['ssh-new', 'ssh_host_*_key.pub'],
])('says where the server keeps its %s key', (algorithm, file) => {
  expect(fingerprintCommand(algorithm)).toBe(`ssh-keygen -lvf /etc/ssh/${file}`)
})

it('counts down in minutes and seconds, never below nothing', () => {
  expect(countdown(120_000)).toBe('2:00')
  expect(countdown(64_100)).toBe('1:05')
  expect(countdown(-5)).toBe('0:00')
})
