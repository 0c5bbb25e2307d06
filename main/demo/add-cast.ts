import { ROLES, type Role } from './cast.js'
import type { CloudStack } from './cloudstack/cloudstack.js'
import { freePort } from './free-port.js'
import { createEmbeddedGuest } from './guest/embedded-guest.js'
import type { GuestImage, SshGuest } from './guest/guest.js'
import { makeKey } from './guest/make-key.js'
import { cloudImage, type Image } from './images.js'

export interface CastInstance {
  cloudId: string
  name: string
  host: '127.0.0.1'
  /** Where its SSH is reached; 0 if no rule leads to it. */
  port: number
  /** The one user that may log in. */
  user: string
  /** Null if it can't be reached. */
  guest: SshGuest | null
}

/** How the servers of the cast are made. By default each is the demo's own, with the user of its image. */
export interface CastOptions {
  imageOf?(role: Role): Image
  makeGuest?(image: GuestImage): Promise<SshGuest> | SshGuest
}

/** Puts the instances of the cast on a cloud that has its zones, with a server behind each that can be reached. */
export async function addCast(
  cloud: CloudStack,
  { imageOf = cloudImage, makeGuest = createEmbeddedGuest }: CastOptions = {},
): Promise<CastInstance[]> {
  for (const name of new Set(ROLES.flatMap(({ keypair }) => keypair ?? [])))
    cloud.addKeyPair(name, (await makeKey()).public)
  const made = await Promise.all(
    ROLES.map(async (role) => {
      const image = imageOf(role)
      if (!role.reachable) return { role, image, guest: null }
      const guest = await makeGuest({ name: role.name, user: image.user, port: await freePort() })
      return { role, image, guest }
    }),
  )
  return Promise.all(made.map((parts) => addInstance(cloud, parts)))
}

async function addInstance(
  cloud: CloudStack,
  { role, image, guest }: { role: Role; image: Image; guest: SshGuest | null },
): Promise<CastInstance> {
  const { id } = await cloud.addVirtualMachine({
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
  return { cloudId: id, name: role.name, host: '127.0.0.1', port: guest?.port ?? 0, user: image.user, guest }
}
