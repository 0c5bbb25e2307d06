/** What another start of Latchkey asks of the one that runs, as taskbars and start menus do. */
export const LOCK_ARGUMENT = '--lock'
export const NEW_WINDOW_ARGUMENT = '--new-window'
/** Starts without a window: at login, where Latchkey is to be in the tray alone. */
export const HIDDEN_ARGUMENT = '--hidden'

/** Is a demo: on a folder of its own that goes with it. */
export const DEMO_ARGUMENT = '--demo'

/** Whether a command line has an option, before the first link: what a link brings behind it counts for nothing. */
export function asksFor(args: readonly string[], option: string): boolean {
  // One letter before the colon is a disk of Windows.
  const link = args.findIndex((argument) => /^[a-z][a-z\d+.-]+:/i.test(argument))
  return args.slice(0, link === -1 ? args.length : link).includes(option)
}

/** Whether Latchkey goes on when its last window is closed. `hidden`: it was started without one. */
export function staysWithoutWindow(
  platform: NodeJS.Platform,
  { staysInTray, hidden, hasTray }: { staysInTray: boolean; hidden: boolean; hasTray: boolean },
): boolean {
  return platform === 'darwin' || (hasTray && (staysInTray || hidden))
}
