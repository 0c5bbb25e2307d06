import type { Instance } from '../../../contract/instances.js'
import { openBindSheet } from '../bindings/binds.js'
import { openTerminal } from '../sessions/sessions.js'
import { mainAction } from './instance-words.js'
import type { InstanceRow } from './rows.js'

/** Opens a terminal with the bound key. `user`: another login user than the instance's own. */
export function connectTo(instance: Instance, user?: string): void {
  openTerminal({ instanceId: instance.id, instanceName: instance.name, user })
}

/** Opens the bind sheet. */
export function bindTo(instance: Instance, user = instance.user): void {
  openBindSheet({ instanceId: instance.id, instanceName: instance.name, user })
}

/** Opens the sheet that asks which of its keys is taken away. */
export function unbindFrom({ id, name, user }: Instance): void {
  openBindSheet({ action: 'unbind', instanceId: id, instanceName: name, user })
}

/** What Enter and double click do: connect, else bind. False where neither can be done. */
export function openInstance({ instance, disabled }: InstanceRow): boolean {
  const { kind } = mainAction(instance, disabled)
  if (kind === 'connect') connectTo(instance)
  if (kind === 'bind') bindTo(instance)
  return kind !== 'none'
}
