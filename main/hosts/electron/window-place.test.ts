import { describe, expect, it } from 'vitest'
import type { Log } from '../../core/ports.js'
import { inSight, type WindowPlace } from './window-place.js'
import { windowPlaces } from './window-places.js'

const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const main = { x: 0, y: 25, width: 1920, height: 1055 }
const right = { x: 1920, y: 0, width: 2560, height: 1440 }
const at = (x: number, y: number, width = 1280, height = 820) => ({ x, y, width, height })
const place = (x: number, y: number, more: Partial<WindowPlace> = {}): WindowPlace => ({
  bounds: at(x, y),
  maximized: false,
  fullScreen: false,
  ...more,
})

describe('a window opens', () => {
  it('where it was, also when part of it is out of sight', () => {
    expect(inSight(at(200, 100), [main])).toEqual(at(200, 100))
    expect(inSight(at(2000, 50), [main, right])).toEqual(at(2000, 50))
    expect(inSight(at(-1100, 400), [main])).toEqual(at(-1100, 400)) // 180 points of its title bar can be got hold of
  })

  it('on a display that is there, where its own is not', () => {
    expect(inSight(at(2000, 50), [main])).toEqual(at(640, 50))
    expect(inSight(at(-5000, -5000), [main, right])).toEqual(at(0, 25))
  })

  it('with a title bar that can be got hold of', () => {
    expect(inSight(at(100, -10), [main])).toEqual(at(100, 25)) // it was below the menu bar
    expect(inSight(at(1850, 100), [main])).toEqual(at(640, 100))
    expect(inSight(at(100, 1070), [main])).toEqual(at(100, 260))
  })

  it('no larger than the display onto which it is moved', () => {
    expect(inSight(at(3000, 0, 2560, 1440), [main])).toEqual(main)
  })
})

describe('places of windows', () => {
  function store(content: unknown = null) {
    const written: unknown[] = []
    return {
      written,
      read: async () => content,
      write: async (document: unknown) => void written.push(document),
    }
  }

  it('are kept for the first window and for a second one, and are there again', async () => {
    const first = store()
    const places = await windowPlaces(first, silentLog)
    const one = places.take([main])
    expect(one.place).toBeNull()
    one.keep(place(10, 30, { maximized: true }))
    const two = places.take([main])
    expect(two.place).toEqual(place(42, 62)) // beside the first, and not maximized over it
    two.keep(place(300, 200))
    await places.settled()
    expect(first.written.at(-1)).toEqual([
      { ...place(10, 30, { maximized: true }), id: one.id, open: true },
      { ...place(300, 200), id: two.id, open: true },
    ])

    const next = await windowPlaces(store(first.written.at(-1)), silentLog)
    expect(next.take([main]).place).toEqual(place(10, 30, { maximized: true }))
    expect(next.take([main]).place).toEqual(place(300, 200))
  })

  /** What a run has kept in which `ids` were closed in that order, all at once at its `end`. */
  async function runIn(closed: number[], end = false) {
    const kept = store()
    const places = await windowPlaces(kept, silentLog, () => end)
    const seats = [1, 2, 3].map((n) => {
      const seat = places.take([main])
      seat.keep(place(n * 100, n * 100))
      return seat
    })
    for (const n of closed) seats[n]?.leave()
    await places.settled()
    const next = await windowPlaces(store(kept.written.at(-1)), silentLog)
    const opened = next.takeLast([main])
    return { opened: opened.map(({ id }) => seats.findIndex((seat) => seat.id === id)), seats: opened }
  }

  it('say which windows were there at the end, each under its name and where it was', async () => {
    const all = await runIn([0, 1, 2], true)
    expect(all.opened).toEqual([0, 1, 2])
    expect(all.seats.map((seat) => seat.place?.bounds.x)).toEqual([100, 200, 300])
    expect((await runIn([])).opened, 'after a crash of all of it').toEqual([0, 1, 2])
  })

  it('leave out those that the user closed before, and not the last one', async () => {
    expect((await runIn([1])).opened).toEqual([0, 2])
    expect((await runIn([2, 0, 1])).opened).toEqual([1])
    expect((await runIn([1, 0, 2], true)).opened).toEqual([0, 1, 2])
  })

  it('open one window where nothing is known, or only where it was', async () => {
    const none = await windowPlaces(store(), silentLog)
    expect(none.takeLast([main])).toMatchObject([{ place: null }])
    const old = await windowPlaces(store([place(70, 80), place(300, 200)]), silentLog)
    expect(old.takeLast([main])).toMatchObject([{ place: place(70, 80) }])
  })

  it('are given to a further window under a name of its own, never over one that is there', async () => {
    const places = await windowPlaces(store(), silentLog)
    const [one, two, three] = [places.take([main]), places.take([main]), places.take([main])]
    one.keep(place(10, 30))
    two.keep(place(42, 62))
    three.keep(place(74, 94))
    two.leave()
    three.keep(place(42, 62)) // moved to where the closed one was
    const again = places.take([main])
    expect(again.id).not.toBe(two.id)
    expect(again.place).toEqual(place(74, 94))
  })

  it('are free again when the window is gone', async () => {
    const places = await windowPlaces(store(), silentLog)
    const one = places.take([main])
    one.keep(place(70, 80))
    one.leave()
    expect(places.take([main]).place).toEqual(place(70, 80))
  })

  it('are brought into sight', async () => {
    const places = await windowPlaces(store([place(9000, 100)]), silentLog)
    expect(places.take([main]).place?.bounds).toEqual(at(640, 100))
  })

  it.each([
    ['no list', { bounds: at(0, 0) }],
    ['no numbers', [{ ...place(0, 0), bounds: { x: 'a', y: 0, width: 1, height: 1 } }]],
    ['nothing in size', [{ ...place(0, 0), bounds: at(0, 0, 0, 0) }]],
  ])('that say %s count as none', async (_what, content) => {
    expect((await windowPlaces(store(content), silentLog)).take([main]).place).toBeNull()
  })
})
