import { createStore } from '../store.js'
import { terminalStore } from './terminals.js'

/*
 * Which other windows are there, for a pane that is to go over to one of them. All are pages of one origin, and speak over one
 * broadcast channel; no page elsewhere hears it.
 */

export interface OtherWindow {
  id: string
  /** Names of the instances in its terminals. */
  names: string[]
}

type Word =
  | { kind: 'who'; from: string }
  | { kind: 'here'; to: string; window: OtherWindow }
  | { kind: 'take'; to: string; name: string }

/** This page, for the others. */
const here = crypto.randomUUID()

/** The pane that goes over to the window which the user chooses, and the windows that have answered; null while none does. */
export const choosingWindow = createStore<{ paneId: string; windows: OtherWindow[] } | null>(null)

let channel: BroadcastChannel | null = null

/** Answers other windows from now on; `take` gets the name under which a pane comes. Once for a page. */
export function hearOtherWindows(take: (name: string) => void): void {
  if (channel !== null) return
  channel = new BroadcastChannel('latchkey.windows')
  channel.onmessage = ({ data }: MessageEvent<Word>) => {
    if (data.kind === 'who') say({ kind: 'here', to: data.from, window: { id: here, names: namesHere() } })
    else if (data.to !== here) return
    else if (data.kind === 'take') take(data.name)
    else choosingWindow.change((now) => now && { ...now, windows: withWindow(now.windows, data.window) })
  }
}

/** Who was asked twice answers twice. */
export function withWindow(windows: OtherWindow[], window: OtherWindow): OtherWindow[] {
  const known = windows.some(({ id }) => id === window.id)
  return known ? windows.map((one) => (one.id === window.id ? window : one)) : [...windows, window]
}

/** Asks which windows are there. */
export function chooseWindow(paneId: string): void {
  choosingWindow.change(() => ({ paneId, windows: [] }))
  say({ kind: 'who', from: here })
}

/** Has a window take the pane that comes under that name. */
export function offerTo(windowId: string, name: string): void {
  say({ kind: 'take', to: windowId, name })
}

function say(word: Word): void {
  channel?.postMessage(word)
}

function namesHere(): string[] {
  return [...new Set(terminalStore.get().panes.map(({ target }) => target.instanceName))]
}
