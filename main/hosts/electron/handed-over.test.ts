import { expect, it } from 'vitest'
import { handedOver } from './handed-over.js'

const [one, two, three] = ['one', 'two', 'three'].map((host) => [{ link: `ssh://${host}` }])

it('gives the next core what waited in the last one, and what it had not read yet, in order', () => {
  const kept = handedOver()
  kept.give(one ?? [])
  kept.waits(one ?? [])
  kept.heard()
  kept.give(two ?? [])
  kept.give(three ?? [])
  expect(kept.again()).toEqual([one, two, three])
})

it('gives nothing again that a page has taken', () => {
  const kept = handedOver()
  kept.give(one ?? [])
  kept.waits(one ?? [])
  kept.heard()
  kept.waits([])
  expect(kept.again()).toEqual([])
})

it('gives what a core ended on reading to one more, and then lets go of it', () => {
  const kept = handedOver()
  kept.give(one ?? [])
  expect(kept.again()).toEqual([one])
  expect(kept.again()).toEqual([])
})

it('keeps what waits through core after core', () => {
  const kept = handedOver()
  kept.waits(one ?? [])
  for (let crash = 0; crash < 4; crash++) {
    expect(kept.again()).toEqual([one])
    kept.waits(one ?? [])
    kept.heard()
  }
})
