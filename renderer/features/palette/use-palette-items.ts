import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Account } from '../../../contract/accounts.js'
import type { Forward } from '../../../contract/forwards.js'
import type { RecentSession } from '../../../contract/session-list.js'
import { say } from '../../../contract/words/say.js'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { openForwardDialog } from '../forwards/forward-dialogs.js'
import { forwardItems } from '../forwards/forward-items.js'
import { toggleForward } from '../forwards/toggle-forward.js'
import { useGoTo } from '../frame/navigation.js'
import { useInventoryQuery } from '../instances/inventory-query.js'
import { inventoryRows } from '../instances/rows.js'
import { wantInstance } from '../instances/wanted-instance.js'
import { useKeys } from '../keys/key-queries.js'
import { useNameplates } from '../nameplates/use-nameplates.js'
import { connectsOnEnter, type Pane } from '../sessions/panes.js'
import { terminalStore } from '../sessions/terminals.js'
import { useStore } from '../store.js'
import { createFinder, type Finder } from './find-items.js'
import { focusSection } from './focus-section.js'
import { instanceItems, recentItems } from './instance-items.js'
import type { PaletteGroup, PaletteItem } from './palette-item.js'
import {
  accountItems,
  actionItems,
  keyItems,
  type ShowSection,
  sectionItems,
  terminalItems,
} from './place-items.js'

/** So many of each are shown before anything is typed. */
const FIRST = { recent: 6, terminals: 8, instances: 6, keys: 3, accounts: 3, forwards: 4 }

const noSessions: RecentSession[] = []
const noAccounts: Account[] = []
const noForwards: Forward[] = []

export interface PaletteItems {
  /** What is shown before anything is typed. */
  groups: PaletteGroup[]
  finder: Finder<PaletteItem>
}

/** The instances that have a session in this window. */
const openOn = (panes: readonly Pane[]) =>
  new Set(panes.filter((pane) => !connectsOnEnter(pane)).map(({ target }) => target.instanceId))

/** Everything that the palette leads to. */
export function usePaletteItems(): PaletteItems {
  const inventory = useInventoryQuery().data
  const accounts = useQuery(api.accounts.list.queryOptions()).data ?? noAccounts
  const keys = useKeys().data
  const recent = useStream(api.sessions.watchAll, undefined).value?.recent ?? noSessions
  const forwards = useStream(api.forwards.watch, undefined).value ?? noForwards
  const { panes } = useStore(terminalStore)
  const plates = useNameplates()
  const goTo = useGoTo()
  return useMemo(() => {
    const show: ShowSection = (section) => {
      goTo(section)
      focusSection()
    }
    const showInstance = (id: string) => {
      wantInstance(id)
      show('instances')
    }
    const rows = inventoryRows(inventory?.instances ?? [], accounts, keys ?? [], plates)
    const usable = (keys ?? []).filter(({ state }) => state !== 'bin')
    const all = {
      terminals: terminalItems(panes, plates),
      instances: instanceItems(rows, recent, showInstance, openOn(panes)),
      places: sectionItems(show),
      keys: keyItems(usable, show),
      accounts: accountItems(accounts, show),
      forwards: forwardItems(forwards, {
        toggle: toggleForward,
        browse: (forward) => openForwardDialog({ kind: 'browse', forward }),
        show: () => show('forwards'),
      }),
      actions: actionItems(show),
    }
    const last = recentItems(rows, recent, showInstance, FIRST.recent)
    const others = all.instances.filter(({ recent: age }) => age === undefined)
    const groups = [
      { label: say`Recent sessions`, items: last },
      { label: say`Open terminals`, items: all.terminals.slice(0, FIRST.terminals) },
      { label: say`Instances`, items: others.slice(0, FIRST.instances) },
      { label: say`Go to`, items: all.places },
      { label: say`Keys`, items: all.keys.slice(0, FIRST.keys) },
      { label: say`Accounts`, items: all.accounts.slice(0, FIRST.accounts) },
      { label: say`Forwards`, items: all.forwards.slice(0, FIRST.forwards) },
      { label: say`Actions`, items: all.actions },
    ]
    const { terminals, places, actions, instances } = all
    const finder = createFinder([
      ...terminals,
      ...places,
      ...actions,
      ...instances,
      ...all.keys,
      ...all.accounts,
      ...all.forwards,
    ])
    return { groups: groups.filter(({ items }) => items.length > 0), finder }
  }, [inventory, accounts, keys, plates, recent, panes, forwards, goTo])
}
