import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ConnectionOptions } from '../../contract/connection.js'
import { latchkeySsh } from '../helpers/latchkey-ssh.js'
import { canMakeNamespaces, link, makeNamespace, type Namespace } from '../helpers/namespaces.js'
import { sshBanner } from '../helpers/ports.js'
import { until } from '../helpers/processes.js'
import { type Sshd, sshdInstalled, startSshd } from '../helpers/sshd.js'
import { testSigner } from '../helpers/test-signer.js'
import { idOf, waysLab } from '../helpers/ways-lab.js'

const possible = sshdInstalled && (await canMakeNamespaces())

let dir: string
const toStop: { stop(): Promise<void> }[] = []
const toClose: { close(): Promise<void> }[] = []
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'latchkey-networks-'))
})
afterEach(async () => {
  await Promise.all(toClose.splice(0).map((lab) => lab.close()))
  await Promise.all(toStop.splice(0).map((one) => one.stop()))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

async function network(): Promise<Namespace> {
  const made = await makeNamespace()
  toStop.push(made)
  return made
}

/** An sshd in a network of its own, with a user key of its own. */
async function machine(
  name: string,
  { within }: Namespace,
  host: string,
  options: Partial<ConnectionOptions> = {},
) {
  const signer = testSigner('ed25519', `key-of-${name}`)
  const sshd: Sshd = await startSshd({
    dir: await mkdtemp(join(dir, `${name}-`)),
    authorizedKeys: [signer.publicLine],
    ...{ within, host, port: 22 },
  })
  toStop.push(sshd)
  return { name, host, port: 22, user: sshd.user, signer, options, sshd }
}

const through = (...names: string[]): Partial<ConnectionOptions> => ({
  route: { via: 'jumps', jumps: names.map(idOf) },
})

function lab(...args: Parameters<typeof waysLab>) {
  const made = waysLab(...args)
  toClose.push(made)
  return made
}

// 198.18.0.0/15 is for trials between networks (RFC 2544): nobody's own.
describe.runIf(possible)('through networks of which each knows its neighbours alone', () => {
  it('three jump hosts lead where nothing else does', async () => {
    const [edge, middle, inner, db] = [await network(), await network(), await network(), await network()]
    await link({ namespace: null, address: '198.18.71.1/30' }, { namespace: edge, address: '198.18.71.2/30' })
    await link({ namespace: edge, address: '10.71.1.1/24' }, { namespace: middle, address: '10.71.1.2/24' })
    await link({ namespace: middle, address: '10.71.2.1/24' }, { namespace: inner, address: '10.71.2.2/24' })
    await link({ namespace: inner, address: '10.71.3.1/24' }, { namespace: db, address: '10.71.3.2/24' })
    const machines = [
      await machine('edge', edge, '198.18.71.2'),
      await machine('middle', middle, '10.71.1.2'),
      await machine('inner', inner, '10.71.2.2'),
      await machine('db', db, '10.71.3.2', through('edge', 'middle', 'inner')),
    ]
    for (const { host } of machines.slice(1)) expect(await sshBanner(22, 300, host)).toBeNull()
    const { open } = lab(machines)
    const { status, terminal } = await open('db')
    expect(status).toMatchObject({
      state: 'open',
      hostKey: machines[3]?.sshd.hostKeyFingerprints[0],
      hops: ['edge', 'middle', 'inner'].map((name) => ({ name, state: 'open' })),
    })
    terminal.type('set -- $SSH_CONNECTION; echo "from $1"\r')
    await until('the shell answers', () => terminal.text().includes('from 10.71.3.1') || null)
  })

  it('the same private address behind two jump hosts is two machines, each known by its own key', async () => {
    const [left, right, one, two] = [await network(), await network(), await network(), await network()]
    await link({ namespace: null, address: '198.18.72.1/30' }, { namespace: left, address: '198.18.72.2/30' })
    await link(
      { namespace: null, address: '198.18.73.1/30' },
      { namespace: right, address: '198.18.73.2/30' },
    )
    await link({ namespace: left, address: '10.0.0.1/24' }, { namespace: one, address: '10.0.0.5/24' })
    await link({ namespace: right, address: '10.0.0.1/24' }, { namespace: two, address: '10.0.0.5/24' })
    const ssh = latchkeySsh((question) =>
      question.kind === 'host-key-changed' ? { kind: 'replace', typed: question.confirm } : { kind: 'trust' },
    )
    const { open, asked } = lab(
      [
        await machine('left', left, '198.18.72.2'),
        await machine('right', right, '198.18.73.2'),
        await machine('one', one, '10.0.0.5', through('left')),
        await machine('two', two, '10.0.0.5', through('right')),
      ],
      {},
      ssh,
    )
    for (const name of ['one', 'two', 'one', 'two']) expect((await open(name)).status.state).toBe('open')
    expect(
      asked.map((question) => [question.kind, 'instanceName' in question && question.instanceName]),
    ).toEqual([
      ['host-key-unknown', 'left'],
      ['host-key-unknown', 'one'],
      ['host-key-unknown', 'right'],
      ['host-key-changed', 'two'],
    ])
    const names = (await ssh.file.read()).split('\n').map((text) => text.split(' ')[0])
    expect(names).toEqual(['198.18.72.2', '10.0.0.5', '198.18.73.2', '10.0.0.5.via.198.18.73.2', ''])
  })
})
