import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { together } from './together.js'

it('does all of it in order, and never more than so much at once', async () => {
  const begun: number[] = []
  let running = 0
  let most = 0
  await together(3, [1, 2, 3, 4, 5, 6, 7], async (item) => {
    begun.push(item)
    most = Math.max(most, ++running)
    await turn()
    running--
  })
  expect(begun).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect([most, running]).toEqual([3, 0])
})

it('begins nothing more after a failure, and throws it when what had begun has ended', async () => {
  const done: number[] = []
  async function* items() {
    for (let n = 1; n < 100; n++) yield n
  }
  const all = together(2, items(), async (item) => {
    if (item === 3) throw new Error('three')
    await turn()
    await turn()
    done.push(item)
  })
  await expect(all).rejects.toThrow('three')
  expect(done.length).toBeLessThan(5)
})

it('ends at once with nothing to do', async () => {
  await together(4, [], () => Promise.reject(new Error('never')))
})
