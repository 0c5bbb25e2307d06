import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sshBanner } from './ports.js'
import { run, runOk } from './processes.js'
import { type Sshd, sshdInstalled, startSshd } from './sshd.js'

let dir: string
let sshd: Sshd | undefined

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'latchkey-sshd-'))
})

afterEach(async () => {
  await sshd?.stop()
  await rm(dir, { recursive: true, force: true })
})

it.skipIf(!sshdInstalled && !process.env.CI)(
  'lets in exactly the authorized key, and comes back after a restart',
  async () => {
    const key = join(dir, 'id')
    await runOk('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
    sshd = await startSshd({
      dir,
      authorizedKeys: [await readFile(`${key}.pub`, 'utf8')],
      hostKeys: ['ed25519', 'rsa'],
    })

    expect(await login(sshd, key)).toMatchObject({ code: 0, stdout: 'hello\n' })
    const before = sshd.hostKeyFingerprints
    expect(before).toHaveLength(2)

    await sshd.authorize([])
    expect((await login(sshd, key)).stderr).toContain('Permission denied')

    await sshd.stop()
    expect(await sshBanner(sshd.port)).toBeNull()
    await sshd.restart()
    expect(sshd.hostKeyFingerprints).toEqual(before)
    expect(await sshBanner(sshd.port)).toContain('SSH-2.0-OpenSSH')
    await sshd.restart({ newHostKeys: true })
    expect(sshd.hostKeyFingerprints).not.toEqual(before)
  },
)

function login({ host, port, user }: Sshd, key: string) {
  const options = [
    '-F',
    'none',
    '-o',
    'BatchMode=yes',
    '-o',
    'IdentitiesOnly=yes',
    '-o',
    'StrictHostKeyChecking=no',
  ]
  return run('ssh', [
    ...options,
    '-o',
    'UserKnownHostsFile=/dev/null',
    '-i',
    key,
    '-p',
    `${port}`,
    `${user}@${host}`,
    'echo hello',
  ])
}
