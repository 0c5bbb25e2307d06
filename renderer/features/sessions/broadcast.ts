/*
 * What xterm.js sends by itself: answers to a program's questions (cursor position, device attributes, colours, modes,
 * sizes), reports of the mouse and of the focus. They are for the program that asked, and nobody else.
 */
const ESCAPE = 0x1b
/** After the escape character. */
const ANSWERS = /^(?:\[(?:[?>=]?[\d;:$]*[Rcnyt]|<[\d;]*[Mm]|M|[IO]$)|[\]P])/

/** Whether a person has typed it. Latin text of one piece of input. */
export function isTyped(bytes: Uint8Array): boolean {
  if (bytes[0] !== ESCAPE) return true
  return !ANSWERS.test(String.fromCharCode(...bytes.subarray(1, 64)))
}
