import { createStore } from '../store.js'

/** The instance whose name and colour are being chosen; null for none. */
export const namingStore = createStore<{ instanceId: string; instanceName: string } | null>(null)

/** Opens the sheet that gives an instance a name and a colour. */
export function nameHost({ instanceId, instanceName }: { instanceId: string; instanceName: string }): void {
  namingStore.change(() => ({ instanceId, instanceName }))
}
