import { expect, it } from 'vitest'
import { ownTurn } from './own-turn.js'

it('goes on with each in a turn of its own, oldest first, with what follows it', async () => {
  let turn = 0
  let ticks = setImmediate(function tick() {
    turn++
    ticks = setImmediate(tick)
  })
  const seen: { name: string; turn: number }[] = []
  const piece = async (name: string) => {
    await ownTurn()
    const began = turn
    await null
    expect(turn).toBe(began)
    seen.push({ name, turn })
  }
  await Promise.all(['a', 'b', 'c'].map(piece))
  clearImmediate(ticks)
  expect(seen.map(({ name }) => name)).toEqual(['a', 'b', 'c'])
  expect(new Set(seen.map(({ turn }) => turn)).size).toBe(3)
})

it('lets those who ask again wait behind the others', async () => {
  const seen: string[] = []
  const twice = async (name: string) => {
    for (const step of [1, 2]) {
      await ownTurn()
      seen.push(name + step)
    }
  }
  await Promise.all([twice('a'), twice('b')])
  expect(seen).toEqual(['a1', 'b1', 'a2', 'b2'])
})
