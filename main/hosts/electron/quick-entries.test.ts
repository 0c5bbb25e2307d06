import { describe, expect, it, vi } from 'vitest'
import { defaultDesktop } from '../../../contract/settings.js'
import { dockTemplate, jumpList, trayTemplate } from './quick-entries.js'
import { asksFor, LOCK_ARGUMENT, NEW_WINDOW_ARGUMENT, staysWithoutWindow } from './start-arguments.js'
import { noFacts, type RecentInstance, recentInstances, type SystemFacts } from './system-facts.js'

const web: RecentInstance = { instanceId: 'a/1', user: 'root', label: 'R&D web-1 (root@192.0.2.7)' }
const open: SystemFacts = { ...noFacts, open: true, recents: [web], settings: defaultDesktop }

function parts(facts: SystemFacts) {
  const does = {
    connect: vi.fn<(instance: RecentInstance) => void>(),
    show: vi.fn<() => void>(),
    newWindow: vi.fn<() => void>(),
    lock: vi.fn<() => void>(),
    quit: vi.fn<() => void>(),
  }
  return { facts, ...does }
}

const labels = (items: { label?: string; type?: string }[]) => items.map(({ label, type }) => label ?? type)

describe('the tray and the dock', () => {
  it('offer the last instances, Lock and Quit', () => {
    const given = parts(open)
    const items = trayTemplate(given)
    expect(labels(items)).toEqual([
      'Show Latchkey',
      'separator',
      'Connect to R&&D web-1 (root@192.0.2.7)',
      'separator',
      'Lock',
      'Quit Latchkey',
    ])
    for (const { click } of items) click?.({} as never, undefined, {} as never)
    expect(given.connect.mock.calls).toEqual([[web]])
    for (const one of [given.show, given.lock, given.quit]) expect(one).toHaveBeenCalledOnce()
    expect(labels(dockTemplate(given))).toEqual([
      'Connect to R&&D web-1 (root@192.0.2.7)',
      'separator',
      'New Window',
      'Lock',
    ])
    const [, , newWindow] = dockTemplate(given)
    newWindow?.click?.({} as never, undefined, {} as never)
    expect(given.newWindow).toHaveBeenCalledOnce()
  })

  it('name nothing while the vault is locked, and have nothing to lock', () => {
    expect(trayTemplate(parts(noFacts))).toMatchObject([
      { label: 'Show Latchkey' },
      { type: 'separator' },
      { label: 'Latchkey is locked', enabled: false },
      { label: 'Quit Latchkey' },
    ])
    expect(labels(dockTemplate(parts(noFacts)))).toEqual(['New Window', 'Latchkey is locked'])
  })
})

describe('the jump list', () => {
  it('starts Latchkey with a link, which it asks about, for a further window, or to lock', () => {
    const [recent, tasks] = jumpList(open, 'C:\\Latchkey.exe', (id) => `latchkey://instance/${id}`)
    expect(recent).toMatchObject({
      type: 'custom',
      items: [{ title: web.label, program: 'C:\\Latchkey.exe', args: 'latchkey://instance/a/1' }],
    })
    expect(tasks).toMatchObject({
      type: 'tasks',
      items: [
        { title: 'New window', args: NEW_WINDOW_ARGUMENT },
        { title: 'Lock', args: LOCK_ARGUMENT },
      ],
    })
  })

  it('names nothing while the vault is locked, and when Latchkey has ended', () => {
    expect(jumpList(noFacts, 'C:\\Latchkey.exe', String)).toMatchObject([
      { type: 'tasks', items: [{ title: 'New window' }] },
    ])
  })
})

describe('the last instances', () => {
  const session = (instanceName: string, since: string, user = 'root') => ({
    instanceId: `a/${instanceName}`,
    instanceName,
    user,
    target: `${user}@192.0.2.7`,
    keyId: null,
    since,
  })

  it('are the newest first, each user of one once, those with an open terminal among them', () => {
    const list = recentInstances({
      open: [{ ...session('db', '2026-01-02T00:00:00.000Z'), id: 's1', state: 'open' }],
      recent: [
        { ...session('web', '2026-01-03T00:00:00.000Z'), end: null },
        { ...session('web', '2026-01-01T00:00:00.000Z', 'ada'), end: null },
        { ...session('db', '2026-01-01T00:00:00.000Z'), end: null },
      ],
    })
    expect(list.map(({ label }) => label)).toEqual([
      'web (root@192.0.2.7)',
      'db (root@192.0.2.7)',
      'web (ada@192.0.2.7)',
    ])
  })

  it('are at most eight, with names that neither turn the line nor fill the screen', () => {
    const many = Array.from({ length: 20 }, (_, n) => ({
      ...session(`\u202e${n}`.padEnd(200, 'x'), `2026-01-01T00:00:${10 + n}.000Z`),
      end: null,
    }))
    const list = recentInstances({ open: [], recent: many })
    expect(list).toHaveLength(8)
    for (const { label } of list) expect(label).toMatch(/^\\u\{202e\}.{70,79}…$/)
  })
})

describe('another start', () => {
  it.each([
    [['/usr/bin/latchkey', '--lock'], true],
    [['--profile', '/tmp/a', '--lock'], true],
    [['--profile', 'C:\\Keys', '--lock'], true],
    [['latchkey://instance/a/1', '--lock'], false],
    [['ssh://a', '--lock'], false],
    [['--locked'], false],
    [[], false],
  ])('%j asks to lock: %s', (args, expected) => {
    expect(asksFor(args, LOCK_ARGUMENT)).toBe(expected)
  })
})

it.each([
  ['darwin', {}, true],
  ['linux', {}, false],
  ['linux', { staysInTray: true }, true],
  ['win32', { hidden: true }, true],
  ['linux', { staysInTray: true, hidden: true, hasTray: false }, false],
] as const)('on %s with %j Latchkey goes on without a window: %s', (platform, more, expected) => {
  const given = { staysInTray: false, hidden: false, hasTray: true, ...more }
  expect(staysWithoutWindow(platform, given)).toBe(expected)
})
