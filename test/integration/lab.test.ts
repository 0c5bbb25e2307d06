import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, callJob } from '../helpers/cloudstack-call.js'
import { opensshMissing } from '../helpers/openssh-client.js'
import { sshBanner } from '../helpers/ports.js'
import { runOk, until } from '../helpers/processes.js'
import { type KeyFile, makeKeyFile, ssh, sshArguments } from '../helpers/ssh-client.js'
import { sshdServesTerminals } from '../helpers/sshd.js'
import { type Lab, startLab } from '../lab/lab.js'

const realGuests = sshdServesTerminals() || process.env.CI !== undefined
const kinds = realGuests ? (['sshd', 'embedded'] as const) : (['embedded'] as const)

describe.skipIf(opensshMissing).each(kinds)('the lab with %s guests', (guests) => {
  let dir: string
  let lab: Lab
  let ada: KeyFile
  let stranger: KeyFile

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'latchkey-lab-test-'))
    lab = await startLab({ guests })
    ada = await makeKeyFile(dir, 'ada')
    stranger = await makeKeyFile(dir, 'stranger')
    await call(lab, 'registerSSHKeyPair', { name: 'ada', publickey: ada.publicKey })
  })

  afterAll(async () => {
    await lab.stop()
    await rm(dir, { recursive: true, force: true })
  })

  const stop = (name: string) => callJob(lab, 'stopVirtualMachine', { id: lab.instance(name).cloudId })
  const start = (name: string) => callJob(lab, 'startVirtualMachine', { id: lab.instance(name).cloudId })
  const reset = (name: string, keypairs: string) =>
    callJob(lab, 'resetSSHKeyForVirtualMachine', { id: lab.instance(name).cloudId, keypairs })
  const whoami = (name: string, key: KeyFile) => ssh(lab.instance(name), key, 'whoami')

  it('shows a small believable cloud', async () => {
    const { virtualmachine } = await call<{ virtualmachine: object[] }>(lab, 'listVirtualMachines')
    expect(virtualmachine).toMatchObject([
      { name: 'web-1', state: 'Running' },
      { name: 'web-2', state: 'Running' },
      { name: 'db-1', state: 'Running' },
      { name: 'cache-1', state: 'Stopped' },
      { name: 'build-1', state: 'Running' },
      { name: 'legacy-1', state: 'Running', keypairs: 'legacy-admin-2019' },
    ])
    const { portforwardingrule } = await call<{ portforwardingrule: { publicport: string }[] }>(
      lab,
      'listPortForwardingRules',
      { listall: 'true' },
    )
    const reachable = lab.instances.filter(({ port }) => port !== 0)
    expect(portforwardingrule.map(({ publicport }) => Number(publicport))).toEqual(
      reachable.map(({ port }) => port),
    )
  })

  it('lets a key in after register, stop, reset and start, and no other key', async () => {
    expect((await whoami('web-1', ada)).stderr).toContain('Permission denied')
    await stop('web-1')
    expect(await sshBanner(lab.instance('web-1').port)).toBeNull()
    await reset('web-1', 'ada')
    await start('web-1')
    expect(await whoami('web-1', ada)).toMatchObject({ code: 0, stdout: `${lab.instance('web-1').user}\n` })
    expect((await whoami('web-1', stranger)).stderr).toContain('Permission denied')
    expect((await whoami('web-2', ada)).stderr).toContain('Permission denied')
  })

  it('keeps the key out of the instance with the stock image, though the cloud declares it', async () => {
    await stop('db-1')
    await reset('db-1', 'ada')
    await start('db-1')
    const id = lab.instance('db-1').cloudId
    expect(await call(lab, 'listVirtualMachines', { id })).toMatchObject({
      virtualmachine: [{ state: 'Running', keypairs: 'ada' }],
    })
    expect((await whoami('db-1', ada)).stderr).toContain('Permission denied')
  })

  it('boots the stopped instance', async () => {
    expect(await sshBanner(lab.instance('cache-1').port)).toBeNull()
    await reset('cache-1', 'ada')
    await start('cache-1')
    expect((await whoami('cache-1', ada)).code).toBe(0)
  })

  it('drops live sessions when the instance stops, and shows the same host key when it is back', async () => {
    const { port, host } = lab.instance('web-1')
    const knownHosts = join(dir, `known_hosts-${guests}`)
    await writeFile(knownHosts, await runOk('ssh-keyscan', ['-p', `${port}`, host]))
    const session = openShell(knownHosts)
    await until('the prompt', () => session.output().includes('web-1'))
    await stop('web-1')
    await until('the session ends', () => session.child.exitCode !== null, 5_000)

    await start('web-1')
    expect((await ssh(lab.instance('web-1'), ada, 'true', knownHosts)).code).toBe(0)
    const [before] = lab.instance('web-1').hostKeyFingerprints
    expect(await runOk('ssh-keygen', ['-l', '-f', knownHosts])).toContain(before)
    await lab.instance('web-1').rebuild()
    expect(lab.instance('web-1').hostKeyFingerprints).not.toContain(before)
    expect((await ssh(lab.instance('web-1'), ada, 'true', knownHosts)).stderr).toContain(
      'HOST IDENTIFICATION HAS CHANGED',
    )
  })

  it('adds to authorized_keys at a boot and never removes, as cloud-init does', async () => {
    const { authorizedKeys } = lab.instance('legacy-1')
    const before = await authorizedKeys()
    expect(before).toContain('ecdsa-sha2-nistp256 ')
    await stop('legacy-1')
    await reset('legacy-1', 'ada')
    await start('legacy-1')
    expect(await authorizedKeys()).toBe(`${before}${ada.publicKey.split(' ').slice(0, 2).join(' ')}\n`)
  })

  function openShell(knownHosts: string): { child: ChildProcess; output(): string } {
    const child = spawn('ssh', ['-tt', ...sshArguments(lab.instance('web-1'), ada, knownHosts)])
    let text = ''
    child.stdout.on('data', (bytes: Buffer) => {
      text += bytes
    })
    return { child, output: () => text }
  }
})

it.skipIf(!realGuests)('gives real guests a home of their own', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'latchkey-lab-home-'))
  const lab = await startLab({ guests: 'sshd' })
  try {
    const key = await makeKeyFile(dir, 'ada')
    const web = lab.instance('web-2')
    await writeFile(web.authorizedKeysPath ?? '', `${key.publicKey}\n`)
    const { stdout } = await ssh(web, key, 'cat ~/.ssh/authorized_keys')
    expect(stdout).toBe(`${key.publicKey}\n`)
  } finally {
    await lab.stop()
    await rm(dir, { recursive: true, force: true })
  }
})
