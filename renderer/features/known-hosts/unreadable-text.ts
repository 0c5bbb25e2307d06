import { plural, say } from '../../../contract/words/say.js'

/** What a damaged known_hosts means, as a sentence. */
export function unreadableText(lines: number): string {
  return say`${plural(lines, 'A line of known_hosts can not be read.', '# lines of known_hosts can not be read.')}`
}
