import { expect, it, vi } from 'vitest'
import { handClock } from '../../../test/helpers/hand-clock.js'
import { LatchkeyError } from '../lib/error.js'
import { createGathering } from './gathering.js'

function gathering(members: number, refused: string[] = []) {
  const clock = handClock()
  const act = vi.fn(async (ids: string[], _keyName: string) => {
    return new Map(ids.map((id) => [id, refused.includes(id) ? new LatchkeyError('cloud-busy', id) : null]))
  })
  const { join, leave } = createGathering({ members, clock, act })
  const nobody = new AbortController().signal
  return { clock, act, leave, join: (id: string, name: string, signal = nobody) => join(id, name, signal) }
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

it('asks nothing for who has given up, and goes on waiting for the others', async () => {
  const { act, join, clock } = gathering(3)
  const cancelling = new AbortController()
  const given = [join('a', 'deploy', cancelling.signal), join('b', 'deploy')]
  cancelling.abort(new LatchkeyError('cancelled', 'Enough.'))
  await expect(given[0]).rejects.toMatchObject({ code: 'cancelled' })
  clock.pass(20_000)
  await given[1]
  await expect(join('c', 'deploy', cancelling.signal)).rejects.toMatchObject({ code: 'cancelled' })
  expect(act.mock.calls).toEqual([[['b'], 'deploy']])
  expect(clock.waiting()).toBe(0)
})

it('waits for nothing once all have given up, and asks for who comes later', async () => {
  const { act, join, clock } = gathering(2)
  const cancelling = new AbortController()
  const given = join('a', 'deploy', cancelling.signal)
  cancelling.abort(new LatchkeyError('cancelled', 'Enough.'))
  await expect(given).rejects.toMatchObject({ code: 'cancelled' })
  expect(clock.waiting()).toBe(0)
  await join('b', 'deploy')
  expect(act.mock.calls).toEqual([[['b'], 'deploy']])
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
