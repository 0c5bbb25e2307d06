import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { HostFrame, WindowFrame } from '../../contract/terminal-stream.js'
import type { Followed, InputListener } from './input.js'
import { type Beginning, joinTerminal } from './join.js'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function joined(beginning?: Beginning) {
  const sent: WindowFrame[] = []
  const unwritten: (() => void)[] = []
  const ends: string[] = []
  let input: InputListener | null = null
  let sight: (seen: boolean) => void = () => undefined
  let frame: (frame: HostFrame) => void = () => undefined
  let close: () => void = () => undefined
  const joint = joinTerminal(
    {
      write: (_bytes, done) => unwritten.push(done),
      replay: (_size, _bytes, done) => unwritten.push(() => done(true)),
      onInput: (listener) => {
        input = listener
      },
      onSight: (listener) => {
        sight = listener
      },
    },
    {
      send: (each) => sent.push(each),
      onFrame: (listener) => {
        frame = listener
      },
      onClose: (listener) => {
        close = listener
      },
      close: () => close(),
    },
    () => ends.push('end'),
    beginning,
  )
  return {
    sent,
    unwritten,
    ends,
    type: (text: string, followed?: Followed) => input?.(new TextEncoder().encode(text), true, followed),
    joint,
    frame: (each: HostFrame) => frame(each),
    receive: (bytes: number) => frame({ type: 'output', bytes: new Uint8Array(bytes) }),
    show: (on: boolean) => sight(on),
    close: () => close(),
  }
}

it('acknowledges output only after xterm has written it', () => {
  const { sent, unwritten, receive } = joined()
  receive(5000)
  vi.runAllTimers()
  expect(sent).toEqual([])
  unwritten[0]?.()
  expect(sent).toEqual([{ type: 'ack', count: 5000 }])
})

it('sends what is typed until the stream closes', () => {
  const { sent, type, close, ends } = joined()
  type('ls\r')
  close()
  type('lost')
  expect(sent).toEqual([{ type: 'input', bytes: new TextEncoder().encode('ls\r') }])
  expect(ends).toEqual(['end'])
})

it('leaves the keyboard to the next stream, where the old one closes after that has joined', () => {
  let input: InputListener | null = null
  const terminal = {
    write: () => undefined,
    replay: () => undefined,
    onInput: (listener: InputListener | null) => {
      input = listener
    },
    onSight: () => undefined,
  }
  const sent: string[] = []
  const closes: (() => void)[] = []
  const ends: string[] = []
  for (const name of ['old', 'new']) {
    const stream = {
      send: ({ type }: WindowFrame) => sent.push(`${name}: ${type}`),
      onFrame: () => undefined,
      onClose: (listener: () => void) => closes.push(listener),
      close: () => undefined,
    }
    joinTerminal(terminal, stream, (replaced) => ends.push(`${name}${replaced ? ', replaced' : ''}`))
  }
  const type = () => (input as InputListener | null)?.(new Uint8Array([13]), true)
  closes[0]?.()
  type()
  closes[1]?.()
  type()
  expect(sent).toEqual(['new: input'])
  expect(ends).toEqual(['old, replaced', 'new'])
})

it('slows a hidden flood down instead of losing count', () => {
  const { sent, unwritten, receive, show } = joined()
  show(false)
  receive(50_000)
  unwritten[0]?.()
  expect(sent).toEqual([])
  vi.runAllTimers()
  expect(sent).toEqual([{ type: 'ack', count: 50_000 }])
})

it('stands still while its screen is copied, and loses nothing by it', async () => {
  const written: string[] = []
  const sent: WindowFrame[] = []
  let frame: (frame: HostFrame) => void = () => undefined
  const joint = joinTerminal(
    {
      write(bytes, done) {
        written.push(new TextDecoder().decode(bytes))
        done()
      },
      replay: () => undefined,
      onInput: () => undefined,
      onSight: () => undefined,
    },
    {
      send: (each) => sent.push(each),
      onFrame(listener) {
        frame = listener
      },
      onClose: () => undefined,
      close: () => undefined,
    },
    () => undefined,
    { from: 100 },
  )
  expect(sent).toEqual([{ type: 'resume', position: 100 }])
  const receive = (text: string) => frame({ type: 'output', bytes: new TextEncoder().encode(text) })
  receive('abc\x1b[')
  const unfinished = await joint.freeze()
  receive('31m')
  expect(joint.position()).toBe(105)
  expect(new TextDecoder().decode(unfinished)).toBe('\x1b[')
  joint.thaw()
  expect(joint.position()).toBe(108)
  expect(written.join('')).toBe('abc\x1b[31m')
})

it('shows what was there before, acknowledges none of that, and goes on from there', () => {
  const replayed: boolean[] = []
  const onReplayed = (alternate: boolean) => replayed.push(alternate)
  const { sent, joint, unwritten, frame, receive } = joined({ from: null, onReplayed })
  expect(sent).toEqual([{ type: 'rejoin' }])
  expect(joint.position()).toBeNull()
  frame({ type: 'replay', position: 7000, cols: 80, rows: 24, bytes: new Uint8Array(3000) })
  receive(5)
  for (const done of unwritten) done()
  vi.runAllTimers()
  expect(replayed).toEqual([true])
  expect(sent.slice(1)).toEqual([{ type: 'ack', count: 5 }])
  expect(joint.position()).toBe(7005)
  expect(joint.taken()).toBe(false)
  frame({ type: 'taken' })
  expect(joint.taken()).toBe(true)
})

it('follows a paste until it has gone out, is withdrawn, or nobody knows', () => {
  const { sent, type, frame, close } = joined()
  const outcomes: boolean[] = []
  const paste = (text: string, signal = new AbortController().signal) => {
    type(text, { signal, done: (gone) => outcomes.push(gone) })
    const last = sent.at(-1)
    return last?.type === 'paste' ? last.number : Number.NaN
  }
  const first = paste('one')
  expect(sent.at(-1)).toMatchObject({ type: 'paste', bytes: new TextEncoder().encode('one') })
  frame({ type: 'gone', number: first + 7 }) // of the page before
  expect(outcomes).toEqual([])
  frame({ type: 'gone', number: first })
  expect(outcomes).toEqual([true])

  const cancelled = new AbortController()
  const second = paste('two', cancelled.signal)
  cancelled.abort()
  expect(sent.at(-1)).toEqual({ type: 'drop' })
  frame({ type: 'gone', number: second })
  expect(outcomes).toEqual([true, false])
  const before = sent.length
  paste('cancelled before it came', cancelled.signal)
  expect(sent.slice(before), 'a program waits for its end').toEqual([{ type: 'drop' }])
  expect(outcomes).toEqual([true, false, false])

  paste('three')
  close()
  expect(outcomes).toEqual([true, false, false, false])
})
