import { LatchkeyError } from '../../main/core/lib/error.js'
import type { App } from '../../main/core/services.js'

/** What each section has to read before it can show anything. */
const READS = [
  'accounts.list',
  'activity.list',
  'forwards.watch',
  'instances.list',
  'keys.list',
  'knownHosts.list',
  'map.tables',
  'sessions.watchAll',
  'sync.rules',
]

/** What the frame waits for at its start, and does without where it fails. */
const READS_OF_FRAME = ['settings.get']

/** The app whose sections never get what they read, or are told that it can't be read. */
export function withHeldReads(app: App, how: 'never' | 'fail'): App {
  const answer = { never: neverAnswers, fail: cannotRead }[how]
  const held = new Set(how === 'fail' ? [...READS, ...READS_OF_FRAME] : READS)
  return wrapped(app, (name, service) =>
    wrapped(service as object, (method, value) => (held.has(`${name}.${method}`) ? answer : value)),
  )
}

function wrapped<T extends object>(object: T, get: (key: string, value: unknown) => unknown): T {
  return new Proxy(object, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key)
      return typeof key === 'symbol' || value === null ? value : get(key, value)
    },
  })
}

const neverAnswers = () => new Promise<never>(() => undefined)

async function cannotRead(): Promise<never> {
  throw new LatchkeyError('file-unreadable', 'The profile folder could not be read.', {
    advice: 'Look whether its disk is there and you may read it, then try again.',
  })
}
