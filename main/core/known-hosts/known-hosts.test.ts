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
