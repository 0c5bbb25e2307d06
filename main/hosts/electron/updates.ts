import type { AppUpdater } from 'electron-updater'
import type { DesktopWish, UpdateState } from '../../../contract/desktop.js'
import type { DesktopSettings } from '../../../contract/settings.js'
import type { Log } from '../../core/ports.js'

/** What we use of electron-updater. */
export type Updater = Pick<AppUpdater, 'on' | 'checkForUpdates' | 'downloadUpdate' | 'quitAndInstall'> &
  Pick<AppUpdater, 'autoDownload' | 'autoInstallOnAppQuit' | 'allowDowngrade' | 'allowPrerelease'> &
  Pick<AppUpdater, 'requestHeaders' | 'logger'>

interface UpdatesParts {
  /** Loads electron-updater, which is done when it is first needed. */
  load(): Promise<Updater>
  /** Why nothing is looked for here; null where it may be. */
  elsewhere: string | null
  /** Asks, where something would be cut off: installing ends Latchkey. electron-updater begins to install before it quits. */
  mayInstall(): boolean
  /** It was not installed after all. */
  notInstalled(): void
  onChange(state: UpdateState): void
  log: Log
}

export interface Updates {
  state(): UpdateState
  /** What the user has said about looking. Looks at once, and once a day, where they said yes. */
  setting(updates: DesktopSettings['updates']): void
  ask(step: Extract<DesktopWish, { wish: 'update' }>['step']): void
  end(): void
}

const DAY_MS = 24 * 60 * 60_000

/**
 * New versions, step by step: it looks where the user has allowed it or asks for it now, fetches when told to, and installs when
 * told to. Nothing is sent along that tells one Latchkey from another.
 */
export function createUpdates({
  load,
  elsewhere,
  mayInstall,
  notInstalled,
  onChange,
  log,
}: UpdatesParts): Updates {
  let state: UpdateState = elsewhere === null ? { state: 'idle' } : { state: 'elsewhere', why: elsewhere }
  let loading: Promise<Updater> | null = null
  let daily: ReturnType<typeof setInterval> | null = null
  let installing = false

  function change(next: UpdateState): void {
    state = next
    onChange(next)
  }

  function fail(error: unknown): void {
    log.error('desktop.update-failed', error)
    change({ state: 'failed', problem: error instanceof Error ? firstLine(error.message) : 'It has failed.' })
  }

  async function prepared(): Promise<Updater> {
    const updater = await load()
    updater.autoDownload = false
    updater.autoInstallOnAppQuit = false
    updater.allowDowngrade = false
    updater.allowPrerelease = false
    updater.logger = null
    // electron-updater would send the number by which it takes part in a staged release. It needs it here alone.
    updater.requestHeaders = { 'x-user-staging-id': '' }
    updater.on('update-available', ({ version }) => change({ state: 'found', version }))
    updater.on('update-not-available', () => change({ state: 'newest' }))
    updater.on('download-progress', ({ percent }) => {
      if (state.state === 'fetching') change({ ...state, percent: Math.floor(percent) })
    })
    updater.on('update-downloaded', ({ version }) => change({ state: 'ready', version }))
    // Installing says here alone that it has failed; the other calls that fail say it too.
    updater.on('error', (error) => installing && notInstall(error))
    return updater
  }

  function withUpdater(work: (updater: Updater) => unknown): void {
    loading ??= prepared()
    loading.then(work).catch(fail)
  }

  function install(updater: Updater): void {
    installing = true
    try {
      updater.quitAndInstall()
    } catch (error) {
      notInstall(error)
    }
  }

  function notInstall(error: unknown): void {
    installing = false
    notInstalled()
    fail(error)
  }

  function look(): void {
    if (!['idle', 'newest', 'failed'].includes(state.state)) return
    change({ state: 'checking' })
    withUpdater((updater) => updater.checkForUpdates())
  }

  return {
    state: () => state,
    setting(updates) {
      const looks = updates === 'look' && elsewhere === null
      if (looks === (daily !== null)) return
      if (daily !== null) clearInterval(daily)
      daily = looks ? setInterval(look, DAY_MS) : null
      if (looks) look()
    },
    ask(step) {
      if (step === 'check') look()
      else if (step === 'fetch' && state.state === 'found') {
        change({ state: 'fetching', version: state.version, percent: 0 })
        withUpdater((updater) => updater.downloadUpdate())
      } else if (step === 'install' && state.state === 'ready' && !installing && mayInstall())
        withUpdater(install)
    },
    end() {
      if (daily !== null) clearInterval(daily)
    },
  }
}

const firstLine = (text: string) => (text.split('\n', 1)[0] ?? '').slice(0, 300)
