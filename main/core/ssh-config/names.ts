import type { ConfigFile } from './load.js'
import { isConcrete } from './patterns.js'

export interface NamedHost {
  name: string
  path: string
  line: number
}

/** The names that `Host` lines of the user's file and all that it includes hold: each once, in their order. */
export function namesIn(file: ConfigFile): { hosts: NamedHost[]; patterns: NamedHost[] } {
  const hosts = new Map<string, NamedHost>()
  const patterns = new Map<string, NamedHost>()
  const visit = ({ path, lines }: ConfigFile) => {
    for (const line of lines) {
      for (const included of line.included) visit(included)
      if (line.keyword !== 'host') continue
      for (const name of line.args) {
        const into = isConcrete(name) ? hosts : patterns
        if (!name.startsWith('!') && !into.has(name)) into.set(name, { name, path, line: line.number })
      }
    }
  }
  visit(file)
  return { hosts: [...hosts.values()], patterns: [...patterns.values()] }
}
