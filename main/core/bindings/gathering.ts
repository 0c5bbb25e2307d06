import { LatchkeyError } from '../lib/error.js'
import type { Clock } from '../ports.js'

type Outcomes = Map<string, LatchkeyError | null>

interface Parts {
  /** How many may join. */
  members: number
  clock: Clock
  /** Does it for all that are named, and tells of each what became of it. */
  act(ids: string[], keyName: string): Promise<Outcomes>
}

/** Brings together those who want the same of a cloud, so that it is asked once. */
export interface Gathering {
  /**
   * Resolves when it was done for this one. Throws what kept the cloud from it; the signal's reason where that comes before
   * the cloud is asked, which then is not asked for this one.
   */
  join(id: string, keyName: string, signal: AbortSignal): Promise<void>
  /** One fewer will join. */
  leave(): void
}

interface Waiting {
  id: string
  keyName: string
  signal: AbortSignal
  resolve(): void
  reject(error: unknown): void
}

/** An instance that takes long to stop doesn't keep the others stopped for longer than this. */
const WAIT_MS = 20_000

/** Asks as soon as all have joined or left, else some time after the first has joined; who comes later is asked for later. */
export function createGathering({ members, clock, act }: Parts): Gathering {
  let expected = members
  let waiting: Waiting[] = []
  let timer = new AbortController()

  function ask(): void {
    timer.abort()
    const here = waiting
    waiting = []
    for (const keyName of new Set(here.map((one) => one.keyName)))
      void askFor(
        here.filter((one) => one.keyName === keyName),
        keyName,
      )
  }

  async function askFor(some: Waiting[], keyName: string): Promise<void> {
    try {
      const outcomes = await act(
        some.map(({ id }) => id),
        keyName,
      )
      for (const { id, resolve, reject } of some) {
        const outcome = outcomes.get(id)
        if (outcome === null) resolve()
        else reject(outcome ?? untold(id))
      }
    } catch (error) {
      for (const { reject } of some) reject(error)
    }
  }

  function startTimer(): void {
    timer = new AbortController()
    const { signal } = timer
    clock.sleep(WAIT_MS, signal).then(ask, (error) => {
      if (!signal.aborted) for (const { reject } of waiting.splice(0)) reject(error)
    })
  }

  function oneFewer(): void {
    expected -= 1
    if (expected === 0) ask()
  }

  function wait(one: Waiting): void {
    waiting.push(one)
    if (waiting.length === 1 && expected > 1) startTimer()
    one.signal.addEventListener('abort', () => giveUp(one), { once: true })
  }

  /** Nothing where the cloud has been asked already. */
  function giveUp(one: Waiting): void {
    if (!waiting.includes(one)) return
    waiting = waiting.filter((other) => other !== one)
    if (waiting.length === 0) timer.abort()
    one.reject(one.signal.reason)
  }

  return {
    join: (id, keyName, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) reject(signal.reason)
        else wait({ id, keyName, signal, resolve, reject })
        oneFewer()
      }),
    leave: oneFewer,
  }
}

function untold(id: string): LatchkeyError {
  return new LatchkeyError('cloud-unexpected-answer', `The cloud did not tell what became of ${id}.`, {
    advice: 'Refresh the instances: they show which key the cloud declares.',
    retryable: true,
  })
}
