import { useEffect } from 'react'
import type { Instance } from '../../../contract/instances.js'
import { type SystemWish, SystemWishMessage } from '../../../contract/system-wish.js'
import { connectTo } from '../instances/actions.js'
import { mainAction } from '../instances/instance-words.js'
import { useInventoryQuery } from '../instances/inventory-query.js'
import { wantInstance } from '../instances/wanted-instance.js'
import { paletteOpen } from '../palette/palette-store.js'
import { askToClose } from '../sessions/commands.js'
import { createStore, useStore } from '../store.js'
import type { SectionId } from './navigation.js'
import { showPlace } from './show-place.js'

/** What was asked for while the vault was shut waits until it is open. */
const waiting = createStore<readonly SystemWish[]>([])

globalThis.window?.addEventListener('message', ({ source, data }) => {
  const message = source === window ? SystemWishMessage.safeParse(data).data : undefined
  if (message !== undefined) waiting.change((before) => [...before, message.wish])
})

type GoTo = (section: SectionId) => void

/** Does what the system's menus, the tray and notifications ask of this window. */
export function useSystemWishes(covered: boolean, goTo: GoTo): void {
  const wishes = useStore(waiting)
  const instances = useInventoryQuery().data?.instances
  const [first] = wishes
  // biome-ignore lint/correctness/useExhaustiveDependencies: `goTo` is another one at each drawing
  useEffect(() => {
    if (covered || first === undefined) return
    if (first.wish === 'connect' && instances === undefined) return
    waiting.change(([, ...others]) => others)
    fulfil(first, instances ?? [], goTo)
  }, [first, covered, instances])
}

function fulfil(asked: SystemWish, instances: readonly Instance[], goTo: GoTo): void {
  if (asked.wish === 'settings') goTo('settings')
  else if (asked.wish === 'find') paletteOpen.change(() => true)
  else if (asked.wish === 'close-pane') askToClose()
  else if (asked.wish === 'show') showPlace(asked.place, goTo)
  else {
    const instance = instances.find(({ id }) => id === asked.instanceId)
    if (instance !== undefined && mainAction(instance).kind === 'connect') connectTo(instance, asked.user)
    else {
      goTo('instances')
      wantInstance(asked.instanceId)
    }
  }
}
