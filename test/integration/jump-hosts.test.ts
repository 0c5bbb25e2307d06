import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { jumpLab, type Machine, through } from '../helpers/jump-lab.js'
import { latchkeySsh } from '../helpers/latchkey-ssh.js'
import { freePort } from '../helpers/ports.js'
import { until } from '../helpers/processes.js'
import { sshdInstalled } from '../helpers/sshd.js'
import { testSigner } from '../helpers/test-signer.js'
import { idOf, type LabMachine } from '../helpers/ways-lab.js'

const { machine, lab } = jumpLab()

const logins = ({ sshd }: Machine) => sshd.log().match(/Accepted publickey/g)?.length ?? 0

describe.runIf(sshdInstalled || process.env.CI)('through real jump hosts', () => {
  it('goes through three in a row, each with its own key and its own question about its host key', async () => {
    const [edge, middle, inner, target] = [
      await machine('edge'),
      await machine('middle'),
      await machine('inner'),
      await machine('db', through('edge', 'middle', 'inner')),
    ]
    const { open, asked } = lab([edge, middle, inner, target])
    const { status, terminal } = await open('db')
    expect(status).toMatchObject({
      state: 'open',
      authenticatedWith: target.signer.fingerprint,
      hostKey: target.sshd.hostKeyFingerprints[0],
      hops: [
        { name: 'edge', state: 'open', target: `${edge.user}@127.0.0.1:${edge.port}` },
        { name: 'middle', state: 'open' },
        { name: 'inner', state: 'open' },
      ],
    })
    expect(
      asked.map((one) => ('offered' in one ? [one.instanceName, one.offered.fingerprint] : one.kind)),
    ).toEqual([edge, middle, inner, target].map(({ name, sshd }) => [name, sshd.hostKeyFingerprints[0]]))
    for (const { sshd, signer } of [edge, middle, inner, target])
      expect(sshd.log()).toContain(signer.fingerprint.replace('SHA256:', ''))
    expect(inner.sshd.log()).toContain(`target 127.0.0.1 port ${target.port}`)
    expect(edge.sshd.log()).not.toContain(`target 127.0.0.1 port ${target.port}`)
    terminal.type('echo far-$((6*7))\r')
    await until('the shell answers', () => terminal.text().includes('far-42') || null)
  })

  it('shares a jump host, and ends it with the last that goes through it', async () => {
    const [edge, one, two] = [
      await machine('edge'),
      await machine('one', through('edge')),
      await machine('two', through('edge')),
    ]
    const { open, sessions } = lab([edge, one, two])
    const [first, second] = [await open('one'), await open('two')]
    expect(logins(edge)).toBe(1)
    await sessions.close({ id: first.id }, {})
    second.terminal.type('echo still-$((6*7))\r')
    await until('the other goes on', () => second.terminal.text().includes('still-42') || null)
    await sessions.close({ id: second.id }, {})
    await until(
      'the jump host sees the end',
      () => /Disconnected from|Connection closed by/.test(edge.sshd.log()) || null,
    )
  })

  it('goes through the open session of a jump host without another login', async () => {
    const [edge, db] = [await machine('edge'), await machine('db', through('edge'))]
    const { open, sessions } = lab([edge, db])
    const own = await open('edge')
    const far = await open('db')
    expect(far.status.state).toBe('open')
    expect(logins(edge)).toBe(1)
    await sessions.close({ id: own.id }, {}) // what goes through it stays
    far.terminal.type('echo still-$((6*7))\r')
    await until('it goes on', () => far.terminal.text().includes('still-42') || null)
  })

  it('names the jump host that dies in the middle, and all that went through it ends', async () => {
    const [edge, middle, db, web] = [
      await machine('edge'),
      await machine('middle', through('edge')),
      await machine('db', through('middle')), // whose own way is through the edge
      await machine('web', through('edge')),
    ]
    const { open, statusWhen } = lab([edge, middle, db, web])
    const far = await open('db')
    const near = await open('web')
    expect(far.status.hops?.map(({ name }) => name)).toEqual(['edge', 'middle'])
    middle.sshd.hangUp()
    const ended = await statusWhen(far.id, ({ state }) => state === 'closed')
    expect(ended.problem).toMatchObject({
      code: 'ssh-closed',
      message: `The connection to the jump host middle was lost, and with it the one to 127.0.0.1 port ${db.port}.`,
      hop: { instanceId: idOf('middle'), name: 'middle' },
    })
    expect(ended.hops?.map(({ state }) => state)).toEqual(['open', 'failed'])
    near.terminal.type('echo near-$((6*7))\r')
    await until('the other way is untouched', () => near.terminal.text().includes('near-42') || null)
    edge.sshd.hangUp()
    const both = await statusWhen(near.id, ({ state }) => state === 'closed')
    expect(both.problem?.message).toContain('The connection to the jump host edge was lost')
  })

  it('says which jump host refused its key, and that another was let in', async () => {
    const [edge, middle, db] = [
      await machine('edge'),
      await machine('middle'),
      await machine('db', through('edge', 'middle')),
    ]
    await middle.sshd.authorize([testSigner().publicLine])
    const { open } = lab([edge, middle, db])
    const { status } = await open('db')
    expect(status.problem).toMatchObject({
      code: 'ssh-auth-refused',
      message: `At the jump host middle: 127.0.0.1 port ${middle.port} refused the key for the user ${middle.user}.`,
      hop: { name: 'middle' },
    })
    expect(status.hops).toMatchObject([
      { name: 'edge', state: 'open' },
      { name: 'middle', state: 'failed', phase: 'authenticate' },
    ])
  })

  it('says that a jump host forbids going on, and what decides that', async () => {
    const edge = await machine('edge', {}, { config: ['AllowTcpForwarding no'] })
    const db = await machine('db', through('edge'))
    const { status } = await lab([edge, db]).open('db')
    expect(status.problem).toMatchObject({ code: 'ssh-unreachable', hop: { name: 'edge' } })
    expect(status.problem?.message).toBe(`edge does not let ${edge.user} go on to 127.0.0.1 port ${db.port}.`)
    expect(status.problem?.advice).toContain('AllowTcpForwarding')
  })

  it('says that nothing listens there as seen from the jump host', async () => {
    const edge = await machine('edge')
    const gone = { ...(await machine('db', through('edge'))), port: await freePort() }
    const { status } = await lab([edge, gone]).open('db')
    expect(status.problem?.message).toBe(`edge can't connect to 127.0.0.1 port ${gone.port}.`)
    expect(status.problem?.detail).toMatch(/Connection refused/)
    expect(status.hops).toMatchObject([{ name: 'edge', state: 'open' }])
  })

  it('gives each host its own time, and ends all of it when cancelled', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => silent.once('listening', resolve))
    const { port } = silent.address() as { port: number }
    const edge = await machine('edge', { connectSeconds: 2 })
    const signer = testSigner('ed25519', 'key-of-mute')
    const mute = { name: 'mute', host: '127.0.0.1', port, user: 'u', signer, options: { connectSeconds: 2 } }
    const db = await machine('db', through('edge', 'mute'))
    const { open, sessions, statusWhen } = lab([edge, mute, db])
    const timedOut = await open('db')
    expect(timedOut.status.problem).toMatchObject({ code: 'ssh-timeout', hop: { name: 'mute' } })
    const { id } = await sessions.open({ instanceId: idOf('db'), size: { cols: 80, rows: 24 } }, {})
    await statusWhen(id, ({ hops }) => hops?.[1]?.state === 'connecting')
    await sessions.close({ id }, {})
    expect(await statusWhen(id, ({ state }) => state === 'closed')).toMatchObject({ problem: null })
    await until(
      'nobody is left on the edge',
      () => /Disconnected from|Connection closed by/.test(edge.sshd.log()) || null,
    )
    silent.close()
  })

  it('refuses a way that goes in circles before anything is dialled', async () => {
    const [a, b] = [await machine('a', through('b')), await machine('b', through('a'))]
    const { open } = lab([a, b])
    await expect(open('a')).rejects.toMatchObject({
      code: 'ssh-route-unusable',
      message: 'The way to a goes in circles: a → b → a.',
    })
    expect(logins(a) + logins(b)).toBe(0)
  })

  it('takes no other host for a jump host whose host key has changed', async () => {
    const [edge, db] = [await machine('edge'), await machine('db', through('edge'))]
    const ssh = latchkeySsh(({ kind }) => (kind === 'host-key-changed' ? { kind: 'no' } : { kind: 'trust' }))
    const { open, sessions } = lab([edge, db], {}, ssh)
    await sessions.close({ id: (await open('edge')).id }, {})
    await edge.sshd.restart({ newHostKeys: true })
    const { status } = await open('db')
    expect(status.problem).toMatchObject({ code: 'ssh-host-key-changed', hop: { name: 'edge' } })
    expect(logins(db)).toBe(0)
  })
})

describe.runIf(sshdInstalled || process.env.CI)('by itself', () => {
  const inside = (port: number): LabMachine['instance'] => ({
    ssh: [{ host: '127.0.0.1', port, via: 'private' }],
  })

  it('goes through the bastion of the account to what has only a private address', async () => {
    const [edge, db] = [await machine('edge'), await machine('db')]
    const bastions = [{ zone: null, instanceId: idOf('edge'), alsoPublic: false }]
    const { open, routes } = lab([edge, { ...db, instance: inside(db.port) }], { bastions })
    expect(await routes.automatic({ instanceId: idOf('db') }, {})).toMatchObject({
      from: 'bastion',
      hops: [{ name: 'edge' }],
      problem: null,
    })
    expect((await open('db')).status).toMatchObject({ state: 'open', hops: [{ name: 'edge' }] })
    expect((await open('edge')).status.hops).toBeUndefined()
  })

  it('proposes what could be gone through where a private address does not answer', async () => {
    const [edge, db] = [await machine('edge'), await machine('db')]
    const gone = { ...db, port: await freePort() }
    const { open } = lab([edge, { ...gone, instance: inside(gone.port) }])
    const { status } = await open('db')
    expect(status.problem).toMatchObject({
      code: 'ssh-unreachable',
      remedies: [{ kind: 'go-through', instanceId: idOf('edge'), name: 'edge' }],
    })
  })

  it('goes through the hosts that a ProxyJump names, as whom it says, and else says which is missing', async () => {
    const [edge, db] = [await machine('edge'), await machine('db')]
    const own = (jump: string) => ({ ...db, instance: { ownHost: { jump } } })
    const known = { ...edge, user: 'somebody-else', instance: { ownHost: { jump: null } } }
    const { open } = lab([known, own(`${edge.user}@edge:${edge.port}`)])
    expect((await open('db')).status).toMatchObject({
      state: 'open',
      hops: [{ name: 'edge', target: `${edge.user}@127.0.0.1:${edge.port}` }],
    })
    await expect(lab([known, own('edge,other.example.org')]).open('db')).rejects.toMatchObject({
      code: 'ssh-route-unusable',
      message:
        'db is reached through other.example.org (edge,other.example.org), which is none of your hosts and instances.',
    })
    await expect(lab([known, own('a command (ProxyCommand)')]).open('db')).rejects.toMatchObject({
      message: 'db is reached through a command (ProxyCommand), and Latchkey runs no commands for that.',
    })
  })
})
