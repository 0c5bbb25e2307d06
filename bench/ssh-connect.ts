import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKnownHosts } from '../main/core/known-hosts/known-hosts.js'
import { createQuestions } from '../main/core/questions/questions.js'
import { createConnector } from '../main/core/sessions/connector.js'
import type { ConnectSsh } from '../main/core/sessions/ssh.js'
import { systemClock } from '../main/platform/clock.js'
import { memoryTextFile, testLog } from '../test/helpers/memory-profile.js'
import { runOk } from '../test/helpers/processes.js'
import { type Sshd, startSshd } from '../test/helpers/sshd.js'
import { type TestSigner, testSigner } from '../test/helpers/test-signer.js'
import { knownHostsText, openSshArgs } from './openssh.js'
import { alternate, type Bench, ratioRow } from './row.js'

const ROUNDS = 25
const COMMAND = 'echo first'

/**
 * Connect, authenticate, first byte of a command's output: Latchkey's connector in its running process against OpenSSH's
 * `ssh` started anew, which is how each is used. Same sshd, an Ed25519 key each, the host key known to both.
 */
export const sshConnect: Bench = {
  name: 'ssh.connect',
  needs: ['openssh-client', 'openssh-server'],
  async run() {
    const dir = await mkdtemp(join(tmpdir(), 'latchkey-bench-'))
    const keyFile = join(dir, 'id_ed25519')
    await runOk('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', keyFile])
    const signer = testSigner()
    const peerLine = (await readFile(`${keyFile}.pub`, 'utf8')).trim()
    const authorizedKeys = [signer.publicLine, peerLine]
    // What sshd's sessions say for debugging would come out of ssh's stderr.
    const sshd = await startSshd({ dir, authorizedKeys, config: ['LogLevel INFO'] })
    try {
      const connect = connectorThatKnows(sshd)
      const sshArgs = [...(await openSshArgs(sshd, dir, keyFile)), COMMAND]
      const { ours, peer } = await alternate(
        ROUNDS,
        () => firstByteOfLatchkey(connect, sshd, signer),
        () => firstByteOfOpenSsh(sshArgs),
      )
      return [ratioRow('ssh.connect', 'ms', ours, peer, 1)]
    } finally {
      await sshd.stop()
      await rm(dir, { recursive: true, force: true })
    }
  },
}

function connectorThatKnows(sshd: Sshd): ConnectSsh {
  const file = memoryTextFile(knownHostsText(sshd))
  const knownHosts = createKnownHosts({ file, clock: systemClock })
  return createConnector({
    knownHosts,
    questions: createQuestions({ clock: systemClock }),
    clock: systemClock,
    log: testLog(),
  })
}

async function firstByteOfLatchkey(
  connect: ConnectSsh,
  { host, port, user }: Sshd,
  signer: TestSigner,
): Promise<void> {
  const connection = await connect({ target: { host, port, user }, signer, instanceName: 'bench' })
  await new Promise<void>((resolve, reject) => {
    connection.client.exec(COMMAND, (error, channel) => {
      if (error) reject(error)
      else channel.once('data', () => resolve())
    })
  })
  connection.end()
}

async function firstByteOfOpenSsh(args: string[]): Promise<void> {
  const child = spawn('ssh', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  await Promise.race([
    once(child.stdout, 'data'),
    ended.then(([code]) => Promise.reject(new Error(`ssh ended with ${code} before its first byte`))),
  ])
  child.stdout.destroy()
  child.kill()
}
