import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { type GcmKey, packetOpener, sealData } from './gcm-packets.js'

interface Ssh2Cipher {
  allocPacket(length: number): Buffer
  encrypt(packet: Buffer): void
}
interface Ssh2Decipher {
  decrypt(bytes: Buffer, from: number, to: number): void
}
// The other side is ssh2's own, which knows nothing of ours.
const require = createRequire(import.meta.url)
const ssh2 = require('ssh2/lib/protocol/crypto.js') as {
  init: Promise<void>
  createCipher(config: unknown): Ssh2Cipher
  createDecipher(config: unknown): Ssh2Decipher
  CIPHER_INFO: Record<string, unknown>
}

/** The counter is about to carry over several bytes. */
const newKey = (algorithm: 'aes-128-gcm' | 'aes-256-gcm'): GcmKey => ({
  algorithm,
  key: randomBytes(algorithm === 'aes-128-gcm' ? 16 : 32),
  iv: Buffer.from('000102030000000000fffffd', 'hex'),
})
const infoOf = ({ algorithm }: GcmKey) => ssh2.CIPHER_INFO[`${algorithm.replace('aes-', 'aes')}@openssh.com`]

async function sealedBySsh2(key: GcmKey, payloads: Buffer[]): Promise<Buffer> {
  await ssh2.init
  const written: Buffer[] = []
  const onWrite = (bytes: Buffer) => written.push(bytes)
  const names = { cipherInfo: infoOf(key), cipherKey: key.key, cipherIV: Buffer.from(key.iv) }
  const cipher = ssh2.createCipher({ outbound: { seqno: 0, onWrite, ...names } })
  for (const payload of payloads) {
    const packet = cipher.allocPacket(payload.length)
    packet.set(payload, 5)
    cipher.encrypt(packet)
  }
  return Buffer.concat(written)
}

async function openedBySsh2(key: GcmKey, bytes: Buffer): Promise<Buffer[]> {
  await ssh2.init
  const payloads: Buffer[] = []
  const onPayload = (payload: Buffer) => void payloads.push(Buffer.from(payload))
  const names = { decipherInfo: infoOf(key), decipherKey: key.key, decipherIV: Buffer.from(key.iv) }
  ssh2.createDecipher({ inbound: { seqno: 0, onPayload, ...names } }).decrypt(bytes, 0, bytes.length)
  return payloads
}

const hex = (all: Buffer[]) => all.map((one) => one.toString('hex'))
const sizes = [0, 1, 2, 3, 4, 15, 16, 17, 1000, 32_768]

describe.each(['aes-128-gcm', 'aes-256-gcm'] as const)('packets under %s', (algorithm) => {
  it('of channel data are what another implementation opens', async () => {
    const key = newKey(algorithm)
    const first = { ...key, iv: Buffer.from(key.iv) }
    const data = sizes.map((size) => randomBytes(size))
    const sealed = data.map((one) => Buffer.concat(sealData(key, 7, one)))
    const payloads = await openedBySsh2(first, Buffer.concat(sealed))
    const head = (size: number) => Buffer.from([94, 0, 0, 0, 7, 0, 0, size >> 8, size & 255])
    expect(hex(payloads)).toEqual(hex(data.map((one) => Buffer.concat([head(one.length), one]))))
  })

  it.each([1, 3, 20, 1000, 40_000, 1e6])('of another are opened, in pieces of %i bytes', async (piece) => {
    const key = newKey(algorithm)
    const payloads = sizes.slice(1).map((size) => randomBytes(size))
    const bytes = await sealedBySsh2(key, payloads)
    const got: Buffer[] = []
    const open = packetOpener(key, (payload) => void got.push(payload))
    for (let at = 0; at < bytes.length; at += piece) {
      const chunk = Buffer.from(bytes.subarray(at, at + piece))
      open(chunk, 0, chunk.length)
      chunk.fill(0) // a socket's buffer may be used again
    }
    expect(hex(got)).toEqual(hex(payloads))
  })

  it('end where one was changed', async () => {
    const key = newKey(algorithm)
    const bytes = await sealedBySsh2(key, [randomBytes(100)])
    for (const at of [3, 4, 50, bytes.length - 1]) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 16
      let taken = 0
      const open = packetOpener({ ...key, iv: Buffer.from(key.iv) }, () => void taken++)
      const all = Buffer.concat([changed, Buffer.alloc(64)]) // so that a longer one has its bytes
      expect(() => open(all, 0, all.length)).toThrow()
      expect(taken).toBe(0)
    }
  })
})

it('A packet of a length that none has is refused before its bytes are waited for', () => {
  for (const length of [0, 15, 17, 0xfffffff0]) {
    const head = Buffer.alloc(4)
    head.writeUInt32BE(length)
    expect(() => packetOpener(newKey('aes-128-gcm'), () => undefined)(head, 0, 4)).toThrow('length')
  }
})

it('Where the taker ends the call, the rest is left', async () => {
  const key = newKey('aes-128-gcm')
  const one = await sealedBySsh2(key, [Buffer.from('new keys')])
  const bytes = Buffer.concat([one, Buffer.from('under other keys')])
  expect(packetOpener(key, () => false)(bytes, 0, bytes.length)).toBe(one.length)
})
