import type { TerminalSettings } from '../../../contract/settings.js'
import { useSettings } from './use-settings.js'

/** How a part of the terminal's settings is changed. */
export type SetTerminal = (
  part: Partial<TerminalSettings> | ((before: TerminalSettings) => Partial<TerminalSettings>),
) => void

export function useTerminalSettings() {
  const { save } = useSettings()
  const set: SetTerminal = (part) =>
    save.mutate((before) => ({
      ...before,
      terminal: { ...before.terminal, ...(typeof part === 'function' ? part(before.terminal) : part) },
    }))
  return { save, set }
}
