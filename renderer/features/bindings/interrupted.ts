import type { InterruptedBinding } from '../../../contract/bindings.js'
import type { BindTarget } from './binds.js'

/** At least one. */
export type Together = [InterruptedBinding, ...InterruptedBinding[]]

/** Those over SSH that were cut off as parts of one batch, as far as that can be told; every other by itself. */
export function interruptedTogether(cutOff: InterruptedBinding[]): Together[] {
  const groups = new Map<string, Together>()
  for (const entry of cutOff) {
    const { id, action, keyId, how, ended } = entry
    const same = how === undefined || ended ? id : JSON.stringify([action, keyId, how.options, how.alsoUsers])
    const group = groups.get(same)
    if (group === undefined) groups.set(same, [entry])
    else group.push(entry)
  }
  return [...groups.values()]
}

/** The sheet that does them again in the way that was chosen: a password is to be typed once more. */
export function againTarget(entries: Together): BindTarget {
  const [{ action, keyId, how }, ...more] = entries
  const { user, login, options, alsoUsers } = how ?? {}
  const each = entries.map(({ instanceId, how: own }) => ({ instanceId, user: own?.user, login: own?.login }))
  return {
    action,
    keyId,
    instances: entries.map(({ instanceId, instanceName }) => ({ id: instanceId, name: instanceName })),
    how: { by: 'ssh', options, alsoUsers, ...(more.length === 0 ? { user, login } : { each }) },
  }
}
