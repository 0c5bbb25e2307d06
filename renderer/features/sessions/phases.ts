import { SessionPhase } from '../../../contract/sessions.js'
import { say } from '../../../contract/words/say.js'

const labels: Record<SessionPhase, string> = {
  resolve: say`Find the address`,
  connect: say`Connect`,
  handshake: say`Agree on encryption`,
  'host-key': say`Check the host key`,
  authenticate: say`Log in`,
  'open-shell': say`Open the shell`,
}

export const phaseLabel = (phase: SessionPhase) => labels[phase]

export interface PhaseLine {
  phase: SessionPhase
  label: string
  state: 'done' | 'running' | 'waiting'
}

/** All phases of connecting, in order, and how far it has come. */
export function phaseLines(current: SessionPhase | null): PhaseLine[] {
  const reached = current === null ? -1 : SessionPhase.options.indexOf(current)
  return SessionPhase.options.map((phase, index) => ({
    phase,
    label: labels[phase],
    state: index < reached ? 'done' : index === reached ? 'running' : 'waiting',
  }))
}
