import { setTimeout as pause } from 'node:timers/promises'
import { LatchkeyError } from '../core/lib/error.js'
import { garbageCollector } from '../core/lib/garbage-collector.js'
import { oneAtATime } from '../core/lib/one-at-a-time.js'
import { orAborted } from '../core/lib/or-aborted.js'
import { newSecret, secretCopy, wipe } from '../core/lib/wipe.js'
import type { Waits } from '../core/ports.js'
import { keychainError, serviceEnded, serviceMissing, tooManyConnections } from './keychain-errors.js'
import { callWaits } from './keychain-waits.js'

type Keyring = typeof import('@napi-rs/keyring')
type Entry = InstanceType<Keyring['AsyncEntry']>

/** The system's keychain as plain items: account name to bytes, under the service "Latchkey". */
export interface KeychainEntries {
  /** A fresh buffer that the caller wipes. Null where the keychain shows no such item, which is not yet proof that there is none. */
  get(account: string): Promise<Uint8Array | null>
  set(account: string, bytes: Uint8Array): Promise<void>
  delete(account: string): Promise<boolean>
}

/** The entries of a real keychain, which may keep its callers waiting. */
export interface NativeEntries extends KeychainEntries {
  waits: Waits
}

const SERVICE = 'Latchkey'

/** As long as a person may take to answer the system's question for the keychain's password. */
const PROMPT_LIMIT_MS = 120_000

/** A service that the desktop starts anew is there again by then. */
const RESTART_MS = 1_000

/** Connections that are let go are closed by then. */
const CLOSING_MS = 100

/** So many of the four threads of Node's pool may be left to reads that nobody waits for any more. */
const MOST_LEFT = 2

/**
 * The native calls, one at a time. Each holds a thread of Node's pool for as long as the system's prompt is open, and
 * for good if the keychain's service ends meanwhile: the package's abort signal does not reach a call under way (tried
 * with 2.1.2). So a call that is given up after `limitMs`, or by `waits.stop`, goes on behind our back. The next ones
 * don't wait for a read that was left so, and are refused where too many were. They do wait for a write: one that is
 * carried out late must not undo a later one. Throws `keychain-locked`, `keychain-unavailable` and the reason of a stop.
 */
export function keychainEntries(limitMs = PROMPT_LIMIT_MS): NativeEntries {
  const queue = oneAtATime()
  const waits = callWaits()
  const exit = exitInSpiteOfPrompt()
  let left = 0

  /** The turn of a read. */
  async function leaveable<T>(
    signal: AbortSignal,
    work: Promise<T>,
    unwanted: (late: T) => void,
  ): Promise<T> {
    try {
      return await orAborted(signal, work, unwanted)
    } catch (error) {
      if (!signal.aborted) throw error
      left++
      void Promise.allSettled([work]).then(() => left--)
      throw error
    }
  }

  async function call<T>(
    account: string,
    use: (entry: Entry) => Promise<T>,
    /** Of a read: what to do with an answer that comes too late. */
    unwanted?: (late: T) => void,
  ): Promise<T> {
    const wait = waits.begin(limitMs, () => noAnswer(limitMs))
    const work = queue(() => {
      wait.signal.throwIfAborted()
      if (left >= MOST_LEFT) throw tooManyLeft()
      const native = exit.possibleDuring(() =>
        evenIfServiceEnds(() => evenIfBusIsFull(async () => use(await openEntry(account))), wait.signal),
      )
      return unwanted === undefined ? native : leaveable(wait.signal, native, unwanted)
    })
    try {
      return await orAborted(wait.signal, work, unwanted)
    } catch (error) {
      throw keychainError(error)
    } finally {
      wait.end()
    }
  }

  return {
    waits,
    get: (account) => call(account, async (entry) => takeBytes(await entry.getSecret()), wipe),
    // The native call reads a copy: given up, it may go on after the caller has wiped its own.
    set: (account, bytes) => call(account, (entry) => withCopy(bytes, (copy) => entry.setSecret(copy))),
    delete: (account) => call(account, (entry) => entry.deleteCredential()),
  }
}

/**
 * gnome-keyring ends now and then while it is asked (its issue 195: a client that comes while another goes), and the
 * desktop starts it anew. Every call may be made twice: it reads, or leaves what it leaves at the first time too.
 */
async function evenIfServiceEnds<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (!serviceEnded(error)) throw error
    await pause(RESTART_MS, undefined, { signal })
    return call().catch((again) => {
      throw serviceMissing(again) ? error : again
    })
  }
}

/** Collected items give their connections back; the bus is told of it a moment later. */
async function evenIfBusIsFull<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (!tooManyConnections(error)) throw error
    garbageCollector()()
    await pause(CLOSING_MS)
    return call()
  }
}

function takeBytes(numbers: number[] | null): Uint8Array | null {
  if (numbers === null) return null
  const bytes = newSecret(numbers.length)
  bytes.set(numbers)
  numbers.fill(0)
  return bytes
}

async function withCopy<T>(bytes: Uint8Array, use: (copy: Uint8Array) => Promise<T>): Promise<T> {
  const copy = secretCopy(bytes)
  try {
    return await use(copy)
  } finally {
    wipe(copy)
  }
}

/** The Secret Service is pinned: where it is missing, the package's default is a store that is gone at reboot. */
async function openEntry(account: string): Promise<Entry> {
  const { AsyncEntry } = await loadKeyring()
  return new AsyncEntry(SERVICE, account, { linux: { store: 'secret-service' } })
}

async function loadKeyring(): Promise<Keyring> {
  try {
    return await import('@napi-rs/keyring')
  } catch (cause) {
    throw new LatchkeyError(
      'keychain-unavailable',
      "Latchkey's part for the system keychain can't be loaded here.",
      {
        advice: 'Install Latchkey again for this system, or use a sealed file.',
        cause,
      },
    )
  }
}

function noAnswer(ms: number): LatchkeyError {
  return new LatchkeyError(
    'keychain-locked',
    `The keychain did not answer within ${Math.round(ms / 1000)} seconds. It may be waiting for its password.`,
    { advice: 'Unlock the keychain where the system asks for it, then try again.', retryable: true },
  )
}

function tooManyLeft(): LatchkeyError {
  return new LatchkeyError('keychain-locked', 'The keychain was asked several times and has not answered.', {
    advice:
      'Answer the system where it asks for the password, then try again. If it does not ask, start Latchkey again.',
    retryable: true,
  })
}

/**
 * An exiting process joins the pool's threads, so with a prompt open it would stay until somebody answers. Everything
 * that was promised is on the disk by the time of the exit event, so then the process ends itself the hard way.
 */
function exitInSpiteOfPrompt() {
  let underWay = 0
  const kill = () => process.kill(process.pid, 'SIGKILL')
  return {
    async possibleDuring<T>(work: () => Promise<T>): Promise<T> {
      if (underWay++ === 0) process.once('exit', kill)
      try {
        return await work()
      } finally {
        if (--underWay === 0) process.removeListener('exit', kill)
      }
    },
  }
}
