import { z } from 'zod'

/** Algorithms for devices that have nothing better; offered only where the user allows them for one instance. */
const names = [
  'ssh-rsa',
  'ssh-dss',
  'diffie-hellman-group14-sha1',
  'diffie-hellman-group-exchange-sha1',
  'diffie-hellman-group1-sha1',
  'aes256-cbc',
  'aes192-cbc',
  'aes128-cbc',
  '3des-cbc',
  'hmac-sha1-etm@openssh.com',
  'hmac-sha1',
  'hmac-sha1-96',
  'hmac-md5',
  'hmac-md5-96',
] as const

export const WeakAlgorithm = z.enum(names)
export type WeakAlgorithm = z.infer<typeof WeakAlgorithm>

export type AlgorithmKind = 'host key' | 'key exchange' | 'cipher' | 'MAC'

/** What each one is for and why it is weak, the least weak of a kind first: they are offered in this order. */
export const weakAlgorithms: { name: WeakAlgorithm; kind: AlgorithmKind; why: string }[] = [
  { name: 'ssh-rsa', kind: 'host key', why: 'RSA signed over SHA-1, which can be forged' },
  { name: 'ssh-dss', kind: 'host key', why: 'DSA of 1024 bits over SHA-1' },
  { name: 'diffie-hellman-group14-sha1', kind: 'key exchange', why: '2048 bits, over SHA-1' },
  {
    name: 'diffie-hellman-group-exchange-sha1',
    kind: 'key exchange',
    why: 'a group of the server’s choice, over SHA-1',
  },
  {
    name: 'diffie-hellman-group1-sha1',
    kind: 'key exchange',
    why: '1024 bits, which a state can break',
  },
  { name: 'aes256-cbc', kind: 'cipher', why: 'CBC, which leaks plain text under attack' },
  { name: 'aes192-cbc', kind: 'cipher', why: 'CBC, which leaks plain text under attack' },
  { name: 'aes128-cbc', kind: 'cipher', why: 'CBC, which leaks plain text under attack' },
  { name: '3des-cbc', kind: 'cipher', why: 'blocks of 64 bits, and CBC' },
  { name: 'hmac-sha1-etm@openssh.com', kind: 'MAC', why: 'SHA-1' },
  { name: 'hmac-sha1', kind: 'MAC', why: 'SHA-1, over the plain text' },
  { name: 'hmac-sha1-96', kind: 'MAC', why: 'SHA-1, cut to 96 bits' },
  { name: 'hmac-md5', kind: 'MAC', why: 'MD5' },
  { name: 'hmac-md5-96', kind: 'MAC', why: 'MD5, cut to 96 bits' },
]
