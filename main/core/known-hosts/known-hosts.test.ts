import { describe, expect, it } from 'vitest'
import { memoryTextFile, testClock } from '../../../test/helpers/memory-profile.js'
import { noNews } from '../../../test/helpers/no-news.js'
import { string } from '../keys/ssh-wire.js'
import type { TextFile } from '../ports.js'
import { ownHostsFile } from './hosts-file.js'
import { createKnownHosts } from './known-hosts.js'

const blob = (type: string, seed: number) => Buffer.concat([string(type), string(Buffer.alloc(32, seed))])
const ed = blob('ssh-ed25519', 1)
const otherEd = blob('ssh-ed25519', 2)
const ecdsa = blob('ecdsa-sha2-nistp256', 3)
const line = (hosts: string, key: Buffer, rest = '') =>
  `${hosts} ${key.toString('latin1', 4, 4 + key.readUInt32BE())} ${key.toString('base64')}${rest}`

const over = (file: TextFile) =>
  createKnownHosts({ file: ownHostsFile(file), clock: testClock(), news: noNews })

function setUp(...lines: string[]) {
  const file = memoryTextFile(lines.map((text) => `${text}\n`).join(''))
  const knownHosts = over(file)
  const state = async (host: string, port: number, key: Buffer) =>
    (await knownHosts.check(host, port, key)).state
  return { file, knownHosts, state }
}

describe('checking a host key', () => {
  it('knows a host by name and port, without regard to case', async () => {
    const { state } = setUp(line('web.example', ed), line('[web.example]:2222', otherEd))
    expect(await state('web.example', 22, ed)).toBe('known')
    expect(await state('WEB.Example', 22, ed)).toBe('known')
    expect(await state('web.example', 2222, otherEd)).toBe('known')
    expect(await state('web.example', 2222, ed)).toBe('changed')
    // As ssh does: without its port, but never as a reason to stop.
    expect(await state('web.example', 2200, ed)).toBe('known')
    expect(await state('web.example', 2200, otherEd)).toBe('unknown')
    expect(await state('webXexample', 22, ed)).toBe('unknown')
  })

  it('takes any of several keys, and a key of another type only as changed', async () => {
    const { state, knownHosts } = setUp(line('h', ed), line('h', otherEd))
    expect(await state('h', 22, otherEd)).toBe('known')
    expect(await state('h', 22, ecdsa)).toBe('changed')
    expect(await knownHosts.wanted('h', 22)).toEqual({ types: ['ssh-ed25519'], certificates: false })
    expect(await knownHosts.wanted('other', 22)).toEqual({ types: [], certificates: false })
  })

  it('reads lists, patterns, exclusions and IPv6', async () => {
    const { state } = setUp(
      line('a,*.example.com,!bad.example.com,10.0.0.?', ed),
      line('[::1]:2222', otherEd),
    )
    expect(await state('a', 22, ed)).toBe('known')
    expect(await state('x.example.com', 22, ed)).toBe('known')
    expect(await state('bad.example.com', 22, ed)).toBe('unknown')
    expect(await state('10.0.0.7', 22, ed)).toBe('known')
    expect(await state('10.0.0.77', 22, ed)).toBe('unknown')
    expect(await state('::1', 2222, otherEd)).toBe('known')
  })

  it('refuses a revoked key even if another line knows it, and ignores authorities', async () => {
    const { state } = setUp(line('h', ed), line('@revoked *', ed), line('@cert-authority h2', ed))
    expect(await state('h', 22, ed)).toBe('revoked')
    expect(await state('h2', 22, otherEd)).toBe('unknown')
  })

  it('says since when a key is known, where Latchkey wrote it', async () => {
    const { file, knownHosts } = setUp()
    await knownHosts.add('h', 22, ed)
    await file.write(`${await file.read()}${line('h', otherEd, ' root@h')}\n`)
    const { known } = await knownHosts.check('h', 22, ecdsa)
    expect(known.map(({ since }) => since)).toEqual(['2026-01-01T00:00:00.000Z', null])
  })
})

describe('changing the file', () => {
  const strange = ['# my hosts', '', 'not a key line', '@unknown-marker h ssh-ed25519 AAAA', 'h ssh-ed25519']

  it('trusts one host key of two that were asked about at the same time, and the same key once', async () => {
    const { file, knownHosts, state } = setUp()
    await Promise.all([knownHosts.add('h', 22, ed), knownHosts.add('h', 22, ed)])
    expect((await file.read()).trim().split('\n')).toHaveLength(1)
    await expect(knownHosts.add('h', 22, otherEd)).rejects.toMatchObject({ code: 'ssh-host-key-changed' })
    expect(await state('h', 22, otherEd)).toBe('changed')
  })

  it('adds at the end and keeps every other line as it is', async () => {
    const { file, knownHosts, state } = setUp(...strange)
    await knownHosts.add('H', 2222, ed)
    expect(await file.read()).toBe(
      [...strange, line('[h]:2222', ed, ' latchkey 2026-01-01T00:00:00.000Z'), ''].join('\n'),
    )
    expect(await state('h', 2222, ed)).toBe('known')
  })

  it('adds on a line of its own where the last newline is missing', async () => {
    const file = memoryTextFile(line('a', ed))
    await over(file).add('b', 22, otherEd)
    expect((await file.read()).split('\n')).toHaveLength(3)
  })

  it('replaces every key of the host and touches no other host', async () => {
    const before = [
      line('a,h,b', ed, ' note'),
      line('h', otherEd),
      line('*', ecdsa),
      line('@revoked h', ed),
      line('z', ed),
    ]
    const { file, knownHosts, state } = setUp(...strange, ...before)
    const fresh = blob('ssh-ed25519', 9)
    await knownHosts.replace('h', 22, fresh)
    expect(await file.read()).toBe(
      [
        ...strange,
        line('a,b', ed, ' note'),
        line('*,!h', ecdsa),
        line('@revoked h', ed),
        line('z', ed),
        line('h', fresh, ' latchkey 2026-01-01T00:00:00.000Z'),
        '',
      ].join('\n'),
    )
    expect(await state('h', 22, fresh)).toBe('known')
    for (const old of [otherEd, ecdsa]) expect(await state('h', 22, old)).toBe('changed')
    expect(await state('a', 22, ed)).toBe('known')
    expect(await state('other', 22, ecdsa)).toBe('known')
  })

  it('loses nothing when two hosts are added at the same time', async () => {
    const { file, knownHosts } = setUp()
    await Promise.all([knownHosts.add('a', 22, ed), knownHosts.add('b', 22, ed), knownHosts.add('c', 22, ed)])
    expect((await file.read()).match(/^\w/gm)).toEqual(['a', 'b', 'c'])
  })

  it('goes on after a write that failed', async () => {
    const file = memoryTextFile()
    const { write } = file
    const knownHosts = over(file)
    file.write = async () => {
      throw new Error('disk full')
    }
    await expect(knownHosts.add('a', 22, ed)).rejects.toThrow('disk full')
    file.write = write
    await knownHosts.add('b', 22, ed)
    expect(await file.read()).toMatch(/^b [^\n]+\n$/)
  })
})

describe('a file with lines that can not be read', () => {
  it('says how many, since a host whose line is damaged looks like one that was never seen', async () => {
    const { knownHosts } = setUp(
      '# remark',
      '',
      line('a', ed),
      'b ssh-ed25519',
      '\u0000\u0001',
      '@new h ssh-rsa AA',
    )
    expect(await knownHosts.check('b', 22, ed)).toMatchObject({ state: 'unknown', unreadableLines: 3 })
  })
})

describe('behind jump hosts', () => {
  const [shop, bank] = [[{ host: 'Edge.shop', port: 22 }], [{ host: '198.51.100.1', port: 2222 }]]

  it('keeps the key of another network beside the one that is known, which stays', async () => {
    const { knownHosts, file, state } = setUp(line('10.0.0.5', ed))
    const [there, elsewhere] = [knownHosts.behind(shop), knownHosts.behind(bank)]
    expect((await there.check('10.0.0.5', 22, ed)).state).toBe('known') // what was known before counts everywhere
    expect(await elsewhere.check('10.0.0.5', 22, otherEd)).toMatchObject({
      state: 'changed',
      name: '10.0.0.5',
      besideAs: '10.0.0.5.via.198.51.100.1-2222',
    })
    await elsewhere.replace('10.0.0.5', 22, otherEd)
    expect(await file.read()).toMatch(/^10\.0\.0\.5 .*\n10\.0\.0\.5\.via\.198\.51\.100\.1-2222 /)
    expect((await elsewhere.check('10.0.0.5', 22, otherEd)).state).toBe('known')
    expect((await elsewhere.wanted('10.0.0.5', 22)).types).toEqual(['ssh-ed25519'])
    expect([await state('10.0.0.5', 22, ed), await state('10.0.0.5', 22, otherEd)]).toEqual([
      'known',
      'changed',
    ])
    expect((await there.check('10.0.0.5', 22, ed)).state).toBe('known')
  })

  it('takes the name of its own alone once there is one, and replaces what stands under it', async () => {
    const { knownHosts } = setUp(line('10.0.0.5', ed), line('10.0.0.5.via.edge.shop', otherEd))
    const there = knownHosts.behind(shop)
    expect(await there.check('10.0.0.5', 22, ed)).toMatchObject({
      state: 'changed',
      name: '10.0.0.5.via.edge.shop',
      besideAs: null,
    })
    await there.replace('10.0.0.5', 22, ecdsa)
    expect((await there.check('10.0.0.5', 22, otherEd)).state).toBe('changed')
    expect((await there.check('10.0.0.5', 22, ecdsa)).state).toBe('known')
  })

  it('adds under the address, as OpenSSH does, and tells a chain of hosts from another', async () => {
    const { knownHosts, state } = setUp()
    await knownHosts.behind(shop).add('10.0.0.5', 2022, ed)
    expect(await state('10.0.0.5', 2022, ed)).toBe('known')
    const inner = { host: '10.0.0.1', port: 22 }
    const { besideAs } = await knownHosts.behind([...shop, inner]).check('10.0.0.5', 2022, otherEd)
    expect(besideAs).toBe('[10.0.0.5.via.10.0.0.1.via.edge.shop]:2022')
  })

  it('never trusts a key that is revoked for the address', async () => {
    const { knownHosts } = setUp(line('10.0.0.5.via.edge.shop', ed), `@revoked ${line('10.0.0.5', ed)}`)
    expect((await knownHosts.behind(shop).check('10.0.0.5', 22, ed)).state).toBe('revoked')
  })
})
