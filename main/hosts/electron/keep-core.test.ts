import { EventEmitter } from 'node:events'
import { expect, it, vi } from 'vitest'
import type { ToCore } from './core-messages.js'
import { type CoreProcess, keepCore } from './keep-core.js'

/** Electron's UtilityProcess, driven by hand; what the built core does in a real one is in test/integration/desktop-core. */
function start() {
  const children: (EventEmitter & { said: ToCore[] })[] = []
  const onFailed = vi.fn()
  const kept = keepCore({
    fork() {
      const said: ToCore[] = []
      const child = Object.assign(new EventEmitter(), {
        said,
        postMessage: (message: ToCore) => void said.push(message),
        kill: () => true,
      })
      children.push(child)
      return child as unknown as CoreProcess
    },
    start: { profileDir: '/p', portable: false, version: '1.2.3', labFile: null },
    onFailed,
  })
  return { kept, children, onFailed }
}

it('outlives a core whose memory ran out, as any other that ended, and writes down nothing of what it held', () => {
  const { children, onFailed } = start()
  const report = '{"environmentVariables":{"SECRET":"geheim"}}'
  children[0]?.emit('error', 'FatalError', 'v8::OOM', report) // would throw here, where nobody listened
  children[0]?.emit('exit', 5)
  expect(children).toHaveLength(2)
  expect(onFailed).not.toHaveBeenCalled()
  const said = JSON.stringify(children[1]?.said)
  expect(said).toContain('v8::OOM')
  expect(said).not.toContain('geheim')
})

it('keeps what was handed over before the core was there to read it', () => {
  const { kept, children } = start()
  const handed = [{ link: 'ssh://web' }]
  kept.open(handed)
  children[0]?.emit('exit', 1)
  expect(children[1]?.said).toContainEqual({ latchkey: 'open', handed })
  children[1]?.emit('message', { core: 'waiting', handed })
  children[1]?.emit('message', { core: 'opened' })
  children[1]?.emit('message', { core: 'waiting', handed: [] })
  children[1]?.emit('exit', 1)
  expect(children[2]?.said.some(({ latchkey }) => latchkey === 'open')).toBe(false)
})
