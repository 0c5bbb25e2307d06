import { describe, expect, it } from 'vitest'
import { filesOnRoad, ON } from '../helpers/files-lab.js'
import { handClock } from '../helpers/hand-clock.js'
import { sshdInstalled } from '../helpers/sshd.js'

/** Nobody has needed them for so long. */
const LINGER_MS = 20_000

describe.skipIf(!sshdInstalled)('files that nobody needs any more', () => {
  it('are there for who comes while their end is not answered yet', async () => {
    const clock = handClock()
    const lab = await filesOnRoad([], clock)
    try {
      const home = () => lab.access.use(ON.instanceId, ({ sftp }) => sftp.realpath(Buffer.from('.')))
      const before = await home()
      lab.road.stall()
      clock.pass(LINGER_MS)
      await new Promise(setImmediate)
      const again = home()
      lab.road.resume()
      expect(await again).toEqual(before)
      expect(lab.logins()).toBe(2)
    } finally {
      await lab.stop()
    }
  })
})
