import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createPace, type Frames } from './pace.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A page that paints 60 times a second, each time for `cost` milliseconds. */
function page(cost: number) {
  let clock = 0
  const painted: { at: number; start: number; end: number }[] = []
  let before: (() => void)[] = []
  let after: (() => void)[] = []
  let ordered: { start: number; end: number } | null = null
  const frames: Frames = {
    now: () => clock,
    beforePaint: (call) => void before.push(call),
    afterPaint: (call) => void after.push(call),
  }
  const pace = createPace((start, end) => {
    ordered = { start: Math.min(start, ordered?.start ?? start), end: Math.max(end, ordered?.end ?? end) }
  }, frames)
  function advance(ms: number) {
    clock += ms
    vi.advanceTimersByTime(ms)
  }
  return {
    pace,
    painted,
    advance,
    now: () => clock,
    /** Paints what is ordered. */
    frame() {
      for (const call of before.splice(0)) call()
      if (ordered !== null) {
        painted.push({ at: clock, ...ordered })
        ordered = null
        advance(cost)
      }
      for (const call of after.splice(0)) call()
      before = []
      after = []
    },
  }
}

function flood({ pace, frame, advance, now }: ReturnType<typeof page>, ms: number, each?: () => void): void {
  pace.setBehind(1)
  for (const end = now() + ms; now() < end; ) {
    each?.()
    pace.refresh(0, 23)
    frame()
    advance(4)
  }
}

describe('the painting of a terminal', () => {
  it('comes with the next frame for a prompt, also while painting is dear', () => {
    const shell = page(50)
    for (let key = 0; key < 5; key++) {
      shell.advance(400)
      shell.pace.refresh(key, key)
      shell.frame()
      expect(shell.painted.at(-1)).toEqual({ at: shell.now() - 50, start: key, end: key })
    }
  })

  it('takes at most about a tenth of the time of a flood', () => {
    const slow = page(15)
    flood(slow, 4_000)
    const share = (slow.painted.length * 15) / 4_000
    expect(share).toBeLessThan(0.1)
    expect(share).toBeGreaterThan(0.05)
  })

  it('is not held back where it costs next to nothing', () => {
    const fast = page(0)
    flood(fast, 1_000)
    expect(fast.painted.length).toBeGreaterThan(200)
  })

  it('never rests longer than a quarter of a second', () => {
    const awful = page(500)
    flood(awful, 10_000)
    expect(awful.painted.length).toBeGreaterThan(10)
  })

  it('rests less while somebody types', () => {
    const quiet = page(40)
    flood(quiet, 4_000)
    const typing = page(40)
    flood(typing, 4_000, () => typing.pace.typed())
    expect(typing.painted.length).toBeGreaterThan(1.8 * quiet.painted.length)
  })

  it('shows what a flood left as soon as it has ended, all rows of it', () => {
    const shell = page(60)
    flood(shell, 1_000)
    shell.pace.refresh(3, 4)
    shell.pace.refresh(7, 7)
    const before = shell.painted.length
    shell.pace.setBehind(0)
    shell.advance(10)
    shell.frame()
    expect(shell.painted.length).toBeGreaterThan(before)
    const { start, end } = shell.painted.at(-1) ?? { start: 99, end: 0 }
    expect(start).toBeLessThanOrEqual(3)
    expect(end).toBeGreaterThanOrEqual(7)
  })

  it('leaves nothing undone when changes come while a frame is on its way', () => {
    const shell = page(50)
    shell.pace.refresh(0, 0)
    shell.pace.refresh(9, 9)
    shell.frame()
    expect(shell.painted).toEqual([{ at: 0, start: 0, end: 9 }])
  })
})
