/*
 * What xterm.js sends by itself: answers to a program's questions (cursor position, device attributes, colours, modes,
 * sizes), reports of the mouse and of the focus. They are for the program that asked, and nobody else.
 */
const ESCAPE = 0x1b
/** After the escape character. */
const ANSWERS = /^(?:\[(?:[?>=]?[\d;:$]*[Rcnyt]|<[\d;]*[Mm]|M|[IO]$)|[\]P])/

/**
 * Whether the user is asked before what is typed goes to these panes: to several of which one is production, unless they
 * only get fewer, or one more that is not.
 */
export function asksFirst(
  before: readonly string[],
  after: readonly string[],
  isProduction: (paneId: string) => boolean,
): boolean {
  const added = before.length > 1 ? after.filter((id) => !before.includes(id)) : after
  return after.length > 1 && added.some(isProduction)
}

/** Whether a person has typed it. Latin text of one piece of input. */
export function isTyped(bytes: Uint8Array): boolean {
  if (bytes[0] !== ESCAPE) return true
  return !ANSWERS.test(String.fromCharCode(...bytes.subarray(1, 64)))
}
