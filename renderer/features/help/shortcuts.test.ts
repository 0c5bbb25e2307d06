import { expect, it, vi } from 'vitest'

vi.mock('../sessions/sessions.js', () => ({ closePane: vi.fn(), splitPane: vi.fn() }))
vi.mock('../nameplates/use-nameplates.js', () => ({ nameplatesNow: () => new Map() }))
vi.mock('../sessions/move-window.js', () => ({ movePaneToWindow: vi.fn() }))

const { shortcutsOf } = await import('./shortcuts.js')
const { isPaletteKey } = await import('../palette/palette-key.js')
const { commandOfKey } = await import('../sessions/commands.js')
const { isLockKey } = await import('../vault/lock-key.js')
const { isTrayKey } = await import('../tray/tray-key.js')
const { keyAction } = await import('../../terminal/shortcuts.js')
const { keyUse } = await import('../../terminal/use-keys.js')
const { zoomKey } = await import('../../terminal/zoom.js')

const sections = [
  'instances',
  'keys',
  'accounts',
  'map',
  'sessions',
  'forwards',
  'known-hosts',
  'activity',
  'settings',
] as const

const all = { terminals: true, files: true }

it.each(sections)('in %s no key does two things', (section) => {
  const groups = shortcutsOf(section, section, all)
  const keysOf = (...labels: string[]) =>
    groups
      .filter(({ label }) => labels.includes(label))
      .flatMap(({ shortcuts }) => shortcuts.filter(({ what }) => !isInAnother(what)))
      .flatMap(({ keys }) => keys)
  for (const keys of [keysOf(section, 'Everywhere'), keysOf('Files', 'Everywhere'), keysOf('Terminals')])
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
})

/** "In an edited text: save it" is for another place than its group. */
const isInAnother = (what: string) => /^(In|On) .*: /.test(what)

it('each key that is listed for terminals is heard by one part alone, and all that panes have are listed', () => {
  const listed = shortcutsOf('settings', '', all).find(({ label }) => label === 'Terminals')?.shortcuts ?? []
  expect(listed.length).toBeGreaterThan(20)
  for (const written of listed.filter(({ what }) => !isInAnother(what)).flatMap(({ keys }) => keys)) {
    const press = pressOf(written)
    const heard = [
      commandOfKey(press),
      keyUse(press),
      keyAction(press),
      zoomKey(press),
      isPaletteKey(press, true, false) || null,
      isLockKey(press) || null,
      isTrayKey(press) || null,
    ].filter((one) => one !== null)
    expect(heard, written).toHaveLength(1)
  }
})

const codes: Record<string, string> = {
  '←': 'ArrowLeft',
  '→': 'ArrowRight',
  '↑': 'ArrowUp',
  '↓': 'ArrowDown',
  'Page Up': 'PageUp',
  'Page Down': 'PageDown',
}

function pressOf(written: string) {
  const [, before = '', name = ''] = /^((?:[A-Z][a-z]+\+)*)(.+)$/.exec(written) ?? []
  const code = codes[name] ?? (/^[A-Z]$/.test(name) ? `Key${name}` : name)
  const has = (key: string) => before.includes(`${key}+`)
  return {
    key: name,
    code,
    ctrlKey: has('Ctrl'),
    shiftKey: has('Shift'),
    altKey: has('Alt'),
    metaKey: false,
  }
}
