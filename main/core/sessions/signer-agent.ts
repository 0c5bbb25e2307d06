import { BaseAgent, type IdentityCallback, type SignCallback, type SigningRequestOptions } from 'ssh2'
import { publicKeyLine } from '../keys/public-key.js'
import type { Signer } from '../keys/signer.js'
import { LatchkeyError } from '../lib/error.js'

/** A signer in the form that `ssh2` takes: an agent that has exactly this one key. */
export class SignerAgent extends BaseAgent<string> {
  constructor(
    private readonly signer: Signer,
    private readonly onSigned: () => void,
  ) {
    super()
  }

  override getIdentities(callback: IdentityCallback<string>): void {
    callback(null, [publicKeyLine(this.signer.publicBlob, '')])
  }

  override sign(
    _publicKey: unknown,
    data: Buffer,
    options: SigningRequestOptions | SignCallback,
    callback?: SignCallback,
  ): void {
    const done = typeof options === 'function' ? options : callback
    const hash = typeof options === 'function' ? undefined : options.hash
    this.signer.accepted?.()
    signWith(this.signer, data, hash).then(
      (signature) => {
        this.onSigned()
        done?.(null, signature)
      },
      (error: unknown) => done?.(error instanceof Error ? error : new Error(String(error))),
    )
  }
}

async function signWith(signer: Signer, data: Buffer, hash: SigningRequestOptions['hash']): Promise<Buffer> {
  return Buffer.from(await signer.sign(data, requireSha2(hash)))
}

/** ssh2 turns to ssh-rsa, which is SHA-1, where the server doesn't say that it takes anything else. */
export function requireSha2(hash: SigningRequestOptions['hash']): 'sha256' | 'sha512' | undefined {
  if (hash !== 'sha1') return hash
  throw new LatchkeyError('ssh-auth-refused', 'The server takes RSA keys only with SHA-1 signatures.', {
    advice: 'Bind an Ed25519 or ECDSA key to this instance, or update its SSH server.',
  })
}
