import { EventEmitter } from 'node:events'
import type { Client } from 'ssh2'
import { expect, it, vi } from 'vitest'
import { handClock } from '../../../test/helpers/hand-clock.js'
import { testLog } from '../../../test/helpers/memory-profile.js'
import type { SshConnection } from './ssh.js'
import { createWake } from './wake.js'

it('connects all the same where the system does not tell its addresses', async () => {
  const log = testLog()
  const wake = createWake({
    ...{ clock: handClock(), log },
    addresses() {
      throw new Error('uv_interface_addresses returned Unknown system error 13')
    },
  })
  const client = new EventEmitter() as Client
  const hostKey = { algorithm: 'ssh-ed25519', fingerprint: 'SHA256:x' }
  const connect = async (): Promise<SshConnection> => ({ client, hostKey, end: () => undefined })
  expect(await wake.watched(connect)({})).toMatchObject({ hostKey })
  await vi.waitFor(() => expect(JSON.stringify(log)).toContain('ssh.not-looked-after'))
  wake.close()
})
