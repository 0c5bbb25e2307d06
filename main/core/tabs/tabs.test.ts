import { expect, it } from 'vitest'
import { type Arrangement, keptPaneIds, type LeftTabs } from '../../../contract/tabs.js'
import { memoryDocumentStore, memoryProfileStore, testLog } from '../../../test/helpers/memory-profile.js'
import { createTabs } from './tabs.js'

/** One tab of two panes beside each other for each pair of names. */
function tabsOf(...names: string[]): Arrangement {
  const panes = names.flatMap((name) =>
    ['left', 'right'].map((side) => ({
      ...{ id: `${name}-${side}`, instanceId: `a/${name}`, instanceName: name },
      ...(side === 'right' && { user: 'admin' }),
    })),
  )
  const tabs = names.map((name) => ({
    layout: { direction: 'right' as const, ratio: 0.3, first: `${name}-left`, second: `${name}-right` },
    focused: `${name}-right`,
  }))
  return { panes, tabs, active: tabs.length - 1, full: false }
}

function start(store = memoryDocumentStore(), profile = memoryProfileStore()) {
  const log = testLog()
  const service = createTabs({ store, profile, isLive: (id) => id.startsWith('live'), log })
  return {
    store,
    profile,
    log,
    service,
    /** What a window begins with, and how it goes. */
    async window(windowId: string, takes = true) {
      const gone = new AbortController()
      const stream = await service.open({ windowId, takes }, { signal: gone.signal })
      const { value } = (await stream.next()) as { value: LeftTabs }
      return { left: value, close: () => gone.abort() }
    },
    keep: (windowId: string, arrangement: Arrangement) => service.keep({ windowId, arrangement }, {}),
  }
}

/** Instances of the tabs as they lie, tab by tab. */
function shown(arrangement: Arrangement | null | undefined) {
  const nameOf = (id: string) => arrangement?.panes.find((pane) => pane.id === id)?.instanceName
  return arrangement?.tabs.map(({ layout }) => keptPaneIds(layout).map(nameOf).join('+'))
}

it('gives the first window after a restart what was there before, once', async () => {
  const before = start()
  await before.window('w1')
  await before.keep('w1', tabsOf('web', 'db'))

  const after = start(before.store)
  const { left } = await after.window('w2')
  expect(shown(left?.arrangement)).toEqual(['web+web', 'db+db'])
  expect(left).toMatchObject({
    connects: false,
    arrangement: { active: 1, tabs: [{ layout: { direction: 'right', ratio: 0.3 } }, {}] },
  })
  expect(left?.arrangement?.panes[1]).toMatchObject({ instanceId: 'a/web', user: 'admin' })
  expect((await after.window('w3')).left?.arrangement).toBeNull()
})

it('still has them where the next run ends before its window has said anything', async () => {
  const before = start()
  await before.keep('w1', tabsOf('web'))
  const cut = start(before.store)
  await cut.window('w2')
  await cut.service.settled()
  expect(shown((await start(before.store).window('w3')).left?.arrangement)).toEqual(['web+web'])
})

it('leaves a window its own, and gives those of windows that are gone to the next one together', async () => {
  const { window, keep } = start()
  const first = await window('w1')
  const second = await window('w2')
  await keep('w1', tabsOf('web'))
  await keep('w2', tabsOf('db'))
  expect((await window('w3')).left?.arrangement).toBeNull()
  first.close()
  second.close()
  expect((await window('moved', false)).left?.arrangement).toBeNull()
  const { left } = await window('w4')
  expect(shown(left?.arrangement)).toEqual(['web+web', 'db+db'])
  expect(left?.arrangement?.active).toBe(1)
})

it('leaves a window its own that has come back before its broken call was noticed', async () => {
  const { window, keep } = start()
  const broken = await window('w1')
  await keep('w1', tabsOf('web'))
  const again = await window('w1', false)
  broken.close()
  expect((await window('w2')).left?.arrangement).toBeNull()
  again.close()
  expect(shown((await window('w3')).left?.arrangement)).toEqual(['web+web'])
})

it('forgets a window whose last pane was closed', async () => {
  const { window, keep, store } = start()
  await keep('w1', tabsOf('web'))
  await keep('w1', tabsOf())
  expect((await window('w2')).left?.arrangement).toBeNull()
  expect(await store.read()).toEqual({ version: 1, windows: [] })
})

it('starts without tabs, or connects them, where the user has said so', async () => {
  const before = start()
  const { profile } = before
  const choose = (restore: 'none' | 'connect') =>
    profile.update((now) => ({
      ...now,
      settings: { ...now.settings, terminal: { ...now.settings.terminal, restore } },
    }))
  await before.keep('w1', tabsOf('web'))
  await choose('connect')
  const connecting = await start(before.store, profile).window('w2')
  expect(connecting.left).toMatchObject({ connects: true, arrangement: { full: false } })
  await choose('none')
  const without = start(before.store, profile)
  expect((await without.window('w3')).left?.arrangement).toBeNull()
  await without.service.settled()
  expect(await before.store.read()).toEqual({ version: 1, windows: [] })
})

it('starts without tabs where the file is damaged, or has a pane in no tab', async () => {
  for (const windows of ['none', [{ id: 'w', arrangement: { ...tabsOf('web'), tabs: [] } }]]) {
    const store = memoryDocumentStore()
    await store.write({ version: 1, windows })
    const { window, log } = start(store)
    expect((await window('w1')).left?.arrangement).toBeNull()
    expect(JSON.stringify(log)).toContain('tabs.dropped')
  }
})

/** Two tabs; in one pane of the second something goes on. */
function withSession(sessionId: string): Arrangement {
  const { panes, ...rest } = tabsOf('web', 'db')
  return { ...rest, panes: panes.map((pane) => (pane.id === 'db-left' ? { ...pane, sessionId } : pane)) }
}

const sessionsIn = (arrangement: Arrangement | null | undefined) =>
  arrangement?.panes.flatMap(({ instanceId, sessionId }) => (sessionId ? [`${instanceId} ${sessionId}`] : []))

it('hands what goes on to the next window, nothing of what has ended, and keeps none of it on the disk', async () => {
  for (const [sessionId, handed] of [
    ['live-1', ['a/db live-1']],
    ['ended-1', []],
  ] as const) {
    const { window, keep, store } = start()
    const first = await window('w1')
    await keep('w1', withSession(sessionId))
    expect(JSON.stringify(await store.read())).not.toContain(sessionId)
    first.close()
    expect(sessionsIn((await window('w2')).left.arrangement)).toEqual(handed)
  }
})

it('hands what goes on to the next window also where tabs are not wanted back, and no other tab', async () => {
  const profile = memoryProfileStore()
  await profile.update((old) => {
    const terminal = { ...old.settings.terminal, restore: 'none' as const }
    return { ...old, settings: { ...old.settings, terminal } }
  })
  const { window, keep } = start(memoryDocumentStore(), profile)
  const first = await window('w1')
  await keep('w1', withSession('live-1'))
  first.close()
  const { arrangement } = (await window('w2')).left
  expect(shown(arrangement)).toEqual(['db+db'])
  expect(arrangement?.active).toBe(0)
  expect(sessionsIn(arrangement)).toEqual(['a/db live-1'])
})
