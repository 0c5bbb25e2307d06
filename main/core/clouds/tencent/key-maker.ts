import { z } from 'zod'
import { isLatchkeyError } from '../../lib/error.js'
import type { Cloud, CloudKeyEntry } from '../cloud.js'
import { privateHalfLost } from '../cloud-error.js'
import type { Client } from './client.js'
import { DEFAULT_PROJECT } from './key-record.js'

const Created = z.object({ KeyPair: z.object({ KeyId: z.string(), PrivateKey: z.string().min(1) }) })

/**
 * CreateKeyPair, which answers the private half (PKCS#1 PEM) once and never again. Where that answer is lost, nobody
 * has the private half: the key pair is then deleted in the cloud again.
 */
export function createKeyMaker(
  client: Client,
  { listKeys, deleteKey }: Pick<Cloud, 'listKeys' | 'deleteKey'>,
): NonNullable<Cloud['createKey']> {
  return async function createKey(name, signal) {
    const before = new Set((await listKeys(signal)).map(({ cloudKeyId }) => cloudKeyId))
    const isNew = (entry: CloudKeyEntry) => entry.name === name && !before.has(entry.cloudKeyId)
    let orphan: CloudKeyEntry | undefined
    const landed = async () => {
      orphan = (await listKeys(signal)).find(isNew)
      return orphan !== undefined
    }
    const call = { action: 'CreateKeyPair', params: { KeyName: name, ProjectId: DEFAULT_PROJECT } }
    const made = await client.write(call, Created, landed, signal).catch(async (error) => {
      if (!isUnreadable(error) || !(await landed())) throw error
      return null
    })
    if (made !== null) return new TextEncoder().encode(made.KeyPair.PrivateKey)
    if (orphan !== undefined) await deleteKey(orphan, signal)
    throw privateHalfLost()
  }
}

/** Whether an answer came that holds no private half that we could find. */
function isUnreadable(error: unknown): boolean {
  return isLatchkeyError(error, 'cloud-not-an-api') || isLatchkeyError(error, 'cloud-unexpected-answer')
}
