import { useEffect } from 'react'
import { type SystemWish, SystemWishMessage } from '../../../contract/system-wish.js'
import { connectTo } from '../instances/actions.js'
import { mainAction } from '../instances/instance-words.js'
import { useInventoryQuery } from '../instances/inventory-query.js'
import { wantInstance } from '../instances/wanted-instance.js'
import { paletteOpen } from '../palette/palette-store.js'
import { askToClose } from '../sessions/commands.js'
import { createStore, useStore } from '../store.js'
import type { SectionId } from './navigation.js'

/** What was asked for while the vault was shut waits until it is open. */
const waiting = createStore<readonly SystemWish[]>([])

globalThis.window?.addEventListener('message', ({ source, data }) => {
  const message = source === window ? SystemWishMessage.safeParse(data).data : undefined
  if (message !== undefined) waiting.change((before) => [...before, message.wish])
})

/** Does what the system's menus, the tray and notifications ask of this window. */
export function useSystemWishes(covered: boolean, goTo: (section: SectionId) => void): void {
  const wishes = useStore(waiting)
  const instances = useInventoryQuery().data?.instances
  const [first] = wishes
  // biome-ignore lint/correctness/useExhaustiveDependencies: `goTo` is another one at each drawing
  useEffect(() => {
    if (covered || first === undefined) return
    if (first.wish === 'connect' && instances === undefined) return
    waiting.change(([, ...others]) => others)
    if (first.wish === 'settings') goTo('settings')
    else if (first.wish === 'find') paletteOpen.change(() => true)
    else if (first.wish === 'close-pane') askToClose()
    else {
      const instance = instances?.find(({ id }) => id === first.instanceId)
      if (instance !== undefined && mainAction(instance).kind === 'connect')
        return connectTo(instance, first.user)
      goTo('instances')
      wantInstance(first.instanceId)
    }
  }, [first, covered, instances])
}
