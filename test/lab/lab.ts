import { mkdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freshKeyTexts } from '../helpers/fresh-key.js'
import { freePort } from '../helpers/ports.js'
import { sshdServesTerminals } from '../helpers/sshd.js'
import { type CloudStackSimulator, startCloudStackSimulator } from '../simulators/cloudstack/simulator.js'
import type { Settings } from '../simulators/cloudstack/state.js'
import { LEGACY_KEY, ROLES, type Role, ZONES } from './cast.js'
import { createEmbeddedGuest } from './embedded-guest.js'
import type { LabGuest } from './guest.js'
import { cloudImage, type Image, ownImage, ownUserCanBeGuessed } from './images.js'
import { createSshdGuest } from './sshd-guest.js'

export interface LabOptions {
  /** By default real sshd where it works and its one login user can be guessed, else embedded guests. */
  guests?: 'sshd' | 'embedded'
  /** Of the API; by default any free one. */
  port?: number
  settings?: Partial<Settings>
}

export interface LabInstance {
  cloudId: string
  name: string
  host: '127.0.0.1'
  /** Where its SSH is reached; 0 if no rule leads to it. */
  port: number
  /** The one user that may log in. */
  user: string
  authorizedKeysPath?: string
  /** `SHA256:…` of the host keys it shows now; empty if it never ran or can't be reached. */
  readonly hostKeyFingerprints: string[]
  /** Reinstalls it at the same address: other host keys. Only for one that runs. */
  rebuild(): Promise<void>
}

export interface Lab {
  /** The CloudStack API and the account's keys, random in every run. */
  endpoint: string
  apiKey: string
  secretKey: string
  guests: 'sshd' | 'embedded'
  instances: LabInstance[]
  /** Throws if there is none of that name. */
  instance(name: string): LabInstance
  /** The cloud itself, for its faults, settings and state. */
  cloud: CloudStackSimulator
  /** Ends every guest, its sessions, and the cloud, and removes their files. */
  stop(): Promise<void>
}

/** A small cloud on this computer: a CloudStack API, and instances that can really be logged in to. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const guests = options.guests ?? (sshdServesTerminals() && ownUserCanBeGuessed() ? 'sshd' : 'embedded')
  const dir = await mkdtemp(join(tmpdir(), 'latchkey-lab-'))
  const { port, settings } = options
  const cloud = await startCloudStackSimulator({
    zones: ZONES,
    ...(port !== undefined && { port }),
    ...(settings && { settings }),
  })
  cloud.addKeyPair(LEGACY_KEY, (await freshKeyTexts()).public)
  const stop = async () => {
    await cloud.stop()
    await rm(dir, { recursive: true, force: true })
  }
  const instances = await addInstances(cloud, guests, dir).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return {
    endpoint: cloud.endpoint,
    apiKey: cloud.apiKey,
    secretKey: cloud.secretKey,
    guests,
    instances,
    instance(name) {
      const found = instances.find((instance) => instance.name === name)
      if (!found) throw new Error(`The lab has no instance ${name}`)
      return found
    },
    cloud,
    stop,
  }
}

async function addInstances(cloud: CloudStackSimulator, guests: Lab['guests'], dir: string) {
  const made = await Promise.all(ROLES.map((role) => makeGuest(role, guests, join(dir, role.name))))
  return Promise.all(made.map((parts) => addInstance(cloud, parts)))
}

interface Parts {
  role: Role
  image: Image
  guest: LabGuest | null
}

async function makeGuest(role: Role, guests: Lab['guests'], dir: string): Promise<Parts> {
  const image = guests === 'sshd' ? ownImage() : cloudImage(role)
  if (!role.reachable) return { role, image, guest: null }
  mkdirSync(dir, { recursive: true })
  const create = guests === 'sshd' ? createSshdGuest : createEmbeddedGuest
  const guest = create({ dir, name: role.name, user: image.user, port: await freePort() })
  return { role, image, guest }
}

async function addInstance(cloud: CloudStackSimulator, { role, image, guest }: Parts): Promise<LabInstance> {
  const vm = await cloud.addVirtualMachine({
    name: role.name,
    zone: role.zone,
    state: role.state,
    sshAlways: role.sshAlways,
    keypairs: role.keypair ? [role.keypair] : [],
    osdisplayname: image.osdisplayname,
    templatename: role.sshAlways ? image.templatename : `${image.templatename}, stock`,
    tags: image.tags,
    // TEST-NET-1: an address that is nobody's, should anyone try it.
    privateAddress: `192.0.2.${10 + ROLES.indexOf(role)}`,
    ...(guest && { guest, forward: { publicAddress: '127.0.0.1', publicPort: guest.port } }),
  })
  return toInstance(vm.id, role.name, image.user, guest)
}

function toInstance(cloudId: string, name: string, user: string, guest: LabGuest | null): LabInstance {
  return {
    cloudId,
    name,
    host: '127.0.0.1',
    port: guest?.port ?? 0,
    user,
    ...(guest && { authorizedKeysPath: guest.authorizedKeysPath }),
    get hostKeyFingerprints() {
      return guest?.hostKeyFingerprints() ?? []
    },
    rebuild: async () => guest?.rebuild(),
  }
}
