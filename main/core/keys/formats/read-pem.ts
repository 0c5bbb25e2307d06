import { told } from '../../../../contract/words/say.js'
import { wipe } from '../../lib/wipe.js'
import { damagedKey, passphraseWrong } from '../key-errors.js'
import type { KeyFile, OpenedKey, PrivateFile } from './key-file.js'
import { type DekInfo, decryptDek, readDekInfo } from './pem-dek.js'
import { decryptPbes2, readPbes2 } from './pkcs8-pbes2.js'
import { type DerContent, isWholeSequence, readDerContent } from './read-der.js'
import { isOpensshFile, readOpenssh } from './read-openssh.js'
import { isRefusedLabel, namedRefusal, notAKey } from './refused-kinds.js'

/** One PEM block (RFC 7468, and RFC 1421 headers as OpenSSL writes them). */
export interface PemBlock {
  /** What stands behind BEGIN, e.g. `RSA PRIVATE KEY`. */
  label: string
  /** The value of its `DEK-Info` line; null without one. */
  dek: string | null
  bytes: Buffer
}

/**
 * Reads what stands in a PEM block, by its content rather than by its label. Throws `key-damaged`,
 * `key-type-unsupported`, `key-too-costly` or `key-unreadable`. Keeps views of `bytes`.
 */
export function readPem({ label, dek, bytes }: PemBlock): KeyFile {
  if (isRefusedLabel(label)) throw namedRefusal(label)
  if (isOpensshFile(bytes)) return readOpenssh(bytes)
  if (label === 'OPENSSH PRIVATE KEY') throw damagedKey(told`it does not begin as it should`)
  if (dek !== null) return dekFile(label, readDekInfo(dek, bytes), bytes)
  if (!isKeyLabel(label)) throw notAKey()
  return readDerFile(bytes, (format) => (format === 'PKCS#8' ? format : `PEM (${format})`))
}

/** As `readPem` for DER without a PEM block around it. */
export function readBareDer(bytes: Buffer): KeyFile {
  return readDerFile(bytes, (format) => `${format} (DER)`)
}

function readDerFile(bytes: Buffer, name: (format: string) => string): KeyFile {
  const content = readDerContent(bytes)
  if (content.kind === 'encrypted') return pbes2File(content, name('PKCS#8'))
  if (content.kind === 'public') return { format: name(content.format), blob: content.blob, comment: '' }
  const { half } = content
  return {
    format: name(content.format),
    encryption: null,
    blob: null,
    comment: '',
    open: async () => ({ half, comment: '', secret: bytes }),
  }
}

function dekFile(label: string, dek: DekInfo, bytes: Buffer): PrivateFile {
  const format =
    label === 'RSA PRIVATE KEY' ? 'PEM (PKCS#1)' : label === 'EC PRIVATE KEY' ? 'PEM (SEC1)' : 'PEM'
  return {
    format,
    encryption: `${dek.cipher.name}, one round of MD5`,
    blob: null,
    comment: '',
    open: async (passphrase) => openedDer(decryptDek(dek, bytes, passphrase)),
  }
}

function pbes2File({ algorithm, data }: DerContent & { kind: 'encrypted' }, format: string): PrivateFile {
  const scheme = readPbes2(algorithm, data)
  return {
    format,
    encryption: `${scheme.cipher.name}, ${scheme.kdf.words}`,
    blob: null,
    comment: '',
    open: async (passphrase, signal) => openedDer(await decryptPbes2(scheme, data, passphrase, signal)),
  }
}

/** CBC has no checksum: a wrong passphrase shows as bad padding or, now and then, as bytes that are nothing. */
function openedDer(secret: Buffer): OpenedKey {
  try {
    if (!isWholeSequence(secret)) throw passphraseWrong()
    const content = readDerContent(secret)
    if (content.kind !== 'private') throw damagedKey(told`there is no private key under its encryption`)
    return { half: content.half, comment: '', secret }
  } catch (error) {
    wipe(secret)
    throw error
  }
}

const isKeyLabel = (label: string) => /(?:^| )(?:PRIVATE|PUBLIC) KEY$/.test(label)
