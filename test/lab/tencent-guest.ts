import type { SshGuest } from '../../main/demo/guest/guest.js'
import type { Guest } from '../simulators/tencent/guest.js'

/** A guest of the lab as Tencent Cloud has it: the cloud writes its keys itself, in the place of those before. */
export function tencentGuest({ start, stop, authorizedKeys }: SshGuest): Guest {
  return {
    start: () => start(null),
    stop,
    setKeys: (publicKeys) => authorizedKeys.write(publicKeys.map((key) => `${key}\n`).join('')),
  }
}
