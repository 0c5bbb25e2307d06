import { randomBytes, scrypt } from 'node:crypto'
import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { type Identity, type Recipient, Stanza } from 'age-encryption'
import { untilCancelled } from '../keys/formats/cancelled.js'
import { wipe } from '../lib/wipe.js'
import { backupPassphraseWrong, damagedBackup, tooCostlyBackup } from './backup-errors.js'

/*
 * The scrypt recipient of age (C2SP, age.md, "The scrypt recipient type") on Node's own thread pool: the library's would
 * hold up every terminal for a second and more, and takes whatever work factor a file asks for.
 */

const LABEL = Buffer.from('age-encryption.org/v1/scrypt')
/** What age itself takes: about a second and 256 MiB. */
const WORK_FACTOR = 18
/** 1 GiB, some seconds. age's own programs never write more than 18 by themselves. */
const MOST_WORK_FACTOR = 20
const NONCE = new Uint8Array(12)

/** The caller wipes the passphrase. */
export function scryptRecipient(passphrase: Uint8Array, signal?: AbortSignal): Recipient {
  return {
    async wrapFileKey(fileKey) {
      const salt = randomBytes(16)
      const key = await derive(passphrase, salt, WORK_FACTOR, signal)
      try {
        const body = chacha20poly1305(key, NONCE).encrypt(fileKey)
        return [new Stanza(['scrypt', unpadded(salt), String(WORK_FACTOR)], body)]
      } finally {
        wipe(key)
      }
    },
  }
}

/** Throws `passphrase-wrong`, `backup-too-costly` before any work, `backup-damaged`, `cancelled`. The caller wipes the passphrase. */
export function scryptIdentity(passphrase: Uint8Array, signal?: AbortSignal): Identity {
  return {
    async unwrapFileKey(stanzas) {
      const { salt, workFactor, body } = readStanza(stanzas)
      const key = await derive(passphrase, salt, workFactor, signal)
      try {
        return chacha20poly1305(key, NONCE).decrypt(body)
      } catch (_doesNotFit) {
        throw backupPassphraseWrong()
      } finally {
        wipe(key)
      }
    },
  }
}

/** A file for a passphrase is for nobody else: the only stanza. */
function readStanza(stanzas: Stanza[]) {
  const [stanza, ...others] = stanzas
  const [type, salt64 = '', factor = '', ...rest] = stanza?.args ?? []
  const salt = Buffer.from(salt64, 'base64')
  const isWhole = type === 'scrypt' && others.length + rest.length === 0 && unpadded(salt) === salt64
  if (!isWhole || salt.length !== 16 || stanza?.body.length !== 32) throw damagedBackup()
  if (!/^[1-9]\d{0,2}$/.test(factor)) throw damagedBackup()
  const workFactor = Number(factor)
  if (workFactor > MOST_WORK_FACTOR) throw tooCostlyBackup(workFactor)
  return { salt, workFactor, body: stanza.body }
}

function derive(
  passphrase: Uint8Array,
  salt: Uint8Array,
  workFactor: number,
  signal: AbortSignal | undefined,
): Promise<Buffer> {
  const cost = { N: 2 ** workFactor, r: 8, p: 1, maxmem: 129 * 8 * 2 ** workFactor + 1_000_000 }
  const work = new Promise<Buffer>((resolve, reject) => {
    scrypt(passphrase, Buffer.concat([LABEL, salt]), 32, cost, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
  return untilCancelled(work, signal, wipe)
}

const unpadded = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replace(/=+$/, '')
