import { isLoopback } from '../../../contract/loopback.js'
import { told } from '../../../contract/words/say.js'
import type { Profile } from '../profile.js'

/** What among them is worth a second look before it is taken over; empty where nothing is. */
export function forwardWords(forwards: Profile['forwards']): string {
  const open = forwards.filter(({ options }) => !isLoopback(options.listen.host)).length
  const byThemselves = forwards.filter(({ options }) => options.withSession).length
  const counted: [number, string][] = [
    [open, told`open to other computers`],
    [byThemselves, told`that start with a terminal`],
  ]
  return counted.flatMap(([count, words]) => (count === 0 ? [] : [`${count} ${words}`])).join(', ')
}
