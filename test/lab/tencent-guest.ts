import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Guest } from '../simulators/tencent/guest.js'
import type { LabGuest } from './guest.js'

/** A guest of the lab as Tencent Cloud has it: the cloud writes its keys itself, in the place of those before. */
export function tencentGuest({ start, stop, authorizedKeysPath }: LabGuest): Guest {
  return {
    start: () => start(null),
    stop,
    async setKeys(publicKeys) {
      await mkdir(dirname(authorizedKeysPath), { recursive: true, mode: 0o700 })
      await writeFile(authorizedKeysPath, publicKeys.map((key) => `${key}\n`).join(''), { mode: 0o600 })
    },
  }
}
