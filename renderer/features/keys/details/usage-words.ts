import type { KeyUsage } from '../../../../contract/keys.js'

/** "3 instances, 1 open session"; "Nowhere that Latchkey knows of". */
export function usageText({ bindings, declared, sessions }: KeyUsage): string {
  const instances = new Set([...bindings, ...declared].map(({ instanceId }) => instanceId)).size
  const parts = [counted(instances, 'instance'), counted(sessions, 'open session')].filter(Boolean)
  return parts.length === 0 ? 'Nowhere that Latchkey knows of' : parts.join(', ')
}

function counted(count: number, what: string): string {
  if (count === 0) return ''
  return count === 1 ? `1 ${what}` : `${count} ${what}s`
}
