import { EventEmitter } from 'node:events'
import { expect, it, vi } from 'vitest'
import type { Ending } from './closing-words.js'
import { type EndsParts, endInOrder } from './ends.js'

/** Electron's app as its documentation has it: `quit` asks before-quit, closes windows, then asks will-quit. */
function start({ answer = true } = {}) {
  const events = new EventEmitter()
  const windows = { closed: 0 }
  const emit = (name: string, ...more: unknown[]) => {
    const event = { preventDefault: vi.fn() }
    events.emit(name, event, ...more)
    return event.preventDefault.mock.calls.length > 0
  }
  const app = Object.assign(events, {
    quit() {
      if (emit('before-quit')) return
      windows.closed++
      emit('will-quit')
    },
    exit: vi.fn(),
  })
  const power = new EventEmitter()
  const signals = new EventEmitter()
  const may = vi.fn<(ending: Ending) => boolean>(() => answer)
  const order: string[] = []
  const ended = { resolve: (_well: boolean) => undefined as unknown }
  const end = () => {
    order.push('end')
    return new Promise<boolean>((resolve) => {
      ended.resolve = resolve
    })
  }
  const ends = endInOrder({
    app: app as unknown as EndsParts['app'],
    power,
    signals: signals as unknown as EndsParts['signals'],
    may,
    atOnce: () => order.push('at once'),
    end,
  })
  return { app, power, signals, may, order, ends, emit, windows, ended }
}

it('asks once where it is quit, before a window goes, and ends in order', async () => {
  const { app, may, order, ends, windows, ended } = start()
  app.quit()
  expect(may.mock.calls).toEqual([['quit']])
  expect(ends.isEnding()).toBe(true) // so that no window asks again
  expect(windows.closed).toBe(1)
  expect(order).toEqual(['at once', 'end'])
  expect(app.exit).not.toHaveBeenCalled()
  ended.resolve(true)
  await vi.waitFor(() => expect(app.exit).toHaveBeenCalledWith(0))
})

it('stays where the user says so, with all its windows, and asks the next time', () => {
  const { app, may, order, ends, windows } = start({ answer: false })
  app.quit()
  app.quit()
  expect(may).toHaveBeenCalledTimes(2)
  expect(ends.isEnding()).toBe(false)
  expect(windows.closed).toBe(0)
  expect(order).toEqual([])
})

it('is not cut short by a second wish to quit', () => {
  const { app, may, order, emit } = start()
  app.quit()
  expect(emit('before-quit')).toBe(false)
  expect(emit('will-quit')).toBe(true)
  expect(may).toHaveBeenCalledOnce()
  expect(order).toEqual(['at once', 'end'])
  expect(app.exit).not.toHaveBeenCalled()
})

it('asks once before a new version is installed, and no more when it then quits', () => {
  const { app, may, ends, windows } = start()
  expect(ends.mayInstall()).toBe(true)
  app.quit()
  expect(may.mock.calls).toEqual([['update']])
  expect(windows.closed).toBe(1)
})

it('asks again after a new version could not be installed', () => {
  const { app, may, ends } = start()
  ends.mayInstall()
  ends.stay()
  app.quit()
  expect(may.mock.calls).toEqual([['update'], ['quit']])
})

it('does not install where the user says no', () => {
  const { ends } = start({ answer: false })
  expect(ends.mayInstall()).toBe(false)
  expect(ends.isEnding()).toBe(false)
})

it('holds up no shutdown with a question, and has the system wait for the end in order', () => {
  const { power, may, order } = start({ answer: false })
  const event = { preventDefault: vi.fn() }
  power.emit('shutdown', event)
  expect(event.preventDefault).toHaveBeenCalledOnce()
  expect(may).not.toHaveBeenCalled()
  expect(order).toEqual(['at once', 'end'])
})

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('asks nobody on %s', (signal) => {
  const { signals, may, order } = start({ answer: false })
  signals.emit(signal)
  expect(may).not.toHaveBeenCalled()
  expect(order).toEqual(['at once', 'end'])
})

it('does at once what Windows leaves no time for when its session ends', () => {
  const { app, may, order, ends } = start({ answer: false })
  const window = new EventEmitter()
  app.emit('browser-window-created', {}, window)
  window.emit('session-end', { reasons: ['shutdown'] })
  expect(order[0]).toBe('at once')
  expect(ends.isEnding()).toBe(true)
  expect(may).not.toHaveBeenCalled()
})

it('ends with a failure where a part did not end well, or it has failed itself', async () => {
  const one = start()
  one.app.quit()
  one.ended.resolve(false)
  await vi.waitFor(() => expect(one.app.exit).toHaveBeenCalledWith(1))
  const other = start()
  other.ends.fail()
  other.ended.resolve(true)
  await vi.waitFor(() => expect(other.app.exit).toHaveBeenCalledWith(1))
})
