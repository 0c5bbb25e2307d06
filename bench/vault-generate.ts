import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { GenerateSpec } from '../contract/keys.js'
import { generateKey } from '../main/core/keys/generate.js'
import { runOk } from '../test/helpers/processes.js'
import { alternate, type Bench, type Row, ratioRow } from './row.js'

/** The time for an RSA key is a matter of luck, so its median needs many rounds. */
const kinds: { name: string; spec: GenerateSpec; keygen: string[]; rounds: number }[] = [
  { name: 'ed25519', spec: { type: 'ed25519' }, keygen: ['-t', 'ed25519'], rounds: 25 },
  { name: 'ecdsa256', spec: { type: 'ecdsa', bits: 256 }, keygen: ['-t', 'ecdsa', '-b', '256'], rounds: 25 },
  { name: 'rsa3072', spec: { type: 'rsa', bits: 3072 }, keygen: ['-t', 'rsa', '-b', '3072'], rounds: 21 },
  { name: 'rsa4096', spec: { type: 'rsa', bits: 4096 }, keygen: ['-t', 'rsa', '-b', '4096'], rounds: 13 },
]

/**
 * A new key pair, made and proven by Latchkey in its running process, against one that `ssh-keygen` makes and writes,
 * started anew, which is how each is used.
 */
export const vaultGenerate: Bench = {
  name: 'vault.generate',
  needs: ['openssh-client'],
  async run() {
    const dir = await mkdtemp(join(tmpdir(), 'latchkey-bench-'))
    const rows: Row[] = []
    try {
      for (const { name, spec, keygen, rounds } of kinds) {
        let made = 0
        const { ours, peer } = await alternate(
          rounds,
          async () => void (await generateKey(spec)),
          async () => {
            await runOk('ssh-keygen', ['-q', ...keygen, '-N', '', '-f', join(dir, `${name}-${made++}`)])
          },
        )
        rows.push(ratioRow(`vault.generate.${name}`, 'ms', ours, peer, 1))
      }
      return rows
    } finally {
      await rm(dir, { recursive: true, force: true })
    }
  },
}
