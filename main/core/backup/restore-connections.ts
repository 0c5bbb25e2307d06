import type { Profile } from '../profile.js'

/** What among them is worth a second look before it is taken over; empty where nothing is. */
export function connectionWords(connections: Profile['connections']): string {
  const counted: [number, string][] = [
    [connections.filter(({ startUp }) => startUp.command !== '').length, 'with a start-up command'],
    [connections.filter(({ forwardAgent }) => forwardAgent).length, 'with agent forwarding'],
    [connections.filter(({ weakAlgorithms }) => weakAlgorithms.length > 0).length, 'with weak algorithms'],
  ]
  return counted.flatMap(([count, words]) => (count === 0 ? [] : [`${count} ${words}`])).join(', ')
}
