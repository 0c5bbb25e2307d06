import { userInfo } from 'node:os'
import type { Role } from './cast.js'

/** What CloudStack tells of an image, and the user it lets in. CloudStack has no field for that user. */
export interface Image {
  user: string
  osdisplayname: string
  templatename: string
  tags: { key: string; value: string }[]
}

const CLOUD_IMAGES: Record<Role['image'], [user: string, osdisplayname: string, templatename: string]> = {
  debian: ['debian', 'Debian GNU/Linux 12 (64-bit)', 'Debian 12 cloud image'],
  ubuntu: ['ubuntu', 'Ubuntu 24.04 LTS', 'Ubuntu 24.04 cloud image'],
  rocky: ['rocky', 'Rocky Linux 9', 'Rocky 9 GenericCloud'],
  centos: ['centos', 'CentOS 7', 'CentOS 7 GenericCloud'],
}

/** A cloud image with the user that its makers chose. */
export function cloudImage(role: Role): Image {
  const [user, osdisplayname, templatename] = CLOUD_IMAGES[role.image]
  return { user, osdisplayname, templatename, tags: [] }
}

/** Whether the names of an image can tell a client that its login user is the one that runs the lab. */
export function ownUserCanBeGuessed(): boolean {
  const { username } = userInfo()
  return username === 'root' || cloudImageOf(username) !== undefined
}

const cloudImageOf = (username: string) => Object.values(CLOUD_IMAGES).find(([user]) => user === username)

/**
 * An image whose user is the one that runs the lab, since a real sshd started by an ordinary user lets nobody else in.
 * Where that is the user of a known image it is that image; else an unknown Linux, from whose names root is the best
 * guess, and for any other user the template and a tag say who.
 */
export function ownImage(): Image {
  const { username } = userInfo()
  const known = cloudImageOf(username)
  if (known) return { user: known[0], osdisplayname: known[1], templatename: known[2], tags: [] }
  return {
    user: username,
    osdisplayname: 'Other Linux (64-bit)',
    templatename: username === 'root' ? 'Lab image' : `Lab image (login ${username})`,
    tags: [{ key: 'ssh-user', value: username }],
  }
}
