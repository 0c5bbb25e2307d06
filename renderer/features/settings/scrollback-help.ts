import { numberText, say } from '../../../contract/words/say.js'

/** What xterm.js keeps of a line of 100 columns: twelve bytes of each cell. */
const BYTES_OF_LINE = 100 * 12

/** What the limit on scrolling back costs, in words. */
export function scrollbackHelp(lines: number): string {
  const megabytes = Math.round((lines * BYTES_OF_LINE) / 1_000_000)
  const cost = megabytes < 1 ? say`less than 1 MB` : say`about ${megabytes} MB`
  return say`Of each terminal. ${numberText(lines)} lines of 100 columns take ${cost} of memory. Fewer lines than there are now drops the oldest at once.`
}
