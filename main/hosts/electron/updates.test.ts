import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { UpdateState } from '../../../contract/desktop.js'
import { type Installed, updatedElsewhere } from './update-source.js'
import { createUpdates, type Updater } from './updates.js'

const DAY_MS = 24 * 60 * 60_000
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** electron-updater as its documentation has it, asked by hand. */
function start({
  elsewhere = null as string | null,
  newest = '0.2.0' as string | null | Error,
  may = true,
} = {}) {
  const events = new EventEmitter()
  const updater = Object.assign(events, {
    autoDownload: true,
    autoInstallOnAppQuit: true,
    checkForUpdates: vi.fn(async () => {
      if (newest instanceof Error) throw newest
      if (newest === null) events.emit('update-not-available', { version: '0.1.0' })
      else events.emit('update-available', { version: newest })
      return null
    }),
    downloadUpdate: vi.fn(async () => {
      events.emit('download-progress', { percent: 41.8 })
      events.emit('update-downloaded', { version: '0.2.0' })
      return []
    }),
    quitAndInstall: vi.fn(),
  })
  const load = vi.fn(async () => updater as unknown as Updater)
  const told: UpdateState[] = []
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }
  const mayInstall = vi.fn(() => may)
  const notInstalled = vi.fn()
  const onChange = (state: UpdateState) => told.push(state)
  const updates = createUpdates({ load, elsewhere, mayInstall, notInstalled, onChange, log })
  const settle = () => vi.advanceTimersByTimeAsync(0)
  async function ready() {
    for (const step of ['check', 'fetch'] as const) {
      updates.ask(step)
      await settle()
    }
  }
  return { updates, updater, load, told, settle, log, ready, mayInstall, notInstalled }
}

describe('new versions', () => {
  it('are not looked for as long as the user has not said yes', async () => {
    const { updates, load } = start()
    updates.setting('unasked')
    updates.setting('off')
    await vi.advanceTimersByTimeAsync(3 * DAY_MS)
    expect(load).not.toHaveBeenCalled()
    expect(updates.state()).toEqual({ state: 'idle' })
  })

  it('are looked for at once and once a day where they did, and no more when they take it back', async () => {
    const { updates, updater, settle } = start({ newest: null })
    updates.setting('look')
    updates.setting('look')
    await settle()
    expect(updater.checkForUpdates).toHaveBeenCalledTimes(1)
    expect(updates.state()).toEqual({ state: 'newest' })
    await vi.advanceTimersByTimeAsync(2 * DAY_MS)
    expect(updater.checkForUpdates).toHaveBeenCalledTimes(3)
    updates.setting('off')
    await vi.advanceTimersByTimeAsync(2 * DAY_MS)
    expect(updater.checkForUpdates).toHaveBeenCalledTimes(3)
  })

  it('are fetched when the user says so, and installed when they say so', async () => {
    const { updates, updater, told, settle } = start()
    updates.setting('look')
    await settle()
    expect([updater.autoDownload, updater.autoInstallOnAppQuit]).toEqual([false, false])
    expect(updates.state()).toEqual({ state: 'found', version: '0.2.0' })
    await vi.advanceTimersByTimeAsync(2 * DAY_MS)
    expect(updater.downloadUpdate).not.toHaveBeenCalled()
    updates.ask('install')
    await settle()
    updates.ask('fetch')
    await settle()
    expect(told.slice(-3)).toEqual([
      { state: 'fetching', version: '0.2.0', percent: 0 },
      { state: 'fetching', version: '0.2.0', percent: 41 },
      { state: 'ready', version: '0.2.0' },
    ])
    expect(updater.quitAndInstall).not.toHaveBeenCalled()
    updates.ask('install')
    await settle()
    expect(updater.quitAndInstall).toHaveBeenCalledOnce()
  })

  it('are not begun to be installed before the user agreed to what ends with it', async () => {
    const { updates, updater, settle, ready, mayInstall } = start({ may: false })
    await ready()
    updates.ask('install')
    await settle()
    expect(mayInstall).toHaveBeenCalledOnce()
    expect(updater.quitAndInstall).not.toHaveBeenCalled()
    expect(updates.state()).toEqual({ state: 'ready', version: '0.2.0' })
  })

  it('that can’t be installed say why, and Latchkey goes on', async () => {
    const { updates, updater, settle, ready, notInstalled } = start()
    await ready()
    // As BaseUpdater does where an AppImage lies in a folder that is not the user's.
    updater.quitAndInstall.mockImplementation(() =>
      updater.emit('error', new Error('EACCES: permission denied')),
    )
    updates.ask('install')
    await settle()
    expect(notInstalled).toHaveBeenCalledOnce()
    expect(updates.state()).toEqual({ state: 'failed', problem: 'EACCES: permission denied' })
    updater.emit('error', new Error('of another call'))
    expect(notInstalled).toHaveBeenCalledOnce()
  })

  it('are looked for without anything that tells one Latchkey from another', async () => {
    const { updates, updater, settle } = start()
    updates.ask('check')
    await settle()
    expect((updater as unknown as Updater).requestHeaders).toEqual({ 'x-user-staging-id': '' })
  })

  it('that can’t be had say why, and can be tried again', async () => {
    const { updates, updater, settle, log } = start({
      newest: new Error('net::ERR_INTERNET_DISCONNECTED\n at x'),
    })
    updates.ask('check')
    await settle()
    expect(updates.state()).toEqual({ state: 'failed', problem: 'net::ERR_INTERNET_DISCONNECTED' })
    updates.ask('check')
    await settle()
    expect(updater.checkForUpdates).toHaveBeenCalledTimes(2)
    expect(log.error).toHaveBeenCalledTimes(2)
  })

  it('are not looked for where somebody else brings them, whatever is asked', async () => {
    const { updates, load, settle } = start({ elsewhere: 'Your package manager updates it.' })
    updates.setting('look')
    for (const step of ['check', 'fetch', 'install'] as const) updates.ask(step)
    await settle()
    expect(load).not.toHaveBeenCalled()
    expect(updates.state()).toEqual({ state: 'elsewhere', why: 'Your package manager updates it.' })
  })
})

describe('who brings new versions', () => {
  const installed: Installed = {
    platform: 'linux',
    packaged: true,
    portable: false,
    windowsStore: false,
    appImage: '/home/ada/Latchkey.AppImage',
    packageType: null,
    source: 'provider: github\nowner: o\nrepo: r\n',
  }
  it.each([
    ['an AppImage', {}, null],
    [
      'a signed Windows',
      { platform: 'win32', source: 'provider: github\npublisherName: [Latchkey]\n' },
      null,
    ],
    ['macOS', { platform: 'darwin', appImage: null }, null],
    ['a deb', { packageType: 'deb', appImage: null }, /package manager updates it.* a deb /],
    ['an rpm', { packageType: 'rpm', appImage: null }, /package manager updates it.* an rpm /],
    ['a folder on Linux', { appImage: null }, /no AppImage/],
    ['a portable one', { portable: true }, /portable/],
    ['an msix', { platform: 'win32', windowsStore: true }, /Microsoft Store updates it/],
    ['the source', { packaged: false }, /source/],
    ['a build without a place', { source: null }, /without a place/],
    ['a Windows build without a signature', { platform: 'win32' }, /not signed/],
    ['a Windows build whose file is damaged', { platform: 'win32', source: '{{' }, /not signed/],
    ['a Windows build that names nobody', { platform: 'win32', source: 'publisherName: []\n' }, /not signed/],
  ] as [string, Partial<Installed>, RegExp | null][])('of %s', (_name, more, expected) => {
    const why = updatedElsewhere({ ...installed, ...more })
    if (expected === null) expect(why).toBeNull()
    else expect(why).toMatch(expected)
  })
})
