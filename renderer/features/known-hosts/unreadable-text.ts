/** What a damaged known_hosts means, as a sentence. */
export function unreadableText(lines: number): string {
  return lines === 1
    ? 'A line of known_hosts can not be read.'
    : `${lines} lines of known_hosts can not be read.`
}
