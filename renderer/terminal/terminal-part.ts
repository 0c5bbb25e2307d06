import { createPart } from '../ui/part.js'

/** xterm.js, its addons and what we put on them: nobody needs them before the first terminal. */
export const terminalPart = createPart(async () => (await import('./terminal.js')).createTerminal)
