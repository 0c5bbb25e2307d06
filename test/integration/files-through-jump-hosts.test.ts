import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Transfer } from '../../contract/transfers.js'
import { createAccess } from '../../main/core/files/access.js'
import { createTransfers } from '../../main/core/files/transfers/transfers.js'
import { localFiles } from '../../main/platform/local-files.js'
import { jumpLab, through } from '../helpers/jump-lab.js'
import { memoryDocumentStore, testLog } from '../helpers/memory-profile.js'
import { sshdInstalled } from '../helpers/sshd.js'
import { systemClock } from '../helpers/system-clock.js'
import { idOf } from '../helpers/ways-lab.js'

const SIZE = 256 * 1024 * 1024

describe.skipIf(!sshdInstalled)('files of an instance behind a jump host', () => {
  const { machine, lab } = jumpLab()
  let dir = ''
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'latchkey-jump-files-'))
  })
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  it('say which jump host died in the middle of a copy, and are gone on with once it is back', async () => {
    const edge = await machine('edge')
    const { connections } = lab([edge, await machine('db', through('edge'))])
    const common = { clock: systemClock, log: testLog() }
    const access = createAccess({ connections, ...common, apart: true })
    const [instanceId, to] = [idOf('db'), mkdtempSync(join(dir, 'to-'))]
    const transfers = createTransfers({
      ...{ access, ...common, store: memoryDocumentStore(), local: localFiles(to) },
      instanceName: async () => 'db',
      onEnd: () => undefined,
    })
    const when = async (is: (transfer: Transfer) => boolean) => {
      for await (const [transfer] of await transfers.watch(undefined, {}))
        if (transfer !== undefined && is(transfer)) return transfer
      throw new Error('Nobody tells any more.')
    }
    try {
      const source = join(dir, 'dump')
      writeFileSync(source, randomBytes(SIZE))
      const { id } = await transfers.download({ instanceId, sources: [source], to }, {})
      await when(({ doneBytes }) => doneBytes > 1024 * 1024)
      edge.sshd.hangUp()
      const failed = await when(({ state }) => state !== 'running')
      expect(failed).toMatchObject({
        state: 'failed',
        problems: [
          {
            problem: {
              code: 'ssh-closed',
              message: expect.stringContaining('The connection to the jump host edge was lost'),
              advice: 'Connect again.',
              retryable: true,
              hop: { instanceId: idOf('edge'), name: 'edge' },
            },
          },
        ],
      })
      await transfers.retry({ ids: [id] }, {})
      expect(await when(({ state }) => state === 'done' || state === 'failed')).toMatchObject({
        state: 'done',
      })
      expect(readFileSync(join(to, 'dump')).equals(readFileSync(source))).toBe(true)
    } finally {
      await transfers.closeAll()
      access.closeAll()
    }
  })
})
