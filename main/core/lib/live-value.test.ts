import { expect, it } from 'vitest'
import { createLiveValue } from './live-value.js'

it('gives the current value, then each change, then the end', async () => {
  const live = createLiveValue(1)
  const watcher = live.watch()
  expect(await watcher.next()).toEqual({ done: false, value: 1 })
  const next = watcher.next()
  live.set(2)
  expect(await next).toEqual({ done: false, value: 2 })
  live.set(3)
  live.end()
  expect(await watcher.next()).toEqual({ done: false, value: 3 })
  expect(await watcher.next()).toEqual({ done: true, value: undefined })
})

it('skips to the newest for a slow watcher', async () => {
  const live = createLiveValue('a')
  const watcher = live.watch()
  await watcher.next()
  live.set('b')
  live.set('c')
  expect((await watcher.next()).value).toBe('c')
})

it('ends a waiting watcher on return and on abort, without another change', async () => {
  const live = createLiveValue(0)
  const left = live.watch()
  await left.next()
  const waiting = left.next()
  await left.return?.()
  expect((await waiting).done).toBe(true)

  const abort = new AbortController()
  const aborted = live.watch(abort.signal)
  await aborted.next()
  const stuck = aborted.next()
  abort.abort()
  expect((await stuck).done).toBe(true)
})

it('gives an ended value once to who comes late', async () => {
  const live = createLiveValue('last')
  live.end()
  const seen: string[] = []
  for await (const value of live.watch()) seen.push(value)
  expect(seen).toEqual(['last'])
})
