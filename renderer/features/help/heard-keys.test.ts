import { expect, it, vi } from 'vitest'

vi.mock('../sessions/sessions.js', () => ({ closePane: vi.fn(), splitPane: vi.fn() }))
vi.mock('../nameplates/use-nameplates.js', () => ({ nameplatesNow: () => new Map() }))
vi.mock('../sessions/move-window.js', () => ({ movePaneToWindow: vi.fn() }))

const { shortcutsOf } = await import('./shortcuts.js')

const sources = import.meta.glob<string>('../../**/*.{ts,tsx}', {
  query: '?raw',
  import: 'default',
  eager: true,
})

const sections = ['instances', 'keys', 'accounts', 'map', 'known-hosts'] as const
const all = { terminals: true, files: true }

/** Where the window hears a key by its name: what the help says of it, and what is left unsaid and why. */
const heard: Record<string, { says: readonly string[]; unsaid?: string }> = {
  'features/files/Editor.tsx': { says: ['Ctrl+S', 'Shift+Tab'] },
  'features/files/FileTools.tsx': { says: [], unsaid: 'ArrowDown Escape, as in each filter' },
  'features/files/PathField.tsx': { says: ['Tab'], unsaid: 'Escape, as in each field over something' },
  'features/files/file-keys.ts': {
    says: [
      'Backspace',
      'Alt+↑',
      'Alt+←',
      'Alt+→',
      'F2',
      'F5',
      'F6',
      'Del',
      'Ctrl+F',
      'Ctrl+C',
      'Ctrl+V',
      'Shift+F10',
    ],
    unsaid: 'ContextMenu, which keyboards name',
  },
  'features/frame/parts.ts': { says: ['Ctrl+F6', 'Ctrl+Shift+F6'] },
  'features/keys/import/ImportFields.tsx': { says: ['Enter'] },
  'features/map/MapPicture.tsx': { says: ['Esc'] },
  'features/palette/Palette.tsx': { says: ['Ctrl+Enter'], unsaid: 'arrows and Enter, which it says itself' },
  'features/palette/palette-key.ts': { says: ['Ctrl+K', 'Ctrl+Shift+K'] },
  'features/sessions/PaneDivider.tsx': { says: ['←', '→', '↑', '↓'] },
  'features/sessions/TerminalTab.tsx': { says: ['Del'] },
  'features/sessions/commands.ts': {
    says: [...'EOBSX←→↑↓', 'Enter', 'Page Up', 'Page Down'].map((key) => `Ctrl+Shift+${key}`),
  },
  'features/sessions/type-ahead.ts': { says: [], unsaid: 'typed before the shell is there' },
  'features/settings/NumberSetting.tsx': { says: [], unsaid: 'Enter and Escape, as in each field' },
  'features/settings/TerminalFont.tsx': { says: [], unsaid: 'Enter and Escape, as in each field' },
  'features/snippets/SnippetPicker.tsx': { says: [], unsaid: 'arrows and Enter, as in each list' },
  'features/tray/WorkTray.tsx': { says: ['Esc'] },
  'features/tray/tray-key.ts': { says: ['Ctrl+Shift+Y'] },
  'features/vault/lock-key.ts': { says: ['Ctrl+Shift+L'] },
  'terminal/SearchBar.tsx': { says: ['Enter', 'Shift+Enter', 'Esc'] },
  'terminal/reader-key.ts': { says: ['Alt+Shift+F1'] },
  'terminal/shortcuts.ts': {
    says: ['Ctrl+Tab', 'Ctrl+Shift+Tab', 'Ctrl+F6', 'Ctrl+Shift+C', 'Ctrl+Shift+V'],
  },
  'terminal/use-keys.ts': { says: ['Ctrl+Shift+F', 'Ctrl+Shift+P', 'Ctrl+Shift+H', 'Shift+F10'] },
  'ui/DataTable.tsx': { says: ['Shift+F10'], unsaid: 'ContextMenu, which keyboards name' },
  'ui/DataTableHeader.tsx': { says: ['Alt+→', 'Alt+←', 'Alt+Shift+→', 'Alt+Shift+←'] },
  'ui/DetailsPanel.tsx': { says: ['Esc'] },
  'ui/EdgeHandle.tsx': { says: ['←', '→', '↑', '↓'] },
  'ui/FilterField.tsx': { says: ['Tab'], unsaid: 'Enter and Escape, as in each list of suggestions' },
  'ui/Section.tsx': { says: ['/', 'Ctrl+F'], unsaid: 'ArrowDown, Escape and Home out of the filter' },
  'ui/UndoNotice.tsx': { says: ['Ctrl+Z'] },
  'ui/invalid-field.ts': { says: [], unsaid: 'Enter, which submits each form' },
  'ui/overlays.ts': { says: ['Esc'] },
  'ui/use-entries.ts': { says: ['→', '←'] },
  'ui/use-grid-keys.ts': {
    says: ['↑', '↓', 'Page Up', 'Page Down', 'Home', 'End', 'Enter', 'Ctrl+Enter', 'Del', 'Esc'],
  },
  'ui/use-marks.ts': { says: ['Space', 'Ctrl+A', 'Shift+↑ ↓', 'Esc'] },
}

it('no key that the window hears is left out of the help', () => {
  const hears =
    /'(Arrow(Up|Down|Left|Right)|Enter|Escape|Delete|Backspace|Tab|Home|End|Page(Up|Down)|F\d+|ContextMenu|Key[A-Z])'|\bArrow(Up|Left): |useHotkeys\(/
  const files = Object.entries(sources)
    .filter(([path, text]) => !/\.test\.tsx?$|^\.\//.test(path) && hears.test(text))
    .map(([path]) => path.replace('../../', '').replace('../', 'features/'))
  expect(files.sort()).toEqual(Object.keys(heard).sort())
  const written = sections.flatMap((section) =>
    shortcutsOf(section, '', all).flatMap(({ shortcuts }) => shortcuts.flatMap(({ keys }) => keys)),
  )
  for (const [file, { says }] of Object.entries(heard))
    for (const key of says) expect(written, `${file} hears ${key}`).toContain(key)
})
