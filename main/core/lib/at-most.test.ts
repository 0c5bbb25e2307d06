import { expect, it } from 'vitest'
import { atMost } from './at-most.js'

const turn = () => new Promise((resolve) => setImmediate(resolve))

/** Work that is told when it begins, and ends when it is let go. */
function works(limit: number) {
  const inTurn = atMost(limit)
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  return {
    begun,
    run: (name: string, signal?: AbortSignal) =>
      inTurn(() => {
        begun.push(name)
        return new Promise<void>((resolve) => ends.set(name, resolve))
      }, signal),
    end: (name: string) => ends.get(name)?.(),
  }
}

it('runs so much at the same time, and the rest in its order as places come free', async () => {
  const { begun, run, end } = works(2)
  const all = ['a', 'b', 'c', 'd'].map((name) => run(name))
  await turn()
  expect(begun).toEqual(['a', 'b'])
  end('b')
  await turn()
  expect(begun).toEqual(['a', 'b', 'c'])
  for (const name of ['a', 'c']) end(name)
  await turn()
  end('d')
  await Promise.all(all)
  expect(begun).toEqual(['a', 'b', 'c', 'd'])
})

it('never begins what gave up waiting, and gives its place to the next', async () => {
  const { begun, run, end } = works(1)
  const first = run('a')
  const cancelling = new AbortController()
  const second = run('b', cancelling.signal)
  const third = run('c')
  cancelling.abort(new Error('Enough'))
  await expect(second).rejects.toThrow('Enough')
  await expect(run('d', cancelling.signal)).rejects.toThrow('Enough')
  end('a')
  await first
  await turn()
  end('c')
  await third
  expect(begun).toEqual(['a', 'c'])
})

it('frees the place of what fails', async () => {
  const inTurn = atMost(1)
  await expect(inTurn(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await inTurn(async () => 'yes')).toBe('yes')
})
