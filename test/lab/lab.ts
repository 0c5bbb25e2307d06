import { mkdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addCast, type CastInstance, type CastOptions } from '../../main/demo/add-cast.js'
import { ZONES } from '../../main/demo/cast.js'
import type { Settings } from '../../main/demo/cloudstack/state.js'
import { sshdServesTerminals } from '../helpers/sshd.js'
import { type CloudStackSimulator, startCloudStackSimulator } from '../simulators/cloudstack/simulator.js'
import { ownImage, ownUserCanBeGuessed } from './images.js'
import { authorizedKeysPath, createSshdGuest } from './sshd-guest.js'

export interface LabOptions {
  /** By default real sshd where it works and its one login user can be guessed, else those of the product's demo. */
  guests?: 'sshd' | 'embedded'
  /** Of the API; by default any free one. */
  port?: number
  settings?: Partial<Settings>
}

export interface LabInstance extends Omit<CastInstance, 'guest'> {
  /** Of a real sshd. */
  authorizedKeysPath?: string
  /** The text of its authorized_keys. */
  authorizedKeys(): Promise<string>
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
  const stop = async () => {
    await cloud.stop()
    await rm(dir, { recursive: true, force: true })
  }
  const cast = await addCast(cloud, guests === 'sshd' ? realGuests(dir) : {}).catch(
    async (error: unknown) => {
      await stop()
      throw error
    },
  )
  const instances = cast.map((instance) => toInstance(instance, guests === 'sshd' ? dir : null))
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

function realGuests(dir: string): CastOptions {
  return {
    imageOf: ownImage,
    makeGuest(image) {
      const own = join(dir, image.name)
      mkdirSync(own, { recursive: true })
      return createSshdGuest({ ...image, dir: own })
    },
  }
}

function toInstance({ guest, ...instance }: CastInstance, dir: string | null): LabInstance {
  return {
    ...instance,
    ...(guest && dir !== null && { authorizedKeysPath: authorizedKeysPath(join(dir, instance.name)) }),
    authorizedKeys: async () => (await guest?.authorizedKeys.read()) ?? '',
    get hostKeyFingerprints() {
      return guest?.hostKeyFingerprints() ?? []
    },
    rebuild: async () => guest?.rebuild(),
  }
}
