import { expect, it } from 'vitest'
import { decodeWindowFrame, encodeHostFrame, encodeWindowFrame } from '../../../contract/terminal-stream.js'
import { handClock } from '../../../test/helpers/hand-clock.js'
import { testTerminal } from '../../../test/helpers/test-terminal.js'
import { createTerminalSeat, HOLD_MS } from './terminal-seat.js'

const output = (text: string) => encodeHostFrame({ type: 'output', bytes: Buffer.from(text) })
const resume = (position: number) => encodeWindowFrame({ type: 'resume', position })

function seated() {
  const clock = handClock()
  const seat = createTerminalSeat(clock)
  const first = testTerminal({ acknowledge: 'when told' })
  const taken: unknown[] = []
  let ends = 0
  seat.port.onFrame((frame) => taken.push(decodeWindowFrame(frame)))
  seat.port.onClose(() => {
    ends++
  })
  seat.attach(first)
  return { clock, seat, first, taken, ends: () => ends }
}

it('lets another stream take over from where it says, and closes the one before', () => {
  const { seat, first, taken, ends } = seated()
  seat.port.send(output('one two '))
  seat.port.send(output('three'))
  first.acknowledge(4)
  const second = testTerminal({ acknowledge: 'when told' })
  seat.attach(second)
  expect(second.text()).toBe('')
  second.raw(resume(6))
  expect(second.text()).toBe('o three')
  expect(first.closed()).toBe(true)
  expect(taken).toEqual([
    { type: 'ack', count: 4 },
    { type: 'ack', count: 2 },
  ])
  seat.port.send(output(' four'))
  expect(second.text()).toBe('o three four')
  expect(first.text()).toBe('one two three')
  first.type('too late')
  second.type('x')
  expect(taken.at(-1)).toEqual({ type: 'input', bytes: new Uint8Array([120]) })
  expect(taken).toHaveLength(3)
  expect(ends()).toBe(0)
  second.close()
  expect(ends()).toBe(1)
})

it.each([
  ['something else', encodeWindowFrame({ type: 'input', bytes: Buffer.from('rm') })],
  ['a place that was never sent', resume(100)],
  ['a place that is long gone', resume(2)],
])('closes a stream that begins with %s, and changes nothing', (_what, frame) => {
  const { seat, first, taken } = seated()
  seat.port.send(output('hello'))
  first.acknowledge(3)
  const second = testTerminal()
  seat.attach(second)
  second.raw(frame)
  expect(second.closed()).toBe(true)
  expect(first.closed()).toBe(false)
  expect(taken).toEqual([{ type: 'ack', count: 3 }])
})

it('keeps what comes while a stream is lost, until another is there or the wait is over', async () => {
  const { clock, seat, first, ends } = seated()
  first.lose()
  seat.port.send(output('meanwhile'))
  const second = testTerminal()
  seat.attach(second)
  second.raw(resume(0))
  expect(second.text()).toBe('meanwhile')
  await clock.pass(HOLD_MS)
  expect(ends()).toBe(0)
  second.lose()
  await clock.pass(HOLD_MS)
  expect(ends()).toBe(1)
})
