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

vi.mock('../../api/client.js', () => ({ rpc: { sessions: { watch: () => new Promise(() => undefined) } } }))
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

const { takeOver } = await import('./connections.js')
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
