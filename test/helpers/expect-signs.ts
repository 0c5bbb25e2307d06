import { randomBytes, verify } from 'node:crypto'
import { expect } from 'vitest'
import { publicKeyFromBlob } from '../../main/core/keys/public-key.js'
import type { App } from '../../main/core/services.js'

/** Opens an Ed25519 key pair for signing, and expects a signature that its public half verifies. */
export async function expectSigns({ keys }: Pick<App, 'keys'>, id: string): Promise<void> {
  const signer = await keys.openSigner(id)
  const data = randomBytes(32)
  const publicKey = publicKeyFromBlob(Buffer.from(keys.record(id).blob, 'base64'))
  expect(verify(null, data, publicKey, await signer.sign(data)), `a signature of ${id}`).toBe(true)
  signer.close()
}
