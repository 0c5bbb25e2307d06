import { EventEmitter } from 'node:events'
import { expect, it, vi } from 'vitest'
import { testLog } from '../../../test/helpers/memory-profile.js'
import { demoBeside } from './demo-beside.js'

/** Node's ChildProcess, driven by hand. */
function start() {
  const children: (EventEmitter & { pid: number; kill: () => boolean })[] = []
  const removeLeft = vi.fn(async () => undefined)
  const log = testLog()
  const demo = demoBeside({
    begin() {
      const child = Object.assign(new EventEmitter(), {
        pid: 100 + children.length,
        kill: () => child.emit('exit', null),
      })
      children.push(child)
      return child
    },
    removeLeft,
    log,
  })
  return { demo, children, removeLeft, log }
}

it('starts one demo at a time, and deletes what each has left', async () => {
  const { demo, children, removeLeft } = start()
  demo.start()
  demo.start()
  expect(children).toHaveLength(1)
  children[0]?.emit('exit', 0)
  expect(removeLeft).toHaveBeenLastCalledWith(100)
  demo.start()
  expect(children).toHaveLength(2)
})

it('ends the demo with Latchkey, and waits until nothing is left of it', async () => {
  const { demo, removeLeft } = start()
  await demo.end()
  expect(removeLeft).not.toHaveBeenCalled()
  demo.start()
  await demo.end()
  expect(removeLeft).toHaveBeenCalledWith(100)
})

it('writes down why one could not be started, and can start another', () => {
  const { demo, children, log } = start()
  demo.start()
  children[0]?.emit('error', new Error('spawn ENOENT'))
  expect(JSON.stringify(log)).toContain('desktop.demo-not-started')
  demo.start()
  expect(children).toHaveLength(2)
})
