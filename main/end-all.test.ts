import { expect, it } from 'vitest'
import { testLog } from '../test/helpers/memory-profile.js'
import { endAll } from './end-all.js'

it('ends every part, also after one that fails and one that never ends, and says so', async () => {
  const ended: string[] = []
  const log = testLog()
  const parts = [
    { close: () => Promise.reject(new Error('stuck')) },
    { close: () => new Promise<void>(() => undefined) },
    { close: async () => void ended.push('profile lock') },
  ]
  expect(await endAll(parts, log, 20)).toBe(false)
  expect(ended).toEqual(['profile lock'])
  expect(log.lines.map(({ event }) => event)).toEqual(['host.not-ended', 'host.not-ended'])
})

it('is content where all end', async () => {
  expect(await endAll([{ close: async () => undefined }], testLog())).toBe(true)
})
