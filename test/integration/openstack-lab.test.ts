import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Cloud } from '../../main/core/clouds/cloud.js'
import { type SendHttp, sendHttp } from '../../main/core/clouds/http.js'
import { openstack } from '../../main/core/clouds/openstack/adapter.js'
import { blobFromKey, publicKeyLine } from '../../main/core/keys/public-key.js'
import { isLatchkeyError } from '../../main/core/lib/error.js'
import { freshKey } from '../helpers/fresh-key.js'
import { keyRecord } from '../helpers/key-records.js'
import { mapFacts, mapTables } from '../helpers/map-facts.js'
import { testLog } from '../helpers/memory-profile.js'
import { systemClock } from '../helpers/system-clock.js'
import { type LabSimulator, startLabSimulator } from '../simulators/openstack/lab.js'

/*
 * The adapter against a real Keystone and Nova, whose users and servers are described by the file that
 * LATCHKEY_OPENSTACK_LAB names; and the same against the simulator, so that it answers as they do.
 */

const Credential = z.object({ id: z.string(), secret: z.string() })
const Lab = z.object({
  auth_url: z.string(),
  region: z.string(),
  username: z.string(),
  password: z.string(),
  project: z.string(),
  domain: z.string(),
  application_credential_id: z.string(),
  application_credential_secret: z.string(),
  other_application_credentials: z.record(z.string(), Credential),
  other_users: z.array(z.object({ username: z.string(), password: z.string(), project: z.string() })),
  servers: z.array(z.object({ id: z.string(), name: z.string() })),
})

type Lab = z.infer<typeof Lab>

/** Of Keystone's answer to a login. */
const Issued = z.object({ token: z.object({ issued_at: z.string(), expires_at: z.string() }) })

const LIMIT_MS = 300_000
const file = process.env.LATCHKEY_OPENSTACK_LAB

describe('with the simulator', () => {
  let sim: LabSimulator
  beforeAll(async () => {
    sim = await startLabSimulator()
  })
  afterAll(() => sim.stop())
  describeLab(() => Lab.parse(sim.description))
})

describe.skipIf(file === undefined)(
  'with a real OpenStack (LATCHKEY_OPENSTACK_LAB)',
  { timeout: LIMIT_MS },
  () => describeLab(() => Lab.parse(JSON.parse(readFileSync(file ?? '', 'utf8')))),
)

function describeLab(of: () => Lab): void {
  const made: [Cloud, string][] = []

  afterEach(async () => {
    for (const [cloud, name] of made.splice(0))
      await cloud.deleteKey({ name, region: null, cloudKeyId: null })
  }, LIMIT_MS)

  function connect(
    values: Record<string, string>,
    send: SendHttp = sendHttp,
    now: () => number = Date.now,
  ): Cloud {
    const clock = { ...systemClock, now }
    const identity = { identity: of().auth_url, userDomain: of().domain }
    return openstack.connect({ ...identity, ...values }, { clock, log: testLog(), send })
  }

  const asUser = (name = of().username, send?: SendHttp, now?: () => number) => {
    const found = of().other_users.find(({ username }) => username === name) ?? of()
    return connect({ user: name, password: found.password, project: found.project }, send, now)
  }

  const byCredential = ({ id, secret }: z.infer<typeof Credential>) =>
    connect({ authentication: 'application-credential', credentialId: id, credentialSecret: secret })

  const other = (name: string) => of().other_application_credentials[name] ?? { id: '', secret: '' }
  const newLine = (type: 'ed25519' | 'P-256' | 'rsa2048' = 'ed25519') =>
    publicKeyLine(blobFromKey(freshKey(type)), 'ada@example.com')
  const serverNamed = (name: string) => of().servers.find((server) => server.name === name)?.id ?? ''

  /** Deleted at the end of the test, whatever comes of it. */
  function newName(cloud: Cloud, rest = ''): string {
    const name = `latchkey ${randomBytes(4).toString('hex')}${rest}`
    made.push([cloud, name])
    return name
  }

  async function codeOf(call: Promise<unknown>): Promise<unknown> {
    const error: unknown = await call.then(
      () => expect.unreachable('The call went well'),
      (reason) => reason,
    )
    return isLatchkeyError(error) ? error.code : error
  }

  it('is checked by password and by application credential', async () => {
    const found = { user: of().username, project: of().project, regions: [of().region], missing: [] }
    expect(await asUser().check()).toMatchObject(found)
    const { application_credential_id: id, application_credential_secret: secret } = of()
    expect(await byCredential({ id, secret }).check()).toMatchObject(found)
  })

  it('refuses what is wrong', async () => {
    const { username: user, password, project } = of()
    const right = { user, password, project }
    for (const wrong of [{ password: 'x' }, { project: 'x' }, { user: 'x' }, { userDomain: 'x' }])
      expect(await codeOf(connect({ ...right, ...wrong }).check())).toBe('cloud-credentials')
    for (const credential of [other('lab-expired'), { id: 'f'.repeat(32), secret: 'x' }])
      expect(await codeOf(byCredential(credential).check())).toBe('cloud-credentials')
  })

  it('says what access rules leave out', async () => {
    const cloud = byCredential(other('lab-keypairs-only'))
    const { missing, ...found } = await cloud.check()
    expect(found).toMatchObject({ instanceCount: null, keyCount: expect.any(Number) })
    expect(missing).toHaveLength(2)
    expect(await codeOf(cloud.listInstances())).toBe('cloud-forbidden')
  })

  it('takes keys of every type, lists them over pages, and deletes them', async () => {
    const cloud = asUser()
    const lines = [
      newLine(),
      newLine('P-256'),
      newLine('rsa2048'),
      newLine(),
      newLine(),
      newLine(),
      newLine(),
    ]
    const names = lines.map((_, number) => newName(cloud, ` ${number}`))
    for (const [number, name] of names.entries())
      expect(await cloud.importKey(name, lines[number] ?? '')).toBe(true)
    const listed = await cloud.listKeys()
    for (const [number, name] of names.entries())
      expect(listed.find((entry) => entry.name === name)?.blob).toBe(lines[number]?.split(' ')[1])
    await cloud.deleteKey({ name: names[0] ?? '', region: null, cloudKeyId: null })
    expect((await cloud.listKeys()).map(({ name }) => name)).not.toContain(names[0])
  })

  it('takes a key once, and its name once, in any letter case', async () => {
    const cloud = asUser()
    const name = newName(cloud)
    const line = newLine()
    expect(await cloud.importKey(name, line)).toBe(true)
    expect(await cloud.importKey(name, line)).toBe(false)
    expect(await cloud.importKey(name.toUpperCase(), line)).toBe(false)
    expect(await codeOf(cloud.importKey(name.toUpperCase(), newLine()))).toBe('cloud-duplicate-name')
  })

  it('takes names with @ and . as they are', async () => {
    const cloud = asUser()
    await cloud.listKeys()
    for (const rest of ['@lap.top', '.json']) {
      const name = newName(cloud, rest)
      expect(cloud.keyName(name)).toBe(name)
      expect(await cloud.importKey(name, newLine())).toBe(true)
      await cloud.deleteKey({ name, region: null, cloudKeyId: null })
    }
  })

  it('makes a key pair', async () => {
    const cloud = asUser()
    const pem = await cloud.createKey?.(newName(cloud))
    expect(Buffer.from(pem ?? []).toString()).toMatch(/^-----BEGIN RSA PRIVATE KEY-----/)
  })

  it('says that the quota is reached', async () => {
    const cloud = asUser('tight')
    for (const _ of [1, 2]) await cloud.importKey(newName(cloud), newLine())
    expect(await codeOf(cloud.importKey(newName(cloud), newLine()))).toBe('cloud-quota')
  })

  it('lists servers with their ways in, and the keys of ours only', async () => {
    const found = new Map((await asUser().listInstances()).map((instance) => [instance.name, instance]))
    expect(found.get('web-1')).toMatchObject({ state: 'running', zone: 'nova', keyNames: ['lab-boot'] })
    expect(found.get('web-1')?.ssh.map(({ via }) => via)).toEqual(['static-nat', 'private', 'private'])
    expect(found.get('mallory-1')).toMatchObject({ keyNames: [], ssh: [] })
    expect(found.get('web-1')?.image).not.toBe('')
  })

  describe('a name that servers declare', () => {
    const NAME = 'lab-boot'
    const ref = { name: NAME, region: null, cloudKeyId: null }
    const entryOf = async (cloud: Cloud) => (await cloud.listKeys()).find(({ name }) => name === NAME)
    const lineOf = (blob: string | null | undefined) =>
      publicKeyLine(Buffer.from(blob ?? '', 'base64'), 'lab')

    /** What the map makes of the accounts as they are now, where the vault has these keys. */
    async function mapOf(clouds: Record<string, Cloud>, vault: Record<string, string | null | undefined>) {
      const accounts: Parameters<typeof mapFacts>[0]['accounts'] = {}
      for (const [id, cloud] of Object.entries(clouds))
        accounts[id] = { keys: await cloud.listKeys(), instances: await cloud.listInstances() }
      const keys = Object.entries(vault).map(([id, blob]) => ({ ...keyRecord(id), blob: blob ?? '' }))
      const { tables, names } = mapTables(mapFacts({ profile: { keys }, accounts }))
      const row = (accountId: string, name: string) =>
        tables.instances.find((one) => one.accountId === accountId && one.name === name)
      const sayings = tables.instances.flatMap(({ observed, proven }) => [...observed, ...proven])
      return {
        sayings,
        declared: (accountId: string, name: string) => names(row(accountId, name)?.declared ?? []),
      }
    }

    it('is not a colleague’s key pair of the same name', async () => {
      const [cloud, colleague] = [asUser(), asUser('mallory')]
      const [ours, theirs] = [await entryOf(cloud), await entryOf(colleague)]
      expect(ours?.blob).not.toBe(theirs?.blob)
      const map = await mapOf({ cloud, colleague }, { ours: ours?.blob, theirs: theirs?.blob })
      expect(map.declared('cloud', 'web-1')).toEqual(['ours'])
      expect(map.declared('cloud', 'mallory-1')).toEqual([])
      expect(map.declared('colleague', 'mallory-1')).toEqual(['theirs'])
      expect(map.declared('colleague', 'web-1')).toEqual([])
      expect(map.sayings).toEqual([])
    })

    it('stays when its key pair is deleted, stands for no other then, and proves nothing of a later one', async () => {
      const [cloud, colleague] = [asUser(), asUser('mallory')]
      const [ours, theirs] = [await entryOf(cloud), await entryOf(colleague)]
      const vault = { ours: ours?.blob, theirs: theirs?.blob }
      await cloud.deleteKey(ref)
      try {
        const web1 = (await cloud.listInstances()).find(({ name }) => name === 'web-1')
        expect(await cloud.getInstance(web1?.cloudId ?? '')).toMatchObject({ keyNames: [NAME] })
        const deleted = await mapOf({ cloud, colleague }, vault)
        expect(deleted.declared('cloud', 'web-1')).toEqual([NAME])
        expect(deleted.declared('colleague', 'web-1')).toEqual([])
        expect(deleted.sayings).toEqual([])
        await cloud.importKey(NAME, lineOf(theirs?.blob))
        expect((await mapOf({ cloud, colleague }, vault)).sayings).toEqual([])
      } finally {
        await cloud.deleteKey(ref)
        await cloud.importKey(NAME, lineOf(ours?.blob))
      }
    })
  })

  it('stops and starts a server', async () => {
    const cloud = asUser()
    const id = serverNamed('nokey-1')
    await cloud.power.stop(id)
    expect(await cloud.getInstance(id)).toMatchObject({ state: 'stopped' })
    await cloud.power.start(id)
    expect(await cloud.getInstance(id)).toMatchObject({ state: 'running' })
  })

  it('goes on where the token is revoked in the middle of a run', async () => {
    const tokens: string[] = []
    const cloud = asUser(undefined, async (request) => {
      const answer = await sendHttp(request)
      tokens.push(
        ...(answer.headers.get('x-subject-token') ? [answer.headers.get('x-subject-token') ?? ''] : []),
      )
      return answer
    })
    await cloud.listKeys()
    const [token = ''] = tokens
    const headers = { 'x-auth-token': token, 'x-subject-token': token }
    await sendHttp({ method: 'DELETE', url: new URL(`${of().auth_url}/auth/tokens`), headers })
    await Promise.all([cloud.listKeys(), cloud.listInstances(), cloud.listKeys()])
    expect(tokens).toHaveLength(2)
  })

  it('goes on where the token has expired in the middle of a run', {
    timeout: 2 * LIMIT_MS,
  }, async (test) => {
    const tokens: z.infer<typeof Issued>['token'][] = []
    const send: SendHttp = async (request) => {
      const answer = await sendHttp(request)
      if (request.url.pathname.endsWith('/auth/tokens'))
        tokens.push(Issued.parse(JSON.parse(answer.text)).token)
      return answer
    }
    const cloud = asUser(undefined, send, () => 0) // a clock that stands still never renews a token in time
    await cloud.listKeys()
    const lifetimeMs = Date.parse(tokens[0]?.expires_at ?? '') - Date.parse(tokens[0]?.issued_at ?? '')
    test.skip(lifetimeMs > LIMIT_MS, 'tokens live too long here')
    await wait(lifetimeMs + 1_000)
    const [keys] = await Promise.all([cloud.listKeys(), cloud.listInstances(), cloud.listKeys()])
    expect(keys.length).toBeGreaterThan(0)
    expect(tokens).toHaveLength(2)
  })
}
