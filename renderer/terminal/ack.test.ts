import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ACK_BATCH, createAcknowledger } from './ack.js'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('acknowledging output', () => {
  it('sends one count for many small writes', () => {
    const sent: number[] = []
    const acks = createAcknowledger((count) => sent.push(count))
    for (let i = 0; i < 100; i++) acks.written(10)
    expect(sent).toEqual([])
    vi.runAllTimers()
    expect(sent).toEqual([1000])
  })

  it('sends a full batch at once', () => {
    const sent: number[] = []
    const acks = createAcknowledger((count) => sent.push(count))
    acks.written(ACK_BATCH - 1)
    acks.written(1)
    expect(sent).toEqual([ACK_BATCH])
  })

  it('holds a quiet terminal back, and lets go when it is shown', () => {
    const sent: number[] = []
    const acks = createAcknowledger((count) => sent.push(count))
    acks.setQuiet(true)
    acks.written(90_000)
    vi.advanceTimersByTime(50)
    expect(sent).toEqual([])
    acks.setQuiet(false)
    expect(sent).toEqual([90_000])
  })

  it('loses no byte, whatever comes in which order', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(20_000), fc.boolean(), fc.constant('wait' as const))), (steps) => {
        let sum = 0
        let written = 0
        const acks = createAcknowledger((count) => {
          sum += count
        })
        for (const step of steps) {
          if (step === 'wait') vi.advanceTimersByTime(7)
          else if (typeof step === 'boolean') acks.setQuiet(step)
          else {
            acks.written(step)
            written += step
          }
        }
        acks.close()
        expect(sum).toBe(written)
        expect(vi.getTimerCount()).toBe(0)
      }),
    )
  })
})
