import { expect, it } from 'vitest'
import { testLog } from '../../../test/helpers/memory-profile.js'
import { LatchkeyError } from '../lib/error.js'
import type { Handed } from './handed.js'
import { createOpenedFiles } from './opened-files.js'
import { createOpenings } from './openings.js'

function start({ locked = false } = {}) {
  let shut = locked
  const log = testLog()
  const files = createOpenedFiles(async (path) => Buffer.from(`content of ${path}`))
  const secrets = () => {
    if (shut) throw new LatchkeyError('vault-locked', 'Locked.')
    return undefined as never
  }
  const openings = createOpenings({ vault: { secrets }, files, log })
  const unlock = () => {
    shut = false
  }
  return { openings, files, log, unlock, take: () => openings.take(undefined, {}) }
}

it('gives each to one page, the oldest first', async () => {
  const { openings, take } = start()
  openings.hand([{ link: 'ssh://one' }])
  openings.hand([{ link: 'ssh://two' }])
  const taken = await Promise.all([take(), take(), take()])
  expect(taken).toMatchObject([{ host: 'one' }, { host: 'two' }, null])
})

it('keeps what comes while the vault is shut until it is open', async () => {
  const { openings, take, unlock } = start({ locked: true })
  openings.hand([{ link: 'ssh://one' }])
  await expect(take()).rejects.toMatchObject({ code: 'vault-locked' })
  unlock()
  expect(await take()).toMatchObject({ kind: 'ssh', host: 'one' })
})

it('tells every page how many wait', async () => {
  const { openings, take } = start()
  const stream = await openings.watch(undefined, {})
  expect(await stream.next()).toEqual({ done: false, value: 0 })
  openings.hand([{ link: 'ssh://one' }])
  expect(await stream.next()).toEqual({ done: false, value: 1 })
  await take()
  expect(await stream.next()).toEqual({ done: false, value: 0 })
})

it('hands what it can not take to the user as a sentence, without the link', async () => {
  const { openings, take } = start()
  openings.hand([{ link: 'ssh://-oProxyCommand=id' }])
  const taken = await take()
  expect(taken).toMatchObject({ kind: 'refused', problem: { code: 'input-invalid' } })
})

it('asks about the same link once, and about no more than anybody reads', async () => {
  const { openings, take, log } = start()
  for (let n = 0; n < 50; n++) openings.hand([{ link: 'ssh://one' }, { link: `ssh://host-${n}` }])
  let taken = 0
  for (let n = 0; n < 100; n++) if ((await take()) !== null) taken++
  expect(taken).toBe(20)
  expect(JSON.stringify(log)).toContain('openings.too-many')
  expect(JSON.stringify(log)).not.toContain('host-')
})

it('has the files of one selection for one import, and tells a page their names alone', async () => {
  const { openings, files, take } = start()
  openings.hand([{ file: '/keys/a.pem' }])
  openings.hand([{ file: '/keys/b.ppk' }])
  const taken = await take()
  if (taken?.kind !== 'key-files') throw new Error('No key files')
  expect(taken.files.map(({ name }) => name)).toEqual(['a.pem', 'b.ppk'])
  expect(JSON.stringify(taken)).not.toContain('/keys')
  expect(String(await files.read(taken.files[1]?.id ?? ''))).toBe('content of /keys/b.ppk')
  await expect(files.read('/keys/a.pem')).rejects.toMatchObject({ code: 'key-unreadable' })
})

it('tells what waits as it was handed over, so that another core can have it, and no password of a link', async () => {
  const { openings, take } = start()
  const told: (readonly Handed[])[] = []
  openings.onWaiting((waiting) => told.push(waiting))
  openings.hand([{ file: '/keys/a.pem' }])
  openings.hand([{ file: '/keys/b.ppk' }])
  openings.hand([{ link: 'ssh://ada:geheim@one:2222' }, { link: 'SSH://ada:geheim;x=y@two' }])
  const files = [{ file: '/keys/a.pem' }, { file: '/keys/b.ppk' }]
  expect(told.at(-1)).toEqual([...files, { link: 'ssh://ada:x@one:2222' }, { link: 'SSH://ada:x;x=y@two' }])
  const other = start()
  other.openings.hand(told.at(-1) ?? [])
  await other.take()
  expect(await other.take()).toMatchObject({ user: 'ada', host: 'one', port: 2222, leftOut: ['password'] })
  expect(await other.take()).toMatchObject({ host: 'two', leftOut: ['password', 'parameters'] })
  await take()
  expect(told.at(-1)).toHaveLength(2)
})
