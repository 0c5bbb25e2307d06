import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readKeys } from '../main/core/keys/formats/read-keys.js'
import { runOk } from '../test/helpers/processes.js'
import { alternate, type Bench, ratioRow } from './row.js'

const ROUNDS = 25
const PASSPHRASE = 'known to everybody'

/**
 * An encrypted private key as ssh-keygen writes it by itself, opened and proven by Latchkey in its running process,
 * against `ssh-keygen -y`, started anew, which is how each is used.
 */
export const vaultOpenBcrypt: Bench = {
  name: 'vault.open-bcrypt',
  needs: ['openssh-client'],
  async run() {
    const dir = await mkdtemp(join(tmpdir(), 'latchkey-bench-'))
    const path = join(dir, 'id_ed25519')
    const askpass = join(dir, 'askpass')
    try {
      await writeFile(askpass, `#!/bin/sh\necho '${PASSPHRASE}'\n`, { mode: 0o700 })
      await runOk('ssh-keygen', ['-q', '-t', 'ed25519', '-N', PASSPHRASE, '-f', path])
      const file = await readFile(path)
      const env = { ...process.env, SSH_ASKPASS: askpass, SSH_ASKPASS_REQUIRE: 'force' }
      const { ours, peer } = await alternate(
        ROUNDS,
        async () => openOnce(file),
        async () => void (await runOk('ssh-keygen', ['-y', '-f', path], { env })),
      )
      return [ratioRow('vault.open-bcrypt', 'ms', ours, peer, 1.2)]
    } finally {
      await rm(dir, { recursive: true, force: true })
    }
  },
}

async function openOnce(file: Buffer): Promise<void> {
  const [key] = await readKeys(file, { part: 0, passphrase: Buffer.from(PASSPHRASE) })
  if (key?.state !== 'key') throw new Error('The key did not open.')
}
