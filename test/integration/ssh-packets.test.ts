import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest'
import type { Transfer } from '../../contract/transfers.js'
import { openSftp } from '../../main/core/files/sftp/sftp.js'
import { OPEN } from '../../main/core/files/sftp/wire.js'
import { filesLab, ON } from '../helpers/files-lab.js'
import { latchkeySsh } from '../helpers/latchkey-ssh.js'
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

/** Node 20 can't free a buffer; Electron and later ones can. */
function canFree(): void {
  if ('transfer' in ArrayBuffer.prototype) return
  const value = function (this: ArrayBuffer) {
    structuredClone(this, { transfer: [this] })
  }
  Object.defineProperty(ArrayBuffer.prototype, 'transfer', { value, configurable: true })
  onTestFinished(() => {
    Reflect.deleteProperty(ArrayBuffer.prototype, 'transfer')
  })
}

it.skipIf(!sshdInstalled)(
  'What was compressed comes out of buffers that are used again, which are not freed',
  { timeout: 60_000 },
  async () => {
    canFree()
    const signer = testSigner()
    const sshd = await startSshd({ dir, authorizedKeys: [signer.publicLine], config: ['Compression yes'] })
    const { client, end } = await latchkeySsh().login(sshd, signer, { transport: { compression: true } })
    try {
      const bytes = Buffer.alloc(1_000_000, 'every line is the same as the one before\n')
      writeFileSync(join(dir, 'source'), bytes)
      const sftp = await openSftp(client, new Promise(() => undefined))
      const file = await sftp.open(Buffer.from(join(dir, 'source')), OPEN.READ)
      for (let at = 0; at < bytes.length; at += 32_768) {
        const read = await sftp.read(file, at, 32_768)
        expect(read?.equals(bytes.subarray(at, at + 32_768)), `from ${at} on`).toBe(true)
      }
      expect(sshd.log()).toContain('compression: zlib@openssh.com')
    } finally {
      end()
      await sshd.stop()
    }
  },
)
