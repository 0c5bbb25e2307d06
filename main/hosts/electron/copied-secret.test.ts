import { EventEmitter } from 'node:events'
import type { WebFrameMain } from 'electron'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { testLog } from '../../../test/helpers/memory-profile.js'
import { CLEARED_AFTER_MS, type CopiedSecretOptions, listenForCopiedSecrets } from './copied-secret.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function start(platform: NodeJS.Platform = 'linux') {
  const ipcMain = new EventEmitter()
  const page = { url: 'app://latchkey/' } as WebFrameMain
  const held = { clipboard: 'QX7R 9DKE', selection: 'QX7R 9DKE' }
  const log = testLog()
  const options: CopiedSecretOptions = {
    isOurs: (frame) => frame === page,
    clipboard: {
      readText: (place = 'clipboard') => held[place],
      clear(place = 'clipboard') {
        held[place] = ''
      },
    },
    platform,
    log,
  }
  const clearNow = listenForCopiedSecrets(ipcMain as never, options)
  const copy = (text: unknown, senderFrame: WebFrameMain | null = page) =>
    ipcMain.emit('latchkey:secret-copied', { senderFrame }, text)
  return { held, copy, clearNow, log }
}

it('clears the clipboard half a minute after a secret was copied, whatever ends its lines', () => {
  const { held, copy } = start()
  copy('QX7R\r\n9DKE')
  vi.advanceTimersByTime(CLEARED_AFTER_MS - 1)
  expect(held.clipboard).toBe('QX7R 9DKE')
  vi.advanceTimersByTime(1)
  expect(held).toEqual({ clipboard: '', selection: '' })
})

it('leaves alone what was copied since', () => {
  const { held, copy } = start()
  copy('QX7R 9DKE')
  held.clipboard = 'something else'
  vi.advanceTimersByTime(CLEARED_AFTER_MS)
  expect(held).toEqual({ clipboard: 'something else', selection: '' })
})

it('counts from the last copy', () => {
  const { held, copy } = start('win32')
  copy('QX7R 9DKE')
  vi.advanceTimersByTime(CLEARED_AFTER_MS - 1)
  copy('QX7R 9DKE')
  vi.advanceTimersByTime(1)
  expect(held.clipboard).toBe('QX7R 9DKE')
  vi.advanceTimersByTime(CLEARED_AFTER_MS)
  expect(held).toEqual({ clipboard: '', selection: 'QX7R 9DKE' }) // there is no second one on Windows
})

it('clears it at once where Latchkey ends before that', () => {
  const { held, copy, clearNow } = start()
  copy('QX7R 9DKE')
  clearNow()
  expect(held.clipboard).toBe('')
})

it('hears our page alone', () => {
  const { held, copy, log } = start()
  copy('QX7R 9DKE', { url: 'app://latchkey/' } as WebFrameMain)
  copy('QX7R 9DKE', null)
  copy(7)
  vi.advanceTimersByTime(CLEARED_AFTER_MS)
  expect(held.clipboard).toBe('QX7R 9DKE')
  expect(log.lines).toHaveLength(2)
  expect(JSON.stringify(log.lines)).not.toContain('QX7R')
})
