import { describe, expect, it } from 'vitest'
import { jumpLab, through } from '../helpers/jump-lab.js'
import { latchkeySsh } from '../helpers/latchkey-ssh.js'
import { canMakeNamespaces, link, makeNamespace, type Namespace } from '../helpers/namespaces.js'
import { sshBanner } from '../helpers/ports.js'
import { until } from '../helpers/processes.js'
import { sshdInstalled } from '../helpers/sshd.js'

const possible = sshdInstalled && (await canMakeNamespaces())

const { machine: makeMachine, lab, ends } = jumpLab()

const network = async () => ends(await makeNamespace())

/** An sshd in a network of its own, with a user key of its own. */
const machine = (name: string, { within }: Namespace, host: string, options = {}) =>
  makeMachine(name, options, { within, host, port: 22 })

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
