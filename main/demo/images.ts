import type { Role } from './cast.js'

/** What CloudStack tells of an image, and the user it lets in. CloudStack has no field for that user. */
export interface Image {
  user: string
  osdisplayname: string
  templatename: string
  tags: { key: string; value: string }[]
}

const CLOUD_IMAGES: Record<Role['image'], Omit<Image, 'tags'>> = {
  debian: image('debian', 'Debian GNU/Linux 12 (64-bit)', 'Debian 12 cloud image'),
  ubuntu: image('ubuntu', 'Ubuntu 24.04 LTS', 'Ubuntu 24.04 cloud image'),
  rocky: image('rocky', 'Rocky Linux 9', 'Rocky 9 GenericCloud'),
  centos: image('centos', 'CentOS 7', 'CentOS 7 GenericCloud'),
}

function image(user: string, osdisplayname: string, templatename: string) {
  return { user, osdisplayname, templatename }
}

/** A cloud image with the user that its makers chose. */
export const cloudImage = (role: Role): Image => ({ ...CLOUD_IMAGES[role.image], tags: [] })

/** The cloud image whose user is of that name. */
export function imageOfUser(user: string): Image | undefined {
  const found = Object.values(CLOUD_IMAGES).find((known) => known.user === user)
  return found && { ...found, tags: [] }
}
