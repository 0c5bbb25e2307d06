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
    expect(first.written.at(-1)).toEqual([place(10, 30, { maximized: true }), place(300, 200)])

    const next = await windowPlaces(store(first.written.at(-1)), silentLog)
    expect(next.take([main]).place).toEqual(place(10, 30, { maximized: true }))
    expect(next.take([main]).place).toEqual(place(300, 200))
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
