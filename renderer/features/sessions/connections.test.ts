import { expect, it, vi } from 'vitest'
import type { SessionStatus } from '../../../contract/sessions.js'
import type { HostFrame } from '../../../contract/terminal-stream.js'
import type { Pane } from './panes.js'
import { withPane } from './tabs.js'

interface TestStream {
  output(text: string): void
  breaks(): void
}
const streams: TestStream[] = []
/** Who asks how a session is hears that, and nothing more after the last one. */
const watches: (() => Promise<unknown>)[] = []

vi.mock('../../api/client.js', () => ({
  rpc: { sessions: { watch: () => watches.shift()?.() ?? new Promise(() => undefined) } },
}))
vi.mock('../../api/connection.js', () => ({
  connectionState: () => 'open',
  onConnectionChange: () => () => undefined,
}))
vi.mock('../../api/terminal-stream.js', () => ({
  openTerminalStream() {
    let onFrame: (frame: HostFrame) => void = () => undefined
    let onClose: () => void = () => undefined
    streams.push({
      output: (text) => onFrame({ type: 'output', bytes: new TextEncoder().encode(text) }),
      breaks: () => onClose(),
    })
    return {
      send: () => undefined,
      onFrame: (listener: typeof onFrame) => {
        onFrame = listener
      },
      onClose: (listener: () => void) => {
        onClose = listener
      },
      close: () => onClose(),
    }
  },
}))

const { rejoin, takeOver } = await import('./connections.js')
const { HostGone } = await import('../../api/errors.js')
const { findPane, terminalStore } = await import('./terminals.js')

const terminal = {
  size: () => ({ cols: 80, rows: 24 }),
  write: (_bytes: Uint8Array, done: () => void) => done(),
  onInput: () => undefined,
  onSight: () => undefined,
  onResize: () => undefined,
}

/** The newest stream breaks, and another is there. */
async function breakOnce(): Promise<void> {
  const before = streams.length
  streams.at(-1)?.breaks()
  await vi.waitFor(() => expect(streams.length).toBe(before + 1))
}

it('joins a session again however often its stream breaks, and gives up where nothing of it comes any more', async () => {
  const session = { id: 's', state: 'open', problem: null } as SessionStatus
  const pane = { id: 'p', terminal, session, problem: null } as unknown as Pane
  terminalStore.change((state) => withPane(state, pane))
  void takeOver(pane, session, 0, terminal.size())
  for (let n = 0; n < 12; n++) {
    streams.at(-1)?.output('still here')
    await breakOnce()
  }
  expect(findPane('p')?.problem).toBeNull()
  for (let n = 0; n < 4; n++) await breakOnce()
  streams.at(-1)?.breaks()
  await vi.waitFor(() => expect(findPane('p')?.problem).not.toBeNull())
})

it('joins a session whose host was lost when it was asked for, and lets go of the keyboard where it is no more', async () => {
  const listeners: unknown[] = []
  const onInput = (listener: unknown) => void listeners.push(listener)
  const session = { id: 's', state: 'open', problem: null } as SessionStatus
  const begin = (id: string) => {
    const pane = { id, terminal: { ...terminal, onInput }, session: null, problem: null } as unknown as Pane
    terminalStore.change((state) => withPane(state, pane))
    void rejoin(pane, 's')
  }
  const before = streams.length
  watches.push(
    () => Promise.reject(new HostGone()),
    async () => [session],
  )
  begin('back')
  await vi.waitFor(() => expect(streams.length).toBe(before + 1))
  expect(findPane('back')?.problem).toBeNull()

  watches.push(() => Promise.reject(new Error('There is no such session.')))
  begin('gone')
  await vi.waitFor(() => expect(findPane('gone')?.problem).not.toBeNull())
  expect(listeners.at(-1), 'Enter connects anew').toBeNull()
  expect(streams.length).toBe(before + 1)
})
