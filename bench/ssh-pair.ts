import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ownHostsFile } from '../main/core/known-hosts/hosts-file.js'
import { createKnownHosts } from '../main/core/known-hosts/known-hosts.js'
import { createQuestions } from '../main/core/questions/questions.js'
import { createConnector } from '../main/core/sessions/connector.js'
import type { SshConnection } from '../main/core/sessions/ssh.js'
import { systemClock } from '../main/platform/clock.js'
import { memoryTextFile, testLog } from '../test/helpers/memory-profile.js'
import { noNews } from '../test/helpers/no-news.js'
import { runOk } from '../test/helpers/processes.js'
import { type Sshd, startSshd } from '../test/helpers/sshd.js'
import { type TestSigner, testSigner } from '../test/helpers/test-signer.js'
import { knownHostsText, openSshArgs } from './openssh.js'

export interface SshPair {
  /** Connects as Latchkey does for a session. */
  connect(): Promise<SshConnection>
  /** Arguments of OpenSSH's `ssh`, up to the command. */
  sshArgs: string[]
}

/** A way to a server that isn't the direct one. */
export interface Road {
  port: number
  stop(): Promise<void>
}

/**
 * One sshd that lets both sides in, with an Ed25519 key each, its host key known to both. `config`: lines for sshd. `road`:
 * what both go through.
 */
export async function withSshd<T>(
  config: string[],
  work: (pair: SshPair) => Promise<T>,
  road?: (to: { host: string; port: number }) => Promise<Road>,
): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'latchkey-bench-'))
  const keyFile = join(dir, 'id_ed25519')
  await runOk('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', keyFile])
  const signer = testSigner()
  const peerLine = (await readFile(`${keyFile}.pub`, 'utf8')).trim()
  const authorizedKeys = [signer.publicLine, peerLine]
  // What sshd's sessions say for debugging would come out of ssh's stderr.
  const sshd = await startSshd({ dir, authorizedKeys, config: ['LogLevel INFO', ...config] })
  const way = await road?.(sshd)
  const server = { ...sshd, port: way?.port ?? sshd.port }
  try {
    return await work({
      connect: connector(server, signer),
      sshArgs: await openSshArgs(server, dir, keyFile),
    })
  } finally {
    await way?.stop()
    await sshd.stop()
    await rm(dir, { recursive: true, force: true })
  }
}

function connector(
  sshd: Pick<Sshd, 'host' | 'port' | 'user' | 'hostKeys'>,
  signer: TestSigner,
): SshPair['connect'] {
  const file = memoryTextFile(knownHostsText(sshd))
  const knownHosts = createKnownHosts({ file: ownHostsFile(file), clock: systemClock, news: noNews })
  const connect = createConnector({
    knownHosts,
    questions: createQuestions({ clock: systemClock }),
    clock: systemClock,
    log: testLog(),
  })
  const { host, port, user } = sshd
  return () => connect({ target: { host, port, user }, signer, instanceName: 'bench' })
}
