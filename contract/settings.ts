import { z } from 'zod'
import { procedure } from './base.js'

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
export function proxyProblem({ mode, url }: ProxySettings): string | undefined {
  if (mode !== 'manual' || proxyAddress.test(url)) return undefined
  if (/^https?:\/\/[^/]*@/i.test(url))
    return 'Leave user and password out: the profile keeps no passwords. HTTPS_PROXY in the environment may have them.'
  return 'A proxy is a web address, such as http://proxy.example.com:3128'
}

export const Settings = z.object({
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
})
export type Settings = z.infer<typeof Settings>

export const defaultSettings: Settings = {
  binDays: 30,
  lock: { idleMinutes: 15, onSleep: true, onScreenLock: true, onLastWindowClosed: true },
  proxy: defaultProxy,
  keyAgeDays: null,
}

export const settings = {
  get: procedure.output(Settings),
  set: procedure.input(Settings).output(Settings),
}
