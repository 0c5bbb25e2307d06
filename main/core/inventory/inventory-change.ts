import type { CloudInstance } from '../clouds/cloud.js'

/** What a reading of an account changed, by the cloud's ids: of all its instances, or of those that were looked at. */
export interface InventoryChange {
  accountId: string
  before: ReadonlyMap<string, CloudInstance>
  after: ReadonlyMap<string, CloudInstance>
}

/** Called with each; must not throw. */
export type OnInventoryChange = (change: InventoryChange) => void
