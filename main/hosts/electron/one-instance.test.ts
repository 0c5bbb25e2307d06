import { expect, it, vi } from 'vitest'
import { isOnly } from './one-instance.js'

const updated = { APPIMAGE_SILENT_INSTALL: 'true' }
const pause = async () => undefined

it('is the first start, at once', () => {
  const ask = vi.fn(() => true)
  void isOnly(ask, {}, pause)
  expect(ask).toHaveBeenCalledOnce() // before the first wait: Electron may be ready after it
})

it('leaves a second start to the first', async () => {
  const ask = vi.fn(() => false)
  expect(await isOnly(ask, {}, pause)).toBe(false)
  expect(ask).toHaveBeenCalledOnce()
})

it('waits after an update until the old version has ended', async () => {
  let asked = 0
  expect(await isOnly(() => ++asked > 5, updated, pause)).toBe(true)
})

it('does not wait for ever', async () => {
  const ask = vi.fn(() => false)
  expect(await isOnly(ask, updated, pause)).toBe(false)
  expect(ask.mock.calls.length).toBeLessThan(100)
})
