import { userInfo } from 'node:os'
import { type Image, imageOfUser } from '../../main/demo/images.js'

/** Whether the names of an image can tell a client that its login user is the one that runs the lab. */
export function ownUserCanBeGuessed(): boolean {
  const { username } = userInfo()
  return username === 'root' || imageOfUser(username) !== undefined
}

/**
 * An image whose user is the one that runs the lab, since a real sshd started by an ordinary user lets nobody else in.
 * Where that is the user of a known image it is that image; else an unknown Linux, from whose names root is the best
 * guess, and for any other user the template and a tag say who.
 */
export function ownImage(): Image {
  const { username } = userInfo()
  return (
    imageOfUser(username) ?? {
      user: username,
      osdisplayname: 'Other Linux (64-bit)',
      templatename: username === 'root' ? 'Lab image' : `Lab image (login ${username})`,
      tags: [{ key: 'ssh-user', value: username }],
    }
  )
}
