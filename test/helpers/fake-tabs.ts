import type { Instance } from '../../contract/instances.js'
import type { Arrangement } from '../../contract/tabs.js'
import type { TabsService } from '../../main/core/services.js'
import { createTabs } from '../../main/core/tabs/tabs.js'
import { memoryDocumentStore, memoryProfileStore, testLog } from './memory-profile.js'

/** Where `left` says so, a window that is gone has left a tab of two panes and one of an instance that is no more. */
export function fakeTabs(instances: readonly Instance[], left: boolean): TabsService {
  const [first, second] = instances
  const windows = left && first && second ? [{ id: 'gone', arrangement: arrangementOf(first, second) }] : []
  return createTabs({
    store: memoryDocumentStore({ version: 1, windows }),
    profile: memoryProfileStore(),
    isLive: () => false,
    log: testLog(),
  })
}

function arrangementOf(...instances: [Instance, Instance]): Arrangement {
  const [first, second] = instances.map(({ id, name }) => ({ id, instanceId: id, instanceName: name }))
  const gone = { id: 'p3', instanceId: 'acc/gone', instanceName: 'old-db' }
  return {
    panes: [{ ...first, id: 'p1' }, { ...second, id: 'p2', user: 'admin' }, gone] as Arrangement['panes'],
    tabs: [
      { layout: { direction: 'right', ratio: 0.6, first: 'p1', second: 'p2' }, focused: 'p1' },
      { layout: 'p3', focused: 'p3' },
    ],
    active: 0,
    full: false,
  }
}
