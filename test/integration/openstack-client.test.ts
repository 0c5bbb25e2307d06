import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runOk } from '../helpers/processes.js'
import { newCredential } from '../simulators/openstack/seed.js'
import { type OpenStackSimulator, startOpenStackSimulator } from '../simulators/openstack/simulator.js'

/* Debian's OpenStack client knows nothing of our simulator: what it accepts is OpenStack's wire. */

const OPENSTACK = '/usr/bin/openstack'
/** Python takes seconds to start. */
const LIMIT_MS = 180_000

describe.skipIf(!existsSync(OPENSTACK) && !process.env.CI)(
  'with the client of the Debian package python3-openstackclient',
  () => {
    let dir: string
    let publicKey: string
    let cloud: OpenStackSimulator

    beforeAll(async () => {
      dir = await mkdtemp(join(tmpdir(), 'latchkey-openstack-'))
      cloud = await startOpenStackSimulator({ regions: ['Frankfurt', 'Mumbai'], settings: { maxLimit: 2 } })
      const key = ['-q', '-t', 'ed25519', '-N', '', '-C', 'ada@example.com', '-f', join(dir, 'id')]
      await runOk('ssh-keygen', key)
      publicKey = await readFile(join(dir, 'id.pub'), 'utf8')
    })

    afterAll(async () => {
      await cloud.stop()
      await rm(dir, { recursive: true, force: true })
    })

    /** Runs the lines one after the other in one process, as its prompt would. */
    async function openstack(lines: string[], auth: Record<string, string> = byPassword()) {
      const env = {
        PATH: '/usr/bin:/bin',
        HOME: dir,
        OS_AUTH_URL: cloud.identity,
        OS_REGION_NAME: 'Mumbai',
        OS_IDENTITY_API_VERSION: '3',
        ...auth,
      }
      const client = spawn(OPENSTACK, [], { cwd: dir, env })
      client.stdin.end(`${lines.join('\n')}\n`)
      const [stdout, stderr] = await Promise.all([text(client.stdout), text(client.stderr)])
      return { stdout, stderr, answers: jsonValues(stdout) }
    }

    const byPassword = () => ({
      OS_USERNAME: cloud.user.name,
      OS_USER_DOMAIN_NAME: 'Default',
      OS_PASSWORD: cloud.user.password,
      OS_PROJECT_NAME: cloud.project.name,
      OS_PROJECT_DOMAIN_NAME: 'Default',
    })

    it(
      'imports keys, lists them over pages, shows and deletes them',
      async () => {
        const create = (name: string) => `keypair create --public-key ${join(dir, 'id.pub')} ${name} -f json`
        const { stderr, stdout, answers } = await openstack([
          ...['one', 'two', 'three', 'ONE'].map(create),
          'keypair list -f json',
          'keypair show --public-key two',
          'keypair delete one two three',
          'keypair list -f json',
        ])
        const md5 = await runOk('ssh-keygen', ['-l', '-E', 'md5', '-f', join(dir, 'id.pub')])
        const Fingerprint = md5.split(' ')[1]?.replace('MD5:', '')
        const listed = ['one', 'three', 'two'].map((Name) => ({ Name, Fingerprint, Type: 'ssh' }))
        expect(answers.slice(-2)).toEqual([listed, []])
        expect(stdout).toContain(publicKey.trim())
        expect(stderr.trim()).toMatch(/Key pair 'ONE' already exists\.$/)
        expect(cloud.calls.map(({ region }) => region)).not.toContain('Frankfurt')
      },
      LIMIT_MS,
    )

    it(
      'has a key pair made, whose private half opens',
      async () => {
        const { stdout } = await openstack(['keypair create made_there'])
        const pem = /-----BEGIN [\s\S]+ PRIVATE KEY-----/.exec(stdout)?.[0]
        await writeFile(join(dir, 'made'), `${pem}\n`, { mode: 0o600 })
        expect(await runOk('ssh-keygen', ['-y', '-f', join(dir, 'made')])).toMatch(/^ssh-rsa /)
      },
      LIMIT_MS,
    )

    it(
      'stops and starts a server by an application credential, and lists what it is',
      async () => {
        cloud.state.images.push({ id: randomUUID(), name: 'ubuntu-22.04', properties: {} })
        const spec = { name: 'web-1', region: 'Mumbai', keyName: 'made_there', floating: ['203.0.113.7'] }
        const server = cloud.addServer(spec)
        const credential = newCredential(cloud.user, cloud.project)
        cloud.state.credentials.push(credential)
        const show = `server show -f json ${server.id}`
        const { stderr, answers } = await openstack(
          [
            `server stop ${server.id}`,
            `server start ${server.id}`,
            show,
            show,
            'server list -f json --no-name-lookup',
          ],
          {
            OS_AUTH_TYPE: 'v3applicationcredential',
            OS_APPLICATION_CREDENTIAL_ID: credential.id,
            OS_APPLICATION_CREDENTIAL_SECRET: credential.secret,
          },
        )
        expect(stderr.trim()).toBe(
          `Cannot 'start' instance ${server.id} while it is in task_state powering-off (HTTP 409)`,
        )
        expect(answers).toMatchObject([
          { status: 'ACTIVE', 'OS-EXT-STS:task_state': 'powering-off', key_name: 'made_there' },
          { status: 'SHUTOFF', 'OS-EXT-STS:task_state': null, name: 'web-1' },
          [{ ID: server.id, Status: 'SHUTOFF', Networks: { private: ['192.0.2.10', '203.0.113.7'] } }],
        ])
      },
      LIMIT_MS,
    )

    it(
      'is refused with a wrong password',
      async () => {
        const { stderr } = await openstack(['token issue'], { ...byPassword(), OS_PASSWORD: 'wrong' })
        expect(stderr).toContain('The request you have made requires authentication. (HTTP 401)')
      },
      LIMIT_MS,
    )
  },
)

/** The JSON values that a text has one after the other, each beginning and ending on a line of its own. */
function jsonValues(output: string): unknown[] {
  const found = output.matchAll(/^(?:\[\]|\{\}|[[{]$[\s\S]*?^[\]}])$/gm)
  return [...found].map(([value]) => JSON.parse(value))
}
