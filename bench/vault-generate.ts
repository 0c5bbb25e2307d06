import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { GenerateSpec } from '../contract/keys.js'
import { generateKey } from '../main/core/keys/generate.js'
import { runOk } from '../test/helpers/processes.js'
import { alternate, type Bench, type Row, ratioRow } from './row.js'

/**
 * The time for an RSA key is a matter of luck: one differs from the next by half of the mean. So the ratio of medians is
 * good to about 20 % after 31 rounds, 30 % after 15: more would take minutes more.
 */
const kinds: { name: string; spec: GenerateSpec; keygen: string[]; rounds: number }[] = [
  { name: 'ed25519', spec: { type: 'ed25519' }, keygen: ['-t', 'ed25519'], rounds: 25 },
  ...([256, 384, 521] as const).map((bits) => ({
    name: `ecdsa${bits}`,
    spec: { type: 'ecdsa', bits } as const,
    keygen: ['-t', 'ecdsa', '-b', String(bits)],
    rounds: 25,
  })),
  ...([2048, 3072, 4096] as const).map((bits) => ({
    name: `rsa${bits}`,
    spec: { type: 'rsa', bits } as const,
    keygen: ['-t', 'rsa', '-b', String(bits)],
    rounds: bits === 4096 ? 15 : 31,
  })),
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
          spec.type === 'rsa' ? untilQuiet : undefined,
        )
        rows.push(ratioRow(`vault.generate.${name}`, 'ms', ours, peer, 1))
      }
      return rows
    } finally {
      await rm(dir, { recursive: true, force: true })
    }
  },
}

/** Until this process computes nothing more: of two threads that look for an RSA key, the slower goes on for a while. */
async function untilQuiet(): Promise<void> {
  for (;;) {
    const before = process.cpuUsage()
    await pause(50)
    const { user } = process.cpuUsage(before)
    if (user < 10_000) return
  }
}
