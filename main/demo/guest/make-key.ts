import { createHash, generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import ssh2 from 'ssh2'

/** A key pair of one run: of a guest, or of somebody who put theirs on the cloud before Latchkey came. */
export interface MadeKey {
  /** PEM (SEC1), as ssh2's server takes it. */
  private: string
  /** One authorized_keys line without a comment. */
  public: string
  /** `SHA256:…`, as ssh-keygen prints it. */
  fingerprint: string
}

/** Makes an ECDSA P-256 key pair: Node writes it in a form that ssh2 reads, which it does not for Ed25519. */
export async function makeKey(): Promise<MadeKey> {
  const { privateKey } = await promisify(generateKeyPair)('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'der' },
  })
  const key = ssh2.utils.parseKey(privateKey)
  if (key instanceof Error) throw key
  const blob = key.getPublicSSH()
  return {
    private: privateKey,
    public: `${key.type} ${blob.toString('base64')}`,
    fingerprint: `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`,
  }
}
