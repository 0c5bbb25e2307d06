import type { ErrorCode, ErrorInfo } from '../../../contract/errors.js'
import type { Forward, ForwardOptions, SavedForward } from '../../../contract/forwards.js'
import type { Borrowed } from '../connections/borrowed.js'
import type { Connections } from '../connections/connections.js'
import { orAborted } from '../lib/or-aborted.js'
import { problemOf } from '../lib/problem.js'
import type { Clock, Log } from '../ports.js'
import { createTraffic } from './carry.js'
import type { Listener } from './listen-at.js'
import { type ForwardParts, listenHere } from './listen-here.js'
import { listenThere } from './listen-there.js'

/** What of a forward changes while it runs. */
export type ForwardLife = Omit<Forward, keyof SavedForward | 'instanceName'>

export interface RunningForward {
  life(): ForwardLife
  /** Resolves when nothing of it is left. */
  stop(): Promise<void>
}

export interface RunParts {
  clock: Clock
  log: Log
  connections: Pick<Connections, 'borrow'>
  /** Called whenever the vault has been opened; answers the function that ends that. */
  onVaultOpen(listener: () => void): () => void
  /** Whether it is to connect again by itself, as it is set now. */
  keepsUp(): boolean
  onChange(): void
}

/** How long is waited before the first, second … attempt after a loss. */
const BACKOFF_MS = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000]

export const stoppedLife: ForwardLife = {
  state: 'stopped',
  phase: null,
  over: null,
  port: null,
  connections: { open: 0, total: 0, refused: 0 },
  bytes: { in: 0, out: 0 },
  problem: null,
  lastRefusal: null,
  retryAt: null,
}

/** Starts a forward. It never throws: how it goes is in its life. */
export function runForward({ instanceId, options }: SavedForward, parts: RunParts): RunningForward {
  const { clock, log, connections, onVaultOpen, keepsUp, onChange } = parts
  const stopping = new AbortController()
  const traffic = createTraffic()
  let refused = 0
  let lastPort = 0
  let life: Omit<ForwardLife, 'connections' | 'bytes'> = {
    ...stoppedLife,
    state: 'starting',
    phase: 'resolve',
  }
  const update = (change: Partial<typeof life>) => {
    life = { ...life, ...change }
    onChange()
  }
  const now = (later = 0) => new Date(clock.now() + later).toISOString()
  const onRefused = (message: string) => {
    refused++
    update({ lastRefusal: { at: now(), message } })
  }

  /** Resolves to why it ended when the connection is lost. Throws where it can't be started, and when it is stopped. */
  async function once(signal: AbortSignal, onUp: () => void): Promise<unknown> {
    const onPhase: Parameters<Connections['borrow']>[1]['onPhase'] = (phase) => update({ phase })
    const borrowed = await connections.borrow(instanceId, { signal, onPhase })
    let listener: Listener | null = null
    const lost = watchLoss(borrowed)
    try {
      const forward: ForwardParts = { client: borrowed.client, traffic, onRefused, isLost: lost.isLost }
      listener = await orAborted(signal, listenAgain(options, lastPort, forward), (late) => late.close())
      lastPort = listener.port
      onUp()
      update({ state: 'up', phase: null, over: borrowed.target, port: listener.port, problem: null })
      return await orAborted(signal, lost.reason)
    } finally {
      listener?.close()
      traffic.cut()
      lost.end()
      borrowed.release()
    }
  }

  async function run(signal: AbortSignal): Promise<void> {
    let tries = 0
    let wasUp = false
    for (;;) {
      const reason = await once(signal, () => {
        tries = 0
        wasUp = true
      }).catch((error) => error)
      if (signal.aborted || reason === null) return
      const problem = problemOf(reason, 'forward.incident', log)
      const down = { phase: null, over: null, port: null, problem }
      if (!keepsUp() || !wasUp || !passes(problem)) return update({ ...down, state: 'failed' })
      const wait = BACKOFF_MS[Math.min(tries++, BACKOFF_MS.length - 1)] ?? 0
      const isLocked = problem.code === 'vault-locked'
      update({ ...down, state: 'waiting', retryAt: isLocked ? null : now(wait) })
      await sleepOrVault(wait, signal)
      if (signal.aborted) return
      update({ state: 'starting', phase: 'resolve', retryAt: null })
    }
  }

  /** What a locked vault kept from connecting does so at once when it is opened. */
  async function sleepOrVault(ms: number, signal: AbortSignal): Promise<void> {
    const opened = new AbortController()
    const ended = onVaultOpen(() => opened.abort())
    await clock.sleep(ms, AbortSignal.any([signal, opened.signal])).catch(() => undefined) // stopped, or opened
    ended()
  }

  const done = run(stopping.signal)
  return {
    life: () => ({
      ...life,
      connections: { open: traffic.open(), total: traffic.total(), refused },
      bytes: { in: traffic.written(), out: traffic.read() },
    }),
    async stop() {
      stopping.abort(new Error('Stopped'))
      await done
    },
  }
}

/** What a person has refused, or did not answer: connecting again by itself would ask for it for ever. */
const asked: ErrorCode[] = ['cancelled', 'ssh-host-key-changed', 'ssh-host-key-refused']

const passes = ({ code, retryable }: ErrorInfo) =>
  code === 'vault-locked' || (retryable && !asked.includes(code))

/** On any free port, but on the one that it had before the connection was lost, where that is still free: programs know it. */
async function listenAgain(
  options: ForwardOptions,
  lastPort: number,
  forward: ForwardParts,
): Promise<Listener> {
  const { listen: at } = options
  if (at.port !== 0 || lastPort === 0) return listen(options, forward)
  const again = { ...options, listen: { ...at, port: lastPort } }
  return listen(again, forward).catch((error: unknown) => {
    if (forward.isLost()) throw error
    return listen(options, forward)
  })
}

function listen(options: ForwardOptions, forward: ForwardParts): Promise<Listener> {
  return options.kind === 'remote' ? listenThere(options, forward) : listenHere(options, forward)
}

function watchLoss({ client, lost }: Borrowed) {
  let gone = false
  const onClose = () => {
    gone = true
  }
  client.once('close', onClose)
  return { isLost: () => gone, reason: lost, end: () => client.off('close', onClose) }
}
