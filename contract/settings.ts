import { z } from 'zod'
import { procedure } from './base.js'
import { defaultInstanceTable, InstanceTable } from './instance-table.js'
import type { Said } from './words/said.js'
import { told } from './words/say.js'

/** How clouds are reached. */
export const ProxySettings = z.object({
  /** `environment`: as HTTPS_PROXY, HTTP_PROXY and NO_PROXY say. */
  mode: z.enum(['environment', 'none', 'manual']),
  /** Of `manual`: `http://host:port`. The profile keeps no passwords, so there is none in it. */
  url: z.string().trim().max(500),
  /** Of `manual`: hosts and domains that are asked directly, between commas. */
  except: z.string().trim().max(2000),
})
export type ProxySettings = z.infer<typeof ProxySettings>

export const defaultProxy: ProxySettings = { mode: 'environment', url: '', except: '' }

const proxyAddress = /^https?:\/\/(\[[\da-f:.]+\]|[^\s/:@[\]]+)(:\d{1,5})?\/?$/i

/** What is wrong with a proxy's address; undefined if nothing is. */
export function proxyProblem({ mode, url }: ProxySettings): Said | undefined {
  if (mode !== 'manual' || proxyAddress.test(url)) return undefined
  if (/^https?:\/\/[^/]*@/i.test(url))
    return 'Leave user and password out: the profile keeps no passwords. HTTPS_PROXY in the environment may have them.'
  return told`A proxy is a web address, such as http://proxy.example.com:3128`
}

const Colour = z.string().regex(/^#[\da-f]{6}$/i, 'A colour is #rrggbb.')

/** A terminal's colours, by xterm's names for them. */
export const ColourScheme = z.object({
  name: z.string().trim().min(1).max(60),
  background: Colour,
  foreground: Colour,
  cursor: Colour,
  selection: Colour,
  /** Black, red, green, yellow, blue, magenta, cyan, white, and then the bright ones. */
  ansi: z.array(Colour).length(16),
})
export type ColourScheme = z.infer<typeof ColourScheme>

/** How terminals look and behave, in every window. */
export const TerminalSettings = z.object({
  /** One that comes with Latchkey, or one of the system's; the browser takes another where it is not there. */
  font: z.string().trim().min(1).max(100),
  /** In px. */
  fontSize: z.int().min(8, 'At least 8 px.').max(40, 'At most 40 px.'),
  ligatures: z.boolean(),
  /** Names of colour schemes, for each of the window's; null for Latchkey's own. */
  schemes: z.object({ light: z.string().max(60).nullable(), dark: z.string().max(60).nullable() }),
  /** Those that the user imported. */
  imported: z.array(ColourScheme).max(100),
  /** Lines that a terminal keeps. */
  scrollback: z.int().min(0, 'At least 0 lines.').max(200_000, 'At most 200,000 lines.'),
  copyOnSelect: z.boolean(),
  /** What the right button does. */
  rightClick: z.enum(['menu', 'paste']),
  bell: z.enum(['none', 'mark', 'sound']),
  /** A program may put text on the clipboard (OSC 52). It may never read it. */
  clipboardWrite: z.boolean(),
  screenReader: z.boolean(),
  cursor: z.enum(['block', 'bar', 'underline']).default('block'),
  cursorBlink: z.boolean().default(false),
  /** Colours of text are moved away from their background where they can't be read on it (below 4.5:1). */
  readable: z.boolean().default(true),
  /** What becomes of the tabs of last time. `tabs`: they are there, and connect when they are told to. */
  restore: z.enum(['tabs', 'connect', 'none']).default('tabs'),
})
export type TerminalSettings = z.infer<typeof TerminalSettings>

export const defaultTerminal: TerminalSettings = {
  font: 'JetBrains Mono',
  fontSize: 13,
  ligatures: false,
  schemes: { light: null, dark: null },
  imported: [],
  scrollback: 10_000,
  copyOnSelect: false,
  rightClick: 'menu',
  bell: 'mark',
  clipboardWrite: false,
  screenReader: false,
  cursor: 'block',
  cursorBlink: false,
  readable: true,
  restore: 'tabs',
}

/** What the desktop app alone does. */
export const DesktopSettings = z.object({
  /** The system tells when long work has ended and no window of Latchkey is in front. */
  notifications: z.boolean(),
  /** Latchkey goes on without a window, and has its icon beside the clock. On macOS it does anyway. */
  staysInTray: z.boolean(),
  /** Whether it may look for new versions. `unasked`: the user has not said, and it does not. */
  updates: z.enum(['unasked', 'off', 'look']),
})
export type DesktopSettings = z.infer<typeof DesktopSettings>

export const defaultDesktop: DesktopSettings = {
  notifications: true,
  staysInTray: false,
  updates: 'unasked',
}

/** How high the rows of tables are: 32 or 26 px. */
export const Density = z.enum(['comfortable', 'compact'])
export type Density = z.infer<typeof Density>

/** In which language Latchkey speaks; `system`: in that of the system, where it knows it. */
export const Language = z.enum(['system', 'en', 'ru'])
export type Language = z.infer<typeof Language>

export const Settings = z.object({
  language: Language.default('system'),
  /** How many days a key pair stays in the bin. */
  binDays: z.int().min(1, 'At least a day.').max(365, 'At most 365 days.'),
  /** When the vault locks by itself. */
  lock: z.object({
    /** Minutes without a key or a click in any window; null for never. */
    idleMinutes: z.int().min(1, 'At least a minute.').max(1440, 'At most a day.').nullable(),
    onSleep: z.boolean(),
    /** Only the desktop app is told of it. */
    onScreenLock: z.boolean(),
    onLastWindowClosed: z.boolean(),
  }),
  proxy: ProxySettings.default(defaultProxy),
  /** After how many days a key counts as old on the map; null for never. */
  keyAgeDays: z.int().min(1, 'At least a day.').max(36_500, 'At most 36,500 days.').nullable().default(null),
  terminal: TerminalSettings.default(defaultTerminal),
  desktop: DesktopSettings.default(defaultDesktop),
  instances: InstanceTable.default(defaultInstanceTable),
  density: Density.default('comfortable'),
  /** The three steps to the first connection. Profiles of before have come so far. */
  guide: z.enum(['shown', 'done']).default('done'),
})
export type Settings = z.infer<typeof Settings>

export const defaultSettings: Settings = {
  language: 'system',
  binDays: 30,
  lock: { idleMinutes: 15, onSleep: true, onScreenLock: true, onLastWindowClosed: true },
  proxy: defaultProxy,
  keyAgeDays: null,
  terminal: defaultTerminal,
  desktop: defaultDesktop,
  instances: defaultInstanceTable,
  density: 'comfortable',
  guide: 'shown',
}

export const settings = {
  get: procedure.output(Settings),
  set: procedure.input(Settings).output(Settings),
}
