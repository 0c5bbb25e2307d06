import { expect, it } from 'vitest'
import { createRooms } from './rooms.js'

const MIB = 1024 * 1024

it('are 8 MiB together, whoever uses them', async () => {
  const rooms = createRooms(MIB)
  const used = new Set<Uint8Array>()
  let now = 0
  let most = 0
  const use = () =>
    rooms.use(async (room) => {
      used.add(room)
      most = Math.max(most, ++now)
      await new Promise((turn) => setImmediate(turn))
      now--
    })
  await Promise.all(Array.from({ length: 50 }, use))
  expect({ most, used: used.size, bytes: [...used].map(({ length }) => length) }).toEqual({
    most: 8,
    used: 8,
    bytes: Array(8).fill(MIB),
  })
})

it('are given to nobody else after a failure', async () => {
  const rooms = createRooms(MIB)
  let lost: Uint8Array | undefined
  const failing = rooms.use(async (room) => {
    lost = room
    throw new Error('cut off')
  })
  await expect(failing).rejects.toThrow('cut off')
  // Compared here: a matcher would look at all bytes of both.
  await rooms.use(async (room) => expect(room === lost).toBe(false))
})
