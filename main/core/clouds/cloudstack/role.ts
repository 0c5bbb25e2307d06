import { z } from 'zod'
import { told } from '../../../../contract/words/say.js'
import { isLatchkeyError } from '../../lib/error.js'
import type { Client } from './client.js'

/** https://cloudstack.apache.org/api/apidocs-4.22/apis/listApis.html: what the role of the asker may call. */
const Apis = z.object({ api: z.array(z.object({ name: z.string() })).default([]) })

const changes = [
  ['registerSSHKeyPair', told`Key pairs can’t be pushed`],
  ['deleteSSHKeyPair', told`Key pairs can’t be deleted`],
  ['createSSHKeyPair', told`The cloud can’t be asked to make a key pair`],
  ['resetSSHKeyForVirtualMachine', told`Keys can’t be bound by the cloud’s own call`],
  ['stopVirtualMachine', told`Instances can’t be stopped`],
  ['startVirtualMachine', told`Instances can’t be started`],
  ['queryAsyncJobResult', told`It can’t be seen when stop, start or Reset SSH key is done`],
] as const

/**
 * The rights to change something that the role leaves out, as sentences. No other call proves them without changing something;
 * where the cloud keeps its list of commands to itself, or gives none that can be read, nothing is known of them.
 */
export async function missingChanges(client: Client, signal?: AbortSignal): Promise<string[]> {
  const allowed = await allowedCommands(client, signal)
  if (allowed === null) return []
  return changes.flatMap(([command, sentence]) => (allowed.has(command) ? [] : [`${sentence} (${command}).`]))
}

async function allowedCommands(client: Client, signal?: AbortSignal): Promise<Set<string> | null> {
  try {
    const { api } = await client.read('listApis', Apis, {}, signal)
    return api.length === 0 ? null : new Set(api.map(({ name }) => name))
  } catch (error) {
    if (saysNothing.some((code) => isLatchkeyError(error, code))) return null
    throw error
  }
}

const saysNothing = [
  'cloud-forbidden',
  'cloud-credentials',
  'cloud-not-found',
  'cloud-failed',
  'cloud-unexpected-answer',
] as const
