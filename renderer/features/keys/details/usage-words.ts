import type { KeyUsage } from '../../../../contract/keys.js'
import { plural, say } from '../../../../contract/words/say.js'

/** "3 instances, 1 open session"; "Nowhere that Latchkey knows of". */
export function usageText({ bindings, declared, sessions }: KeyUsage): string {
  const instances = new Set([...bindings, ...declared].map(({ instanceId }) => instanceId)).size
  const parts = [
    instances > 0 && say`${plural(instances, '# instance', '# instances')}`,
    sessions > 0 && say`${plural(sessions, '# open session', '# open sessions')}`,
  ].filter(Boolean)
  return parts.length === 0 ? say`Nowhere that Latchkey knows of` : parts.join(', ')
}
