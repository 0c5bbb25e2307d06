import { describe, expect, it } from 'vitest'
import { testClock, testLog } from '../../../test/helpers/memory-profile.js'
import { CloudError } from './cloud-error.js'
import { createPacer } from './pacer.js'

const lost = () => new CloudError('cloud-unreachable', 'The connection broke.', { again: 'lost' })
const slow = () => new CloudError('cloud-unreachable', 'Too slow.', { again: 'under-way' })
const refused = () => new CloudError('cloud-forbidden', 'Not allowed.')
const throttled = (afterMs?: number) =>
  new CloudError('cloud-throttled', 'Later.', {
    again: 'refused-for-now',
    ...(afterMs === undefined ? {} : { afterMs }),
  })

/** A call that throws the given errors one after the other and then answers `done`. */
function failing(...errors: Error[]) {
  let count = 0
  const call = async () => {
    const error = errors[count++]
    if (error) throw error
    return 'done'
  }
  return { call, count: () => count }
}

function setUp() {
  const clock = testClock()
  return { clock, pacer: createPacer({ clock, log: testLog() }) }
}

const never = async () => {
  throw new Error('There was nothing to look for.')
}

describe('reads', () => {
  it('are repeated after lost answers', async () => {
    const { call, count } = failing(lost(), lost())
    expect(await setUp().pacer.read(call)).toBe('done')
    expect(count()).toBe(3)
  })

  it('are given up after three lost answers', async () => {
    const { call, count } = failing(lost(), lost(), lost(), lost())
    await expect(setUp().pacer.read(call)).rejects.toMatchObject({ code: 'cloud-unreachable' })
    expect(count()).toBe(3)
  })

  it.each([
    { what: 'a refusal', error: refused() },
    { what: 'a slow answer', error: slow() },
  ])('are not repeated after $what', async ({ error }) => {
    const { call, count } = failing(error)
    await expect(setUp().pacer.read(call)).rejects.toBe(error)
    expect(count()).toBe(1)
  })
})

describe('throttling', () => {
  it('is waited for as long as the cloud asks', async () => {
    const { clock, pacer } = setUp()
    const { call } = failing(throttled(1234))
    expect(await pacer.write(call, never)).toBe('done')
    expect(clock.sleeps).toEqual([1234])
  })

  it('is waited for longer and longer where the cloud names no time, and not for ever', async () => {
    const { clock, pacer } = setUp()
    const { call, count } = failing(...Array.from({ length: 9 }, () => throttled()))
    await expect(pacer.read(call)).rejects.toMatchObject({ code: 'cloud-throttled' })
    expect(count()).toBe(5)
    expect(clock.sleeps).toEqual([1000, 2000, 4000, 8000])
  })

  it('holds back the other calls of the account too', async () => {
    const { clock, pacer } = setUp()
    const first = pacer.read(failing(throttled(5000)).call)
    const started = clock.now()
    await new Promise((resolve) => setImmediate(resolve))
    let secondAt = 0
    await Promise.all([
      first,
      pacer.read(async () => {
        secondAt = clock.now()
      }),
    ])
    expect(secondAt - started).toBeGreaterThanOrEqual(5000)
  })

  it('ends when the call is cancelled', async () => {
    const { pacer } = setUp()
    const cancel = new AbortController()
    const call = async () => {
      cancel.abort()
      throw throttled(5000)
    }
    await expect(pacer.read(call, cancel.signal)).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe('writes', () => {
  it('are not repeated when the lost one took effect', async () => {
    const { call, count } = failing(lost())
    expect(await setUp().pacer.write(call, async () => true)).toBeNull()
    expect(count()).toBe(1)
  })

  it('are repeated only after looking', async () => {
    const { call, count } = failing(lost())
    const looks: number[] = []
    const landed = async () => {
      looks.push(count())
      return false
    }
    expect(await setUp().pacer.write(call, landed)).toBe('done')
    expect(looks).toEqual([1])
  })

  it('are looked after even when they are given up', async () => {
    const { call, count } = failing(lost(), lost(), lost())
    expect(await setUp().pacer.write(call, async () => count() === 3)).toBeNull()
  })

  it('are never repeated while the cloud may still be at them', async () => {
    const { call, count } = failing(slow())
    await expect(setUp().pacer.write(call, async () => false)).rejects.toMatchObject({ message: 'Too slow.' })
    expect(count()).toBe(1)
  })

  it('are not repeated after a refusal', async () => {
    const { call, count } = failing(refused())
    await expect(setUp().pacer.write(call, never)).rejects.toMatchObject({ code: 'cloud-forbidden' })
    expect(count()).toBe(1)
  })
})
