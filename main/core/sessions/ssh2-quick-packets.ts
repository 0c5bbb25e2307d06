import type { CipherGCMTypes } from 'node:crypto'
import type { Duplex } from 'node:stream'
import type { Client } from 'ssh2'
import { giveBack } from '../lib/give-back.js'
import { MOST_DATA, packetOpener, sealData } from './gcm-packets.js'
import { setTakesAtOnce, takesAtOnce } from './read-at-once.js'

/** The parts of ssh2 1.17 that it keeps to itself. */
interface Protocol {
  _cipher: Cipher
  _decipher: Decipher | undefined
  /** There is one while keys are exchanged: what is sent waits then. */
  _kexinit: unknown
  _packetRW: { read: { _zlib?: unknown }; write: { _zlib?: unknown } }
  channelData(channel: number, data: Buffer | string): void
}
interface Cipher {
  outSeqno: number
  encrypt(packet: Buffer): void
  /** These are AES-GCM's. */
  _encSSLName?: CipherGCMTypes
  _encKey: Buffer
  _encIV: Buffer
}
interface Decipher {
  inSeqno: number
  decrypt(bytes: Buffer, from: number, to: number): number | undefined
  _onPayload(payload: Buffer): number | false | undefined
  /** These are AES-GCM's. */
  _decipherSSLName?: CipherGCMTypes
  _tagPos?: number
  _decipherKey: Buffer
  _decipherIV: Buffer
}

const streams = new WeakMap<Client, Duplex>()

/**
 * Makes ssh2 move a lot of data at less cost. It writes each packet to the socket in three pieces, each a system call and
 * a segment of its own: what is sent in one turn is written together here. And under AES-GCM, which we prefer, it makes
 * up to four buffers of each packet: here it is one. Call it after `connect`, before the server has said a word.
 */
export function makePacketsQuick(client: Client, stream: Duplex): void {
  const { _protocol: protocol } = client as unknown as { _protocol: Protocol }
  const together = inOneGo(stream)
  streams.set(client, stream)
  replaced(protocol, '_cipher', (cipher) => {
    const { encrypt } = cipher
    cipher.encrypt = (packet) => {
      together()
      encrypt.call(cipher, packet)
    }
  })
  replaced(protocol, '_decipher', (decipher) => setTakesAtOnce(stream, openQuickly(decipher)))
  const { channelData } = protocol
  protocol.channelData = (channel, data) => {
    const isPlain = protocol._kexinit === undefined && protocol._packetRW.write._zlib === undefined
    const isQuick = isPlain && typeof data !== 'string' && data.length <= MOST_DATA
    if (!isQuick || !sendQuickly(protocol._cipher, channel, data, stream, together))
      channelData.call(protocol, channel, data)
  }
}

/** Whether what comes through the client's channels is in buffers of its own that nobody else has: not what zlib has written. */
export function hasOwnPayloads(client: Client): boolean {
  const stream = streams.get(client)
  const { _protocol: protocol } = client as unknown as { _protocol: Protocol }
  return stream !== undefined && takesAtOnce(stream) && protocol._packetRW.read._zlib === undefined
}

/** False where the cipher is another. */
function sendQuickly(
  cipher: Cipher,
  channel: number,
  data: Buffer,
  stream: Duplex,
  together: () => void,
): boolean {
  const { _encSSLName: algorithm, _encKey: key, _encIV: iv } = cipher
  if (algorithm === undefined) return false
  together()
  const [head, body, tag] = sealData({ algorithm, key, iv }, channel, data)
  if (stream.writable) {
    stream.write(head)
    stream.write(body, () => giveBack(body))
    stream.write(tag)
  }
  cipher.outSeqno = (cipher.outSeqno + 1) >>> 0
  return true
}

/** False where the cipher is another. */
function openQuickly(decipher: Decipher | undefined): boolean {
  // ChaCha's has no name, and CTR's has no tag.
  if (decipher?._decipherSSLName === undefined || decipher._tagPos === undefined) return false
  const { _decipherSSLName: algorithm, _decipherKey: key, _decipherIV: iv } = decipher
  decipher.decrypt = packetOpener({ algorithm, key, iv }, (payload) => {
    decipher.inSeqno = (decipher.inSeqno + 1) >>> 0
    return decipher._onPayload(payload)
  })
  return true
}

/** Has a look at each value that ssh2 gives one of its fields: there are new ones with each exchange of keys. */
function replaced<K extends keyof Protocol>(
  protocol: Protocol,
  field: K,
  change: (value: Protocol[K]) => void,
): void {
  let current = protocol[field]
  Object.defineProperty(protocol, field, {
    get: () => current,
    set(next: Protocol[K]) {
      current = next
      change(next)
    },
  })
}

/** What is written from a call on until the end of the turn goes out together. */
function inOneGo(stream: Duplex): () => void {
  let corked = false
  return () => {
    if (corked) return
    corked = true
    stream.cork()
    process.nextTick(() => {
      corked = false
      stream.uncork()
    })
  }
}
