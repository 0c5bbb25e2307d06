import { expect, it } from 'vitest'
import { decodeWindowFrame, encodeHostFrame, encodeWindowFrame } from '../../../contract/terminal-stream.js'
import { handClock } from '../../../test/helpers/hand-clock.js'
import { testTerminal } from '../../../test/helpers/test-terminal.js'
import { AWAITED_MS, createTerminalSeat, GONE_MS, LOST_MS } from './terminal-seat.js'

const output = (text: string) => encodeHostFrame({ type: 'output', bytes: Buffer.from(text) })
const rejoin = encodeWindowFrame({ type: 'rejoin' })
const resume = (position: number) => encodeWindowFrame({ type: 'resume', position })

function seated() {
  const clock = handClock()
  const comers = { locked: false, windows: false }
  const seat = createTerminalSeat({
    clock,
    comers: { mayRejoin: () => !comers.locked, mayYetCome: () => comers.locked && comers.windows },
    size: () => ({ cols: 100, rows: 30 }),
  })
  const first = testTerminal({ acknowledge: 'when told' })
  const taken: unknown[] = []
  let ends = 0
  seat.port.onFrame((frame) => taken.push(decodeWindowFrame(frame)))
  seat.port.onClose(() => {
    ends++
  })
  seat.attach(first)
  const other = (frame?: Uint8Array) => {
    const terminal = testTerminal({ acknowledge: 'when told' })
    seat.attach(terminal)
    if (frame !== undefined) terminal.raw(frame)
    return terminal
  }
  return { clock, seat, first, taken, comers, other, ends: () => ends }
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
  await clock.pass(LOST_MS)
  expect(ends()).toBe(0)
  second.lose()
  await clock.pass(LOST_MS)
  expect(ends()).toBe(1)
})

it('shows a page that has nothing what was sent before, and gives it the rest as ever', () => {
  const { seat, first, taken, other } = seated()
  seat.port.send(output('one '))
  first.acknowledge(2)
  seat.port.send(output('two '))
  first.vanish()
  seat.port.send(output('three'))
  const second = other(rejoin)
  expect(Buffer.from(second.replayed()?.bytes ?? []).toString()).toBe('one two ')
  expect(second.replayed()).toMatchObject({ position: 8, cols: 100, rows: 30 })
  expect(second.text()).toBe('three')
  expect(taken).toEqual([
    { type: 'ack', count: 2 },
    { type: 'ack', count: 6 },
  ])
  second.acknowledge()
  expect(taken.at(-1)).toEqual({ type: 'ack', count: 5 })
  second.vanish()
  const third = other(rejoin)
  expect(Buffer.from(third.replayed()?.bytes ?? []).toString()).toBe('one two three')
  expect(third.text()).toBe('')
})

it('gives a session to one page alone, and takes none from a page that is there', async () => {
  const { clock, seat, first, other } = seated()
  seat.port.send(output('hello'))
  const early = other(rejoin)
  expect(early.closed()).toBe(false)
  await clock.pass(AWAITED_MS)
  expect(early.closed()).toBe(true)
  expect(first.closed()).toBe(false)
  const [second, third] = [other(rejoin), other(rejoin)]
  expect(second.replayed()).toBeNull()
  first.vanish()
  expect(Buffer.from(second.replayed()?.bytes ?? []).toString()).toBe('hello')
  await clock.pass(AWAITED_MS)
  expect(third.closed()).toBe(true)
  expect(third.replayed()).toBeNull()
  seat.port.send(output(' you'))
  expect(second.text()).toBe(' you')
})

it('hears what was typed into a page before the end of the one before was known', async () => {
  const { clock, seat, first, taken, other } = seated()
  seat.port.send(output('hello'))
  const second = other(rejoin)
  for (const key of ['l', 's', '\r'])
    second.raw(encodeWindowFrame({ type: 'input', bytes: Buffer.from(key) }))
  expect(second.closed()).toBe(false)
  expect(taken).toEqual([])
  await clock.pass(AWAITED_MS - 1)
  first.vanish()
  expect(Buffer.from(second.replayed()?.bytes ?? []).toString()).toBe('hello')
  expect(taken).toMatchObject([
    { type: 'ack', count: 5 },
    ...['l', 's', '\r'].map((key) => ({ type: 'input', bytes: new TextEncoder().encode(key) })),
  ])
})

it('ends when nobody comes for what a page has left, and at once where a page has said so', async () => {
  const gone = seated()
  gone.first.vanish()
  await gone.clock.pass(GONE_MS - 1)
  expect(gone.ends()).toBe(0)
  await gone.clock.pass(1)
  expect(gone.ends()).toBe(1)
  expect(gone.other(rejoin).closed()).toBe(true)

  const closed = seated()
  closed.first.close()
  expect(closed.ends()).toBe(1)

  const late = seated()
  late.first.vanish()
  late.first.raw(encodeWindowFrame({ type: 'bye' }))
  expect(late.ends()).toBe(1)
})

it('shows nothing while the vault is locked, and waits for a window that may come later', async () => {
  const { clock, seat, first, comers, other, ends } = seated()
  seat.port.send(output('secret'))
  comers.locked = true
  comers.windows = true
  first.vanish()
  const early = other(rejoin)
  expect(early.closed()).toBe(true)
  expect(early.replayed()).toBeNull()
  await clock.pass(GONE_MS)
  await clock.pass(10 * GONE_MS)
  expect(ends()).toBe(0)
  comers.locked = false
  expect(other(rejoin).replayed()).not.toBeNull()

  const alone = seated()
  alone.comers.locked = true
  alone.first.vanish()
  await alone.clock.pass(GONE_MS)
  expect(alone.ends()).toBe(1)
})

it('withdraws what a page pastes that goes, or that another takes over from', () => {
  const { seat, first, taken, other } = seated()
  seat.port.send(output('hello'))
  const paste = (number: number) =>
    encodeWindowFrame({ type: 'paste', number, bytes: Buffer.from('\x1b[200~long') })
  first.raw(paste(1))
  const second = other(resume(5))
  expect(taken.map((frame) => (frame as { type: string }).type)).toEqual(['paste', 'drop', 'ack'])
  second.raw(paste(2))
  second.vanish()
  expect(taken.at(-1)).toEqual({ type: 'drop' })
  const before = taken.length
  other(rejoin).vanish()
  expect(taken, 'nothing is pasted by then').toHaveLength(before)
})

it('keeps what is typed before there is a shell, for the shell', () => {
  const seat = createTerminalSeat({
    clock: handClock(),
    comers: { mayRejoin: () => true, mayYetCome: () => false },
    size: () => ({ cols: 100, rows: 30 }),
  })
  const terminal = testTerminal({ acknowledge: 'when told' })
  seat.attach(terminal)
  terminal.type('w')
  terminal.type('ho')
  const heard: unknown[] = []
  seat.port.onFrame((frame) => heard.push(decodeWindowFrame(frame)))
  terminal.type('ami')
  const input = (text: string) => ({ type: 'input', bytes: new Uint8Array(Buffer.from(text)) })
  expect(heard).toEqual(['w', 'ho', 'ami'].map(input))
})
