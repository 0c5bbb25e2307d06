import { expect, it, vi } from 'vitest'
import { handClock } from '../../../test/helpers/hand-clock.js'
import { LatchkeyError } from '../lib/error.js'
import { createGathering } from './gathering.js'

function gathering(members: number, refused: string[] = []) {
  const clock = handClock()
  const act = vi.fn(async (ids: string[], _keyName: string) => {
    return new Map(ids.map((id) => [id, refused.includes(id) ? new LatchkeyError('cloud-busy', id) : null]))
  })
  return { clock, act, ...createGathering({ members, clock, act }) }
}

it('asks once, when the last has joined, and tells each what became of it', async () => {
  const { act, join } = gathering(3, ['b'])
  const first = [join('a', 'deploy'), join('b', 'deploy')]
  expect(act).not.toHaveBeenCalled()
  const ends = await Promise.allSettled([...first, join('c', 'deploy')])
  expect(act.mock.calls).toEqual([[['a', 'b', 'c'], 'deploy']])
  expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

it('waits for nobody who has left', async () => {
  const { act, join, leave } = gathering(2)
  const one = join('a', 'deploy')
  leave()
  await one
  expect(act).toHaveBeenCalledOnce()
})

it('keeps nobody waiting for long: who comes later is asked for later', async () => {
  const { act, join, clock } = gathering(2)
  const early = join('a', 'deploy')
  clock.pass(20_000)
  await early
  await join('b', 'deploy')
  expect(act.mock.calls.map(([ids]) => ids)).toEqual([['a'], ['b']])
})

it('asks for each name that the key has', async () => {
  const { act, join } = gathering(2)
  await Promise.all([join('a', 'deploy'), join('b', 'deploy_2')])
  expect(act).toHaveBeenCalledTimes(2)
})

it('says of an instance that the cloud tells nothing of that it does not know', async () => {
  const { act, join } = gathering(1)
  act.mockResolvedValue(new Map())
  await expect(join('a', 'deploy')).rejects.toMatchObject({ code: 'cloud-unexpected-answer' })
})
