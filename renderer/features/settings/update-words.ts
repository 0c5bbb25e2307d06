import type { DesktopWish, UpdateState } from '../../../contract/desktop.js'
import { say } from '../../../contract/words/say.js'
import { hear } from '../../words/language.js'

export type UpdateStep = Extract<DesktopWish, { wish: 'update' }>['step']

/** How far a new version is, in a sentence, and the one thing that can be done about it. */
export function updateWords(state: UpdateState): {
  text: string
  action: { label: string; step: UpdateStep } | null
} {
  const check = { label: say`Look now`, step: 'check' } as const
  switch (state.state) {
    case 'elsewhere':
      return { text: hear(state.why), action: null }
    case 'idle':
      return { text: '', action: check }
    case 'checking':
      return { text: say`Looking for a new version.`, action: null }
    case 'newest':
      return { text: say`No newer version is there for this computer.`, action: check }
    case 'found':
      return {
        text: say`Latchkey ${state.version} is there.`,
        action: { label: say`Download ${state.version}`, step: 'fetch' },
      }
    case 'fetching':
      return { text: say`Downloading Latchkey ${state.version}: ${state.percent} %.`, action: null }
    case 'ready':
      return {
        text: say`Latchkey ${state.version} is ready. Installing it ends Latchkey, and what runs in its terminals.`,
        action: { label: say`Quit and install`, step: 'install' },
      }
    case 'failed':
      return { text: say`Looking for a new version has failed: ${hear(state.problem)}`, action: check }
  }
}
