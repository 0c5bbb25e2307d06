import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Transfer } from '../../contract/transfers.js'
import { filesLab, ON } from '../helpers/files-lab.js'
import { sshdInstalled, startSshd } from '../helpers/sshd.js'
import { testSigner } from '../helpers/test-signer.js'

const over = ({ state }: Transfer) => ['done', 'failed', 'cancelled'].includes(state)

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'latchkey-packets-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

/** Of the first kind packets are ours, of the others ssh2's. */
const ciphers = [
  'aes128-gcm@openssh.com',
  'aes256-gcm@openssh.com',
  'chacha20-poly1305@openssh.com',
  'aes128-ctr',
]

it.skipIf(!sshdInstalled).each(ciphers)(
  'Under %s every byte arrives, also while keys are exchanged anew',
  { timeout: 120_000 },
  async (cipher) => {
    const signer = testSigner()
    const config = [`Ciphers ${cipher}`, 'RekeyLimit 300K', 'Subsystem sftp internal-sftp']
    const sshd = await startSshd({ dir, authorizedKeys: [signer.publicLine], config })
    const lab = await filesLab(sshd, signer)
    try {
      const bytes = randomBytes(3_000_000)
      const source = join(dir, 'source')
      writeFileSync(source, bytes)
      const up = await lab.transfers.upload({ ...ON, sources: [source], to: lab.remote }, {})
      expect(await lab.when(up.id, over)).toMatchObject({ state: 'done', checked: 'tail' })
      const there = join(lab.remote, 'source')
      expect(readFileSync(there).equals(bytes)).toBe(true)
      const down = await lab.transfers.download({ ...ON, sources: [there], to: lab.local }, {})
      expect(await lab.when(down.id, over)).toMatchObject({ state: 'done', checked: 'tail' })
      expect(readFileSync(join(lab.local, 'source')).equals(bytes)).toBe(true)
      const exchanges = sshd.log().match(/SSH2_MSG_KEXINIT received/g) ?? []
      expect(exchanges.length).toBeGreaterThan(8)
      expect(sshd.log()).toContain(`cipher: ${cipher}`)
    } finally {
      await lab.stop()
      await sshd.stop()
    }
  },
)
