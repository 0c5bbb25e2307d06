import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BindJob } from '../../contract/bindings.js'
import { defaultConnection } from '../../contract/connection.js'
import { type KeysLab, keysLab } from '../helpers/authorized-keys-lab.js'
import { backupLab } from '../helpers/backup-lab.js'
import { canAddUsers, type TestUser } from '../helpers/ssh-users.js'
import { type Sshd, sshdInstalled, startSshd } from '../helpers/sshd.js'

describe.runIf((sshdInstalled && canAddUsers) || process.env.CI)('what logs in beside terminals', () => {
  let dir: string
  let edge: Sshd
  let lab: KeysLab
  let user: TestUser
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'latchkey-through-'))
    lab = await keysLab()
    user = await lab.add()
    edge = await startSshd({ dir, authorizedKeys: [] })
  })
  afterAll(async () => {
    await edge?.stop()
    await lab?.stop()
    await rm(dir, { recursive: true, force: true })
  })

  const target = () => `target ${lab.sshd.host} port ${lab.sshd.port}`
  /** How often the jump host was asked to go on to the target. */
  const passed = () => edge.log().split(target()).length - 1

  /** The whole core with two hosts, of which `db` is reached through `edge`; its person trusts every host. */
  async function started() {
    const { app, profile } = await backupLab()
    const key = (name: string) => app.keys.generate({ name, spec: { type: 'ed25519' } }, {})
    const [ofEdge, ops, deploy] = [await key('edge'), await key('ops'), await key('deploy')]
    await edge.authorize([ofEdge.publicKey])
    await user.keep(`${ops.publicKey}\n`)
    const plain = { tags: [], jump: null }
    const { id: edgeId } = await app.hosts.add(
      { ...plain, name: 'edge', host: edge.host, port: edge.port, user: edge.user, keyId: ofEdge.id },
      {},
    )
    const { host, port } = lab.sshd
    const { id } = await app.hosts.add(
      { ...plain, name: 'db', host, port, user: user.name, keyId: ops.id },
      {},
    )
    const instanceId = `hosts/${id}`
    const route = { via: 'jumps' as const, jumps: [`hosts/${edgeId}`] }
    await app.connection.set({ instanceId, options: { ...defaultConnection, route } }, {})
    const asked: string[] = []
    void (async () => {
      for await (const open of await app.questions.watch(undefined, {}))
        for (const question of open) {
          if (question.kind !== 'host-key-unknown' || asked.includes(question.instanceName)) continue
          asked.push(question.instanceName)
          await app.questions.answer({ id: question.id, answer: { kind: 'trust' } }, {})
        }
    })()
    return { app, profile, instanceId, edgeId, ops, deploy, asked }
  }

  it('binds over SSH through a jump host, and proves it by a second login on the same way', async () => {
    const { app, instanceId, ops, deploy, asked } = await started()
    const before = passed()
    const login = { kind: 'key' as const, keyId: ops.id }
    const plan = await app.bindings.plan({ keyId: deploy.id, instanceId, user: user.name, login }, {})
    const { id } = await app.bindings.run({ planId: plan.id }, {})
    let last: BindJob | undefined
    for await (const job of await app.bindings.watch({ id }, {})) last = BindJob.parse(job)
    expect(last?.result).toMatchObject({ outcome: 'proven', message: `deploy opens db as ${user.name}.` })
    expect(await readFile(user.file, 'utf8')).toContain(deploy.publicKey.split(' ')[1])
    expect(passed() - before).toBeGreaterThanOrEqual(2)
    expect(asked).toEqual(['edge', 'db'])
  })

  it('names the jump host where a binding does not get through it, and leaves the file', async () => {
    const { app, instanceId, ops, deploy } = await started()
    await edge.authorize([])
    const login = { kind: 'key' as const, keyId: ops.id }
    const plan = await app.bindings.plan({ keyId: deploy.id, instanceId, user: user.name, login }, {})
    const { id } = await app.bindings.run({ planId: plan.id }, {})
    let last: BindJob | undefined
    for await (const job of await app.bindings.watch({ id }, {})) last = BindJob.parse(job)
    expect(last?.result?.outcome).not.toBe('proven')
    expect(JSON.stringify(last)).toContain('At the jump host edge: ')
    expect(await readFile(user.file, 'utf8')).toBe(`${ops.publicKey}\n`)
  })

  it('proves a recovered login through the jump host', async () => {
    const { app, profile, instanceId, deploy } = await started()
    await user.keep(`${deploy.publicKey}\n`) // as pasted into its console
    const before = passed()
    const proof = await app.recovery.prove({ instanceId, keyId: deploy.id, user: user.name }, {})
    expect(proof).toMatchObject({ proven: true })
    expect(passed() - before).toBeGreaterThanOrEqual(1)
    const bound = profile.read().bindings.find((one) => one.instanceId === instanceId)
    expect(bound?.keyId).toBe(deploy.id)
  })

  it('says who is reached through a host', async () => {
    const { app, instanceId, edgeId } = await started()
    const edgeInstance = `hosts/${edgeId}`
    expect(await app.routes.reachedThrough({ instanceIds: [edgeInstance] }, {})).toEqual(['db'])
    expect(await app.routes.reachedThrough({ instanceIds: [edgeInstance, instanceId] }, {})).toEqual([])
    expect(await app.routes.reachedThrough({ instanceIds: [instanceId] }, {})).toEqual([])
    await app.connection.set({ instanceId, options: defaultConnection }, {})
    const [, db] = await app.hosts.list(undefined, {})
    await app.hosts.edit({ id: db?.id ?? '', jump: `ops@${edge.host}:${edge.port}` }, {})
    expect(await app.routes.reachedThrough({ instanceIds: [edgeInstance] }, {})).toEqual(['db'])
    await app.hosts.remove({ id: edgeId }, {})
    expect(await app.routes.automatic({ instanceId }, {})).toMatchObject({ from: 'config', hops: [] })
  })
})
