import { z } from 'zod'
import { LatchkeyError } from '../../lib/error.js'
import type { Client, Params } from './client.js'

const Projects = z.object({
  project: z.array(z.object({ id: z.string(), name: z.string() })).default([]),
})

/** A project of the account, whose key pairs and instances are its own. */
export interface Project {
  id: string
  name: string
}

/** Commands that mean the account's own things unless a project is named. */
const scoped = new Set([
  'listSSHKeyPairs',
  'registerSSHKeyPair',
  'createSSHKeyPair',
  'deleteSSHKeyPair',
  'listVirtualMachines',
  'listPortForwardingRules',
  'listPublicIpAddresses',
  'resetSSHKeyForVirtualMachine',
])

/** The client with `projectid` in every command that takes it. `project` is asked before the first of them. */
export function inProject(client: Client, project: (signal?: AbortSignal) => Promise<Project>): Client {
  async function withProject(command: string, params: Params, signal?: AbortSignal): Promise<Params> {
    return scoped.has(command) ? { ...params, projectid: (await project(signal)).id } : params
  }
  return {
    read: async (command, schema, params, signal, onBeginning) =>
      client.read(command, schema, await withProject(command, params, signal), signal, onBeginning),
    write: async (command, schema, params, landed, signal) =>
      client.write(command, schema, await withProject(command, params, signal), landed, signal),
  }
}

/** Finds a project by its id or its name. Throws `cloud-not-found` with the names that there are. */
export async function findProject(client: Client, wanted: string, signal?: AbortSignal): Promise<Project> {
  const { project: all } = await client.read('listProjects', Projects, {}, signal)
  const found = all.find(({ id }) => id === wanted) ?? all.find(({ name }) => name === wanted)
  if (found !== undefined) return found
  const names = all.map(({ name }) => name).join(', ')
  throw new LatchkeyError('cloud-not-found', `This user is in no project named "${wanted}".`, {
    advice:
      names === '' ? 'It is in no project at all: leave the field empty.' : `Choose one of these: ${names}.`,
  })
}
