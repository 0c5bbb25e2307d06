import { createPrivateKey, type KeyObject } from 'node:crypto'
import { isLatchkeyError } from '../lib/error.js'
import { wipe } from '../lib/wipe.js'
import { damagedKey, passphraseNeeded, passphraseWrong, unsupportedCipher } from './key-errors.js'
import { requireModestCost, requireQuickKind } from './pkcs8-cost.js'
import { decryptPem } from './unlock-worker.js'

/** One PEM block (RFC 7468, and RFC 1421 headers as OpenSSL writes them). */
export interface PemBlock {
  /** What stands behind BEGIN, e.g. `RSA PRIVATE KEY`. */
  label: string
  /** `Name: value` lines, e.g. `DEK-Info`. */
  headers: Map<string, string>
  bytes: Buffer
}

/** Whether the block's content is encrypted. */
function isEncryptedPem({ label, headers }: PemBlock): boolean {
  return label === 'ENCRYPTED PRIVATE KEY' || headers.has('DEK-Info')
}

/**
 * Opens PKCS#1, SEC1 and PKCS#8, also encrypted (DEK-Info, PBES2). Throws `passphrase-needed`, `passphrase-wrong`,
 * `key-damaged`, `key-type-unsupported`, `key-too-costly` or `cancelled`. Nothing is proven yet.
 */
export async function openPem(
  block: PemBlock,
  passphrase: Uint8Array | null,
  signal?: AbortSignal,
): Promise<KeyObject> {
  if (isEncryptedPem(block)) return openEncrypted(block, passphrase, signal)
  if (block.label === 'PRIVATE KEY') requireQuickKind(block.bytes)
  try {
    return createPrivateKey(pemText(block))
  } catch (cause) {
    throw damagedKey('its content is no private key', cause)
  }
}

async function openEncrypted(block: PemBlock, passphrase: Uint8Array | null, signal?: AbortSignal) {
  requireReadable(block)
  if (passphrase === null || passphrase.length === 0) throw passphraseNeeded()
  const der = await decryptPem(pemText(block), passphrase, signal).catch((cause) => {
    // CBC has no checksum: a wrong passphrase shows as bad padding or, now and then, as content that is no key.
    throw isLatchkeyError(cause) ? cause : passphraseWrong(cause)
  })
  try {
    requireQuickKind(der)
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  } finally {
    wipe(der)
  }
}

/** What OpenSSL 3 reads without its legacy provider. */
const DEK_CIPHERS: Record<string, number> = {
  'AES-128-CBC': 16,
  'AES-192-CBC': 16,
  'AES-256-CBC': 16,
  'DES-EDE3-CBC': 8,
}

function requireReadable({ headers, bytes }: PemBlock): void {
  const dek = headers.get('DEK-Info')
  if (dek === undefined) {
    requireModestCost(bytes)
    return
  }
  const name = dek.split(',')[0] ?? ''
  const blockLength = DEK_CIPHERS[name]
  if (blockLength === undefined) throw unsupportedCipher(name)
  if (bytes.length === 0 || bytes.length % blockLength !== 0) throw damagedKey('its length is wrong')
}

function pemText({ label, headers, bytes }: PemBlock): string {
  const head = [...headers].map(([name, value]) => `${name}: ${value}\n`).join('')
  const body = (bytes.toString('base64').match(/.{1,64}/g) ?? []).join('\n')
  return `-----BEGIN ${label}-----\n${head}${head && '\n'}${body}\n-----END ${label}-----\n`
}
