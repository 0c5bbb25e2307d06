import { describe, expect, it } from 'vitest'
import { MOST_PACKET, packetCutter } from './packets.js'
import { ANSWER, packet } from './wire.js'

function cutter(rooms: Map<number, Uint8Array> = new Map()) {
  const taken: { type: number; id: number; body: string }[] = []
  const cut = packetCutter({
    roomFor: (id) => rooms.get(id),
    take: (type, id, body) => taken.push({ type, id, body: body.toString('latin1') }),
  })
  return { cut, taken }
}

describe('packets', () => {
  const stream = Buffer.concat([
    packet(ANSWER.DATA, 1, Buffer.from('into its room')),
    packet(ANSWER.STATUS, 2),
    packet(ANSWER.DATA, 3, Buffer.from('in a buffer of its own')),
    packet(ANSWER.DATA, 4, Buffer.alloc(0)),
  ])

  it.each([1, 2, 7, 9, 13, 14, 1000])('are cut out of a stream that comes in pieces of %i bytes', (size) => {
    const room = Buffer.alloc(20, '.')
    const { cut, taken } = cutter(
      new Map([
        [1, room],
        [4, Buffer.alloc(0)],
      ]),
    )
    for (let at = 0; at < stream.length; at += size) cut(stream.subarray(at, at + size))
    expect(taken).toEqual([
      { type: ANSWER.DATA, id: 1, body: 'into its room' },
      { type: ANSWER.STATUS, id: 2, body: '' },
      { type: ANSWER.DATA, id: 3, body: '\0\0\0\x16in a buffer of its own' },
      { type: ANSWER.DATA, id: 4, body: '' },
    ])
    expect(room.toString()).toBe('into its room.......')
  })

  it('that are longer than their room, or than what they say, are refused', () => {
    const rooms = new Map([[1, Buffer.alloc(3)]])
    expect(() => cutter(rooms).cut(packet(ANSWER.DATA, 1, Buffer.from('four')))).toThrow(RangeError)
    const lying = packet(ANSWER.DATA, 1, Buffer.from('ok'))
    lying.writeUInt32BE(1, 9)
    expect(() => cutter(rooms).cut(lying)).toThrow(RangeError)
    const endless = Buffer.alloc(9)
    endless.writeUInt32BE(MOST_PACKET + 1)
    expect(() => cutter().cut(endless)).toThrow(RangeError)
    expect(() => cutter().cut(Buffer.alloc(9))).toThrow(RangeError)
  })
})
