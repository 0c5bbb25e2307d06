import type { MenuItemConstructorOptions as Item } from 'electron'
import { afterEach, expect, it, vi } from 'vitest'
import type { SystemWish } from '../../../contract/system-wish.js'
import { speak } from '../../../contract/words/say.js'
import { menuTemplate } from './menu-template.js'

afterEach(() => speak('en', {}))

function menuOf(platform: NodeJS.Platform) {
  const wish = vi.fn<(wish: SystemWish) => void>()
  const [lock, newWindow] = [vi.fn(), vi.fn()]
  const template = menuTemplate({ platform, devTools: false, wish, newWindow, lock })
  const items = template.flatMap(withBelow)
  const click = (label: string) => {
    const found = items.find((item) => item.label === label)
    if (found?.click === undefined) throw new Error(`No item ${label}`)
    found.click({} as never, undefined, {} as never)
  }
  return { template, items, wish, lock, newWindow, click }
}

function withBelow(item: Item): Item[] {
  return [item, ...(Array.isArray(item.submenu) ? item.submenu.flatMap(withBelow) : [])]
}

/** The roles that bring no key of their own on Windows and Linux, or one that no shell uses: F11, Ctrl with + - 0. */
const harmless = ['zoomIn', 'zoomOut', 'resetZoom', 'togglefullscreen', 'about']

it.each(['linux', 'win32'] as const)('takes no key from a shell on %s', (platform) => {
  const { items } = menuOf(platform)
  for (const { accelerator, role } of items) {
    if (accelerator !== undefined) expect(accelerator).toMatch(/^Ctrl\+Shift\+/)
    else if (role !== undefined) expect(harmless).toContain(role)
  }
  // An & makes Alt and the letter open the menu, which is Meta in a shell.
  expect(items.map(({ label }) => label ?? '').join('')).not.toContain('&')
})

it('takes nothing from a shell on macOS, where every key has Command', () => {
  const { items } = menuOf('darwin')
  const keys = items.flatMap(({ accelerator }) => accelerator ?? [])
  expect(keys.length).toBeGreaterThan(3)
  for (const key of keys) expect(key).toMatch(/^(Shift\+)?Command\+/)
  expect(new Set(keys).size).toBe(keys.length)
})

it('has on macOS the menus that every app has there, with copy and paste', () => {
  const { template } = menuOf('darwin')
  expect(template.map(({ role, label }) => role ?? label)).toEqual([
    ...['appMenu', 'fileMenu', 'editMenu', 'View', 'windowMenu', 'help'],
  ])
})

it.each([
  ['darwin', 'Settings…', 'settings'],
  ['darwin', 'Close Pane', 'close-pane'],
  ['darwin', 'Find Anything', 'find'],
  ['linux', 'Settings', 'settings'],
  ['win32', 'Find Anything', 'find'],
] as const)('has the window do on %s what %s says', (platform, label, wish) => {
  const menu = menuOf(platform)
  menu.click(label)
  expect(menu.wish.mock.calls).toEqual([[{ wish }]])
})

it.each([
  ['darwin', 'Command+N'],
  ['linux', 'Ctrl+Shift+N'],
  ['win32', 'Ctrl+Shift+N'],
] as const)('locks on %s, and opens a further window by %s', (platform, key) => {
  const menu = menuOf(platform)
  menu.click('Lock')
  expect(menu.lock).toHaveBeenCalledOnce()
  menu.click('New Window')
  expect(menu.newWindow).toHaveBeenCalledOnce()
  expect(menu.items.find(({ label }) => label === 'New Window')?.accelerator).toBe(key)
})

it.each(['darwin', 'linux'] as const)(
  'says all of it in another language on %s, also what Electron names',
  (platform) => {
    speak('xx', new Proxy({}, { get: (_, message) => `~${String(message).split('\u0004').at(-1)}` }))
    const said = menuOf(platform).items.filter(({ type, role }) => type !== 'separator' && role !== 'appMenu')
    expect(said.map(({ label }) => label).filter((label) => !label?.startsWith('~'))).toEqual(
      platform === 'darwin' ? [] : ['Latchkey'],
    )
  },
)
