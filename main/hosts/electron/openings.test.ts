import { EventEmitter } from 'node:events'
import type { App } from 'electron'
import { expect, it, vi } from 'vitest'
import type { Handed } from '../../core/openings/handed.js'
import { listenForOpenings } from './openings.js'

function start(first: Handed[] = []) {
  const app = new EventEmitter()
  const openings = listenForOpenings(app as unknown as App, first)
  const [open, show] = [vi.fn<(handed: Handed[]) => void>(), vi.fn()]
  return { app, open, show, ready: () => openings.passTo(open, show) }
}

it('passes on what came with the command line and before the app was ready, without showing an empty window', () => {
  const { app, open, show, ready } = start([{ link: 'ssh://first' }])
  const event = { preventDefault: vi.fn() }
  app.emit('open-url', event, 'ssh://early')
  app.emit('open-file', event, '/keys/a.pem')
  expect(event.preventDefault).toHaveBeenCalledTimes(2)
  ready()
  expect(open.mock.calls.flat(2)).toEqual([
    { link: 'ssh://first' },
    { link: 'ssh://early' },
    { file: '/keys/a.pem' },
  ])
  expect(show).not.toHaveBeenCalled()
})

it('passes on what comes later, and shows the window for it', () => {
  const { app, open, show, ready } = start()
  ready()
  app.emit('second-instance', {}, ['latchkey', '--flag'], '/', { handed: [{ link: 'ssh://second' }] })
  app.emit('open-url', { preventDefault: () => undefined }, 'latchkey://instance/a/b')
  expect(open.mock.calls.flat(2)).toEqual([{ link: 'ssh://second' }, { link: 'latchkey://instance/a/b' }])
  expect(show).toHaveBeenCalledTimes(2)
})

it.each([[undefined], [{ handed: [] }], [{ handed: [{ run: 'id' }] }], [{ handed: 'ssh://x' }]])(
  'takes nothing of a second start that gives %o',
  (given) => {
    const { app, open, ready } = start()
    ready()
    app.emit('second-instance', {}, ['latchkey', 'ssh://argv'], '/', given)
    app.emit('open-url', { preventDefault: () => undefined }, 'https://elsewhere.example/')
    app.emit('open-file', { preventDefault: () => undefined }, '/etc/passwd')
    expect(open).not.toHaveBeenCalled()
  },
)
