import type { DesktopState, DesktopWish } from '../../../contract/desktop.js'
import type { PortMessage } from '../../../contract/desktop-bridge.js'
import type { ErrorInfo } from '../../../contract/errors.js'
import type { WorkPlace } from '../../../contract/finished-work.js'
import type { DemoAccount } from '../../core/demo/prepare.js'
import type { Handed } from '../../core/openings/handed.js'
import type { UnderWay } from './closing-words.js'
import type { PowerEvent } from './power.js'
import type { SystemFacts } from './system-facts.js'

/** What the core is started with. */
export interface CoreStart {
  profileDir: string
  version: string
  /** The profile is carried about with the program. */
  portable: boolean
  /** A file with a lab's account. */
  labFile: string | null
  /** Where this is a demo. Without an account it has that of `labFile`. */
  demo?: { home: string; account: DemoAccount | null }
  /** How often a core before this one has ended without having been asked to. */
  crashes: number
}

/** A port of a window's page. */
export type WindowPort = PortMessage & { window: string }

/** What the app's main process says to the core's. A `WindowPort` comes with its one port. */
export type ToCore =
  | WindowPort
  | ({ latchkey: 'start' } & CoreStart)
  | { latchkey: 'power'; event: PowerEvent }
  | { latchkey: 'lock' }
  /** Those that are there or are about to be: what each has left is for itself. */
  | { latchkey: 'windows'; windows: string[] }
  /** `last`: none is left, and its tabs are for the next one. */
  | { latchkey: 'window-closed'; window: string; last: boolean }
  | { latchkey: 'open'; handed: readonly Handed[] }
  | { latchkey: 'desktop'; state: DesktopState }
  | ({ latchkey: 'log' } & LogLine)
  | { latchkey: 'end' }

/** What the core's process says to the app's main process. */
export type FromCore =
  | { core: 'ready' }
  | { core: 'not-started'; problem: ErrorInfo }
  /** `terminals`: how many each window has. */
  | { core: 'under-way'; underWay: UnderWay; terminals: Record<string, number> }
  | { core: 'facts'; facts: SystemFacts }
  | { core: 'wish'; wish: DesktopWish }
  /** A demo is to be started, or the one that this is to be left. */
  | { core: 'demo'; step: 'start' | 'leave' }
  | ({ core: 'finished' } & FinishedNotice)
  /** The oldest `open` that was not answered yet is read. */
  | { core: 'opened' }
  /** What was handed over and no page has taken yet. */
  | { core: 'waiting'; handed: readonly Handed[] }

/** That long work has ended, in words without a secret. */
export interface FinishedNotice {
  title: string
  body: string
  place: WorkPlace
}

/** A line for the log, which the core's process alone writes. */
export type LogLine =
  | { level: 'info' | 'warn'; event: string; facts: Record<string, unknown> }
  | { level: 'error'; event: string; facts: Record<string, unknown>; error: unknown }
