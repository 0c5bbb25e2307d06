import { describe, expect, it } from 'vitest'
import { scriptedClient } from '../../../../test/helpers/cloudstack-client.js'
import { testLog } from '../../../../test/helpers/memory-profile.js'
import { CloudError } from '../cloud-error.js'
import { userGuesses } from '../user-guesses.js'
import { refusalError } from './errors.js'
import { createInstances, stateOf } from './instances.js'
import { createLister } from './paging.js'

interface Cloud {
  machines?: object[]
  rules?: object[] | Error
  addresses?: object[] | Error
}

function instancesOf({ machines = [], rules = [], addresses = [] }: Cloud) {
  const log = testLog()
  const client = scriptedClient((command, { id }) => {
    if (command === 'listPortForwardingRules') return listOr(rules, 'portforwardingrule')
    if (command === 'listPublicIpAddresses') return listOr(addresses, 'publicipaddress')
    const found = machines.filter((machine) => id === undefined || ('id' in machine && machine.id === id))
    return listOr(found, 'virtualmachine')
  })
  return { log, client, ...createInstances(createLister(client), log) }
}

function listOr(items: object[] | Error, property: string): object {
  if (items instanceof Error) throw items
  return items.length === 0 ? {} : { count: items.length, [property]: items }
}

const web = {
  id: 'vm-1',
  name: 'i-2-3-VM',
  displayname: 'web-1',
  state: 'Running',
  zonename: 'Zürich 1',
  nic: [
    { ipaddress: '10.2.0.7', isdefault: false },
    { ipaddress: '10.1.0.7', isdefault: true },
  ],
  templatename: 'Ubuntu 24.04',
  osdisplayname: 'Other Linux (64-bit)',
  keypairs: 'deploy,laptop',
  jobid: 'j',
  jobstatus: 1,
}

async function sshOf(machine: object, cloud: Cloud = {}) {
  const [found] = await instancesOf({ machines: [machine], ...cloud }).listInstances()
  return found?.ssh.map(({ host, port, via }) => `${host}:${port} ${via}`)
}

describe('an answer that is wrong', () => {
  it('of a state that no cloud has gives an instance whose state is not known', async () => {
    const [found] = await instancesOf({ machines: [{ ...web, state: 'constructor' }] }).listInstances()
    expect(found).toMatchObject({ state: 'unknown', cloudState: 'constructor' })
  })

  it('gives no way in at what is no IP address or no port', async () => {
    const rule = { virtualmachineid: 'vm-1', protocol: 'tcp', state: 'Active', privateport: 22 }
    const rules = [
      { ...rule, ipaddress: '*', publicport: 22 },
      { ...rule, ipaddress: '203.0.113.5,10.0.0.1', publicport: 22 },
      { ...rule, ipaddress: '203.0.113.5', publicport: 70_000 },
      { ...rule, ipaddress: '203.0.113.5', publicport: 2222 },
    ]
    const nic = [{ ipaddress: '-oProxyCommand=x' }, { ipaddress: 'db.example' }]
    expect(await sshOf({ ...web, nic }, { rules })).toEqual(['203.0.113.5:2222 port-forward'])
  })

  it('of an id that is none is that account’s problem', async () => {
    const { listInstances } = instancesOf({ machines: [{ ...web, id: 'x'.repeat(300) }] })
    await expect(listInstances()).rejects.toThrow()
  })
})

describe('an instance', () => {
  it('is told with everything that a person looks for', async () => {
    const [found] = await instancesOf({ machines: [web] }).listInstances()
    expect(found).toEqual({
      cloudId: 'vm-1',
      name: 'web-1',
      state: 'running',
      cloudState: 'Running',
      region: null,
      zone: 'Zürich 1',
      image: 'Ubuntu 24.04',
      os: 'Other Linux (64-bit)',
      addresses: ['10.1.0.7', '10.2.0.7'],
      ssh: [
        { host: '10.1.0.7', port: 22, via: 'private' },
        { host: '10.2.0.7', port: 22, via: 'private' },
      ],
      keyNames: ['deploy', 'laptop'],
      userGuesses: ['ubuntu', 'root'],
    })
  })

  it('of an old release declares its one key', async () => {
    const [found] = await instancesOf({ machines: [{ id: 'vm-1', keypair: 'deploy' }] }).listInstances()
    expect(found?.keyNames).toEqual(['deploy'])
  })

  it('without address, name and state is listed all the same', async () => {
    const [found] = await instancesOf({ machines: [{ id: 'vm-1', nic: null, publicip: '' }] }).listInstances()
    expect(found).toMatchObject({ name: 'vm-1', state: 'unknown', addresses: [], ssh: [], keyNames: [] })
    expect(found?.userGuesses.length).toBeGreaterThan(0)
  })

  it('is listed once even if it slips onto two pages', async () => {
    expect(await instancesOf({ machines: [web, web] }).listInstances()).toHaveLength(1)
  })

  it.each(['Destroyed', 'Expunging'])('that is %s is gone', async (state) => {
    expect(await instancesOf({ machines: [{ ...web, state }] }).getInstance('vm-1')).toBeNull()
  })

  it('that the cloud does not know is gone', async () => {
    expect(await instancesOf({}).getInstance('vm-9')).toBeNull()
    const { findMachine } = createInstances(
      createLister(
        scriptedClient((command) => {
          const errortext =
            'Invalid parameter id value=vm-9 due to incorrect long value format, or entity does not exist'
          throw refusalError({ command, errorcode: 431, errortext })
        }),
      ),
      testLog(),
    )
    expect(await findMachine('vm-9')).toBeNull()
  })
})

describe('the way in', () => {
  const forward = {
    virtualmachineid: 'vm-1',
    ipaddress: '203.0.113.9',
    protocol: 'tcp',
    state: 'Active',
    privateport: '22',
    privateendport: '22',
    publicport: '2201',
  }

  it('by port forwarding comes first', async () => {
    const ssh = await sshOf({ ...web, nic: [{ ipaddress: '10.1.0.7' }] }, { rules: [forward] })
    expect(ssh).toEqual(['203.0.113.9:2201 port-forward', '10.1.0.7:22 private'])
  })

  it('by a range of ports is at the same place in the public range', async () => {
    const range = { ...forward, privateport: '20', privateendport: '30', publicport: '2020' }
    expect(await sshOf({ id: 'vm-1' }, { rules: [range] })).toEqual(['203.0.113.9:2022 port-forward'])
  })

  it.each([
    { what: 'UDP', rule: { ...forward, protocol: 'udp' } },
    { what: 'other ports', rule: { ...forward, privateport: '80', privateendport: '90' } },
    { what: 'another instance', rule: { ...forward, virtualmachineid: 'vm-2' } },
    { what: 'nobody any more', rule: { ...forward, state: 'Revoke' } },
  ])('is not by a rule for $what', async ({ rule }) => {
    expect(await sshOf({ id: 'vm-1' }, { rules: [rule] })).toEqual([])
  })

  it('by static NAT is told once, from whichever list has it', async () => {
    const nat = { ipaddress: '203.0.113.5', isstaticnat: true, virtualmachineid: 'vm-1' }
    expect(await sshOf({ id: 'vm-1' }, { addresses: [nat] })).toEqual(['203.0.113.5:22 static-nat'])
    expect(await sshOf({ id: 'vm-1', publicip: '203.0.113.5' }, { addresses: [nat] })).toEqual([
      '203.0.113.5:22 static-nat',
    ])
  })

  it('by its own public addresses comes before private ones, IPv4 first', async () => {
    const nic = [
      { ipaddress: '192.168.1.5', isdefault: true },
      { ipaddress: '198.50.100.5', ip6address: '2001:db8::5' },
    ]
    expect(await sshOf({ id: 'vm-1', nic })).toEqual([
      '198.50.100.5:22 public',
      '2001:db8::5:22 public',
      '192.168.1.5:22 private',
    ])
  })

  it.each([
    '10.0.0.1',
    '172.31.0.1',
    '192.168.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.0.1',
    '192.0.2.14',
    'fd00::1',
    'fe80::1',
  ])('at %s is private', async (address) => {
    const nic = [address.includes(':') ? { ip6address: address } : { ipaddress: address }]
    expect(await sshOf({ id: 'vm-1', nic })).toEqual([`${address}:22 private`])
  })

  it('is told without the lists that the operator refuses, and the log says so', async () => {
    const refused = refusalError({ command: 'list', errorcode: 432, errortext: 'not available' })
    const { listInstances, log } = instancesOf({ machines: [web], rules: refused, addresses: refused })
    expect(await listInstances()).toHaveLength(1)
    expect(log.lines.map(({ event }) => event)).toEqual(['cloud.reach-unknown', 'cloud.reach-unknown'])
  })

  it('is not guessed when a list fails for another reason', async () => {
    const broken = new CloudError('cloud-unreachable', 'The connection broke.')
    await expect(instancesOf({ machines: [web], rules: broken }).listInstances()).rejects.toBe(broken)
  })
})

describe('states', () => {
  it.each([
    ['Running', 'running'],
    ['Stopped', 'stopped'],
    ['Starting', 'starting'],
    ['Stopping', 'stopping'],
    ['Migrating', 'changing'],
    ['Shutdown', 'changing'],
    ['Error', 'error'],
    ['Destroyed', 'gone'],
    ['Unknown', 'unknown'],
    ['FromALaterRelease', 'unknown'],
  ])('%s is %s', (cloudState, state) => {
    expect(stateOf(cloudState)).toBe(state)
  })
})

describe('user guesses', () => {
  it.each([
    ['Ubuntu 24.04 LTS', ['ubuntu', 'root']],
    ['debian-12-genericcloud Other (64-bit)', ['debian', 'root']],
    ['Rocky Linux 9', ['rocky', 'root']],
    ['AlmaLinux 9', ['almalinux', 'root']],
    ['CentOS 5.6 (64-bit)', ['centos', 'cloud-user', 'root']],
    ['Red Hat Enterprise Linux 9', ['cloud-user', 'root']],
    ['Windows Server 2022', ['Administrator']],
  ])('for %s are %j', (names, users) => {
    expect(userGuesses(names)).toEqual(users)
  })

  it('begin with root where nothing is known', () => {
    expect(userGuesses('golden-image-7')[0]).toBe('root')
    expect(userGuesses('')[0]).toBe('root')
  })
})
