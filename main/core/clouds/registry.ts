import type { CloudKind } from '../../../contract/accounts.js'
import type { CloudAdapter } from './cloud.js'
import { cloudstack } from './cloudstack/adapter.js'

/** Every kind of cloud that Latchkey knows. Nobody else names an adapter. */
export const cloudAdapters: readonly CloudAdapter[] = [cloudstack]

export function cloudAdapter(kind: CloudKind): CloudAdapter {
  const found = cloudAdapters.find((adapter) => adapter.kind === kind)
  if (found === undefined) throw new Error(`There is no adapter for ${kind}.`)
  return found
}
