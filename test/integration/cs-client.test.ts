import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunResult, run, runOk } from '../helpers/processes.js'
import { type CloudStackSimulator, startCloudStackSimulator } from '../simulators/cloudstack/simulator.js'

/* Debian's CloudStack client (package cs) knows nothing of our simulator: what it accepts is CloudStack's wire. */

const CS = '/usr/bin/cloudstack'

describe.skipIf(!existsSync(CS) && !process.env.CI)('with the client of the Debian package cs', () => {
  let dir: string
  let cloud: CloudStackSimulator
  let publicKey: string
  let vmId: string

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'latchkey-cs-'))
    cloud = await startCloudStackSimulator({ zones: ['Frankfurt', 'Mumbai'] })
    const vm = await cloud.addVirtualMachine({ name: 'web-1', zone: 'Mumbai' })
    vmId = vm.id
    await runOk('ssh-keygen', [
      '-q',
      '-t',
      'ed25519',
      '-N',
      '',
      '-C',
      'ada@example.com',
      '-f',
      join(dir, 'id'),
    ])
    publicKey = (await readFile(join(dir, 'id.pub'), 'utf8')).trim()
  })

  afterAll(async () => {
    await cloud.stop()
    await rm(dir, { recursive: true, force: true })
  })

  /** Runs one command; `secret` replaces the right secret key. */
  async function cs(args: string[], { secret = cloud.secretKey, method = 'get' } = {}): Promise<RunResult> {
    const config = {
      endpoint: cloud.endpoint,
      key: cloud.apiKey,
      secret,
      method,
      timeout: 10,
      poll_interval: 0.02,
    }
    const lines = Object.entries(config).map(([name, value]) => `${name} = ${value}`)
    await writeFile(join(dir, 'cloudstack.ini'), ['[cloudstack]', ...lines].join('\n'), { mode: 0o600 })
    return run(CS, args, { cwd: dir, env: { PATH: process.env.PATH, HOME: dir } })
  }

  async function ok(...args: string[]): Promise<Record<string, unknown>> {
    const { code, stdout, stderr } = await cs(args)
    expect(stderr).toBe('')
    expect(code).toBe(0)
    return JSON.parse(stdout || '{}')
  }

  async function virtualMachine() {
    const { virtualmachine } = await ok('listVirtualMachines', `id=${vmId}`)
    return (virtualmachine as Record<string, unknown>[])[0]
  }

  it('lists the zones', async () => {
    const { count, zone } = await ok('listZones', 'available=true')
    expect(count).toBe(2)
    expect(zone).toMatchObject([{ name: 'Frankfurt' }, { name: 'Mumbai' }])
  })

  it('registers a key, lists it by fingerprint only, binds it to a stopped machine, and deletes it', async () => {
    expect(await ok('listSSHKeyPairs')).toEqual({})
    await ok('registerSSHKeyPair', 'name=ada laptop', `publickey=${publicKey}`)
    const { sshkeypair } = await ok('listSSHKeyPairs')
    const md5 = await runOk('ssh-keygen', ['-l', '-E', 'md5', '-f', join(dir, 'id.pub')])
    const fingerprint = md5.split(' ')[1]?.replace('MD5:', '')
    expect(sshkeypair).toMatchObject([{ name: 'ada laptop', fingerprint }])
    expect(JSON.stringify(sshkeypair)).not.toContain('AAAA')

    expect(await virtualMachine()).toMatchObject({ state: 'Running', zonename: 'Mumbai' })
    const running = await cs(['resetSSHKeyForVirtualMachine', `id=${vmId}`, 'keypairs=ada laptop'])
    expect(running.code).toBe(1)
    expect(running.stdout).toContain('should be stopped to do SSH Key reset')

    await ok('stopVirtualMachine', `id=${vmId}`)
    expect(await virtualMachine()).toMatchObject({ state: 'Stopped' })
    await ok('resetSSHKeyForVirtualMachine', `id=${vmId}`, 'keypairs=ada laptop')
    await ok('startVirtualMachine', `id=${vmId}`)
    expect(await virtualMachine()).toMatchObject({ state: 'Running', keypairs: 'ada laptop' })

    expect(await ok('deleteSSHKeyPair', 'name=ada laptop')).toEqual({ success: true })
    expect(await ok('listSSHKeyPairs')).toEqual({})
  })

  it('is refused with a wrong secret', async () => {
    const { code, stdout, stderr } = await cs(['listZones'], { secret: 'wrong' })
    expect(code).toBe(1)
    expect(stderr).toContain('HTTP 401')
    expect(JSON.parse(stdout)).toEqual({
      listzonesresponse: {
        uuidList: [],
        errorcode: 401,
        errortext: 'unable to verify user credentials and/or request signature',
      },
    })
  })

  it('may change state by POST only where the operator enforces that', async () => {
    cloud.state.settings.enforcePost = true
    const create = ['createSSHKeyPair', 'name=made there']
    expect((await cs(create)).stderr).toContain('HTTP 405')
    const { code, stdout } = await cs(create, { method: 'post' })
    cloud.state.settings.enforcePost = false
    expect(code).toBe(0)
    await writeFile(join(dir, 'made'), JSON.parse(stdout).keypair.privatekey, { mode: 0o600 })
    const md5 = await runOk('ssh-keygen', ['-l', '-E', 'md5', '-f', join(dir, 'made')])
    expect(md5).toContain(JSON.parse(stdout).keypair.fingerprint)
  })
})
