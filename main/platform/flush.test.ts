import { expect, it } from 'vitest'
import { createFlush } from './flush.js'

const MIB = 1024 * 1024

/** A disk whose flushes end when they are told to. */
function slowDisk() {
  const ends: ((error?: Error) => void)[] = []
  const datasync = () =>
    new Promise<void>((resolve, reject) => ends.push((error) => (error ? reject(error) : resolve())))
  return { ends, flush: createFlush({ datasync }) }
}

it('begins after each 192 MiB, one at a time', async () => {
  const { ends, flush } = slowDisk()
  for (let n = 0; n < 191; n++) flush.wrote(MIB)
  expect(ends).toHaveLength(0)
  flush.wrote(MIB)
  for (let n = 0; n < 200; n++) flush.wrote(MIB)
  expect(ends).toHaveLength(1)
  ends[0]?.()
  await flush.idle()
  flush.wrote(MIB)
  expect(ends).toHaveLength(2)
})

it('is waited for, and its failure is told by every call after it', async () => {
  const { ends, flush } = slowDisk()
  flush.wrote(192 * MIB)
  const idle = flush.idle()
  ends[0]?.(new Error('EIO'))
  await expect(idle).rejects.toThrow('EIO')
  expect(() => flush.wrote(1)).toThrow('EIO')
  await expect(flush.idle()).rejects.toThrow('EIO')
})
